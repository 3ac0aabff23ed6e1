"""The parts of a random scenario: places, offices, leases, visits, travel, factors, objective."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

Tree = dict[str, Any]

START = 2025
LANGUAGE = "sv"


def number(rng: Random, low: float, high: float, digits: int = 0) -> float:
    """Draw a decimal number."""
    return round(rng.uniform(low, high), digits)


def chance(rng: Random, share: float) -> bool:
    """Return True in a share of cases."""
    return rng.random() < share


def given(**values: Any) -> Tree:
    """Keep what is given."""
    return {name: value for name, value in values.items() if value is not None}


def draw_scenario(rng: Random, name: str) -> Tree:
    """Draw everything but capacities and rules."""
    agencies = ["a", "b"][: rng.choice((1, 2, 2))]
    horizon = draw_horizon(rng)
    groups = draw_groups(rng)
    areas = draw_areas(rng, groups)
    sites = draw_sites(rng, areas)
    modes = ["staffed", "booth"] if chance(rng, 0.35) else ["staffed"]
    offices = draw_offices(rng, agencies, sites, modes)
    services = draw_services(rng, agencies, offices, modes)
    objective = draw_objective(rng)
    return given(
        consolidate=1,
        name=name,
        reference_year=START - rng.randint(0, 2),
        currency="EUR",
        horizon=horizon,
        agencies=[draw_agency(rng, agency) for agency in agencies],
        services=services,
        areas=areas,
        groups=groups,
        visits=draw_visits(rng, services, areas, offices) or None,
        sites=sites,
        offices=offices,
        modes={mode: {} for mode in modes} if len(modes) > 1 else None,
        travel=draw_travel(rng, areas, sites),
        factors=draw_factors(rng, objective),
        objective=objective,
    )


def draw_horizon(rng: Random) -> Tree:
    starts = [START]
    for _ in range(rng.choices((0, 1, 2), (4, 4, 2))[0]):
        starts.append(starts[-1] + rng.randint(1, 4))
    decided = None
    if chance(rng, 0.6):
        decided = (date(START, 1, 1) - timedelta(days=rng.randint(0, 500))).isoformat()
    return given(
        periods=starts,
        end=starts[-1] + rng.randint(0, 4),
        discount_rate=rng.choice((0.0, 0.03, 0.045)),
        decided=decided,
    )


def draw_agency(rng: Random, agency: str) -> Tree:
    return given(
        id=agency,
        relocation_minutes=number(rng, 20, 140) if chance(rng, 0.3) else None,
        move_targets=rng.choices((0, 1, 2, 3, None), (1, 8, 6, 3, 2))[0],
    )


def draw_groups(rng: Random) -> list[Tree]:
    """None, one or two groups, of one language or two; with visits of their own or without."""
    languages = rng.choice(([], [LANGUAGE], [LANGUAGE], [LANGUAGE, LANGUAGE], [LANGUAGE, "se"]))
    return [
        given(id=f"group-{i}", language=language, own_visits=True if chance(rng, 0.5) else None)
        for i, language in enumerate(languages)
    ]


def draw_areas(rng: Random, groups: list[Tree]) -> list[Tree]:
    areas: list[Tree] = []
    for i in range(rng.randint(2, 5)):
        same = rng.choice(areas) if areas and chance(rng, 0.15) else None
        population = 0 if chance(rng, 0.04) else rng.randint(200, 5000)
        areas.append(
            given(
                id=f"area-{i}",
                region=rng.choice(("north", "south", "north", "south", None)),
                municipality=rng.choice((None, None, "town", "area-0")),
                lat=same["lat"] if same else number(rng, 62.5, 63.2, 3),
                lon=same["lon"] if same else number(rng, 21.5, 23.0, 3),
                population=population,
                growth_per_year=number(rng, -0.03, 0.03, 3) if chance(rng, 0.5) else None,
                languages=[LANGUAGE] if chance(rng, 0.35) else None,
                people={group["id"]: int(population * rng.uniform(0, 0.45)) for group in groups if chance(rng, 0.7)},
            )
        )
    return areas


def draw_sites(rng: Random, areas: list[Tree]) -> list[Tree]:
    sites: list[Tree] = []
    for i in range(rng.randint(2, 5)):
        place = rng.choice([*areas, *(site for site in sites if "lat" in site)]) if chance(rng, 0.3) else {}
        if not place and chance(rng, 0.3):
            place = {"lat": number(rng, 62.5, 63.2, 3), "lon": number(rng, 21.5, 23.0, 3)}
        sites.append(
            given(
                id=f"site-{i}",
                kind=rng.choice(("own", "own", "agency", "municipal")),
                area=rng.choice(areas)["id"],
                lat=place.get("lat"),
                lon=place.get("lon"),
                usable_m2=number(rng, 100, 500) if chance(rng, 0.35) else None,
                rent_per_m2_year=number(rng, 40, 240) if chance(rng, 0.85) else None,
                running_per_m2_year=number(rng, 10, 80) if chance(rng, 0.4) else None,
                shared_fixed_per_year=number(rng, 0, 20_000) if chance(rng, 0.5) else None,
                fit_out_per_m2=number(rng, 10, 700) if chance(rng, 0.5) else None,
                lead_time_months=rng.choice((None, None, 3, 6, 13)),
                double_rent_months=rng.choice((None, None, 1, 4)),
            )
        )
    return sites


def draw_offices(rng: Random, agencies: list[str], sites: list[Tree], modes: list[str]) -> list[Tree]:
    offices = []
    for i in range(rng.randint(max(2, len(agencies)), 4)):
        floor = 0 if chance(rng, 0.08) else rng.randint(40, 300)
        people = not chance(rng, 0.15)
        offices.append(
            given(
                id=f"office-{i}",
                agency=agencies[i] if i < len(agencies) else rng.choice(agencies),
                site=rng.choice(sites)["id"],
                mode=rng.choice(modes) if chance(rng, 0.5) else None,
                floor_m2=floor,
                moved_m2=rng.choice((None, None, 0, round(floor * 0.6), round(floor * 0.8))),
                staff=draw_staff(rng) if people else None,
                wage_per_fte_year=number(rng, 35_000, 60_000, -2) if chance(rng, 0.7) else None,
                running_per_year=number(rng, 0, 12_000, -1) if chance(rng, 0.7) else None,
                leases=draw_leases(rng, floor) or None,
            )
        )
    return offices


def draw_staff(rng: Random) -> Tree:
    return given(
        customer_service_fte=number(rng, 0.5, 6, 1) if chance(rng, 0.9) else None,
        back_office_fte=number(rng, 0.5, 4, 1) if chance(rng, 0.6) else None,
        languages={LANGUAGE: rng.choice((0, 0.2, 0.5, 1)), "se": rng.choice((0, 0.5))} if chance(rng, 0.75) else None,
    )


def draw_leases(rng: Random, floor: int) -> list[Tree]:
    """Draw no lease, one, or two that share the floor."""
    if floor == 0 or chance(rng, 0.15):
        return []
    if chance(rng, 0.2):
        part = rng.randint(10, floor - 10)
        return [draw_lease(rng, part), draw_lease(rng, floor - part)]
    return [draw_lease(rng, floor)]


def draw_lease(rng: Random, m2: int) -> Tree:
    lease = given(
        m2=m2,
        rent_per_m2_year=number(rng, 60, 260),
        start=random_day(rng, 2015, 2024) if chance(rng, 0.6) else None,
        notice_months=rng.choice((None, 3, 6, 12)),
    )
    if chance(rng, 0.08):
        lease["start"] = random_day(rng, START, START + 2)
    kind = rng.choice(("owned", "until further notice", "fixed", "fixed", "breaks", "breaks"))
    if kind == "owned":
        return {"m2": m2, "rent_per_m2_year": lease["rent_per_m2_year"], "owned": True}
    if kind == "until further notice":
        return lease
    lease["end"] = random_day(rng, START + 3, START + 14) if chance(rng, 0.8) else random_day(rng, START, START + 2)
    if lease["end"] <= lease.get("start", ""):
        lease["end"] = f"{START + 4}-12-31"
    if chance(rng, 0.4):
        lease["renewal_rent_per_m2_year"] = number(rng, 60, 300)
    if kind == "breaks":
        first = max(lease.get("start", ""), f"{START - 1}-01-01")
        ends = {rng.choice((random_day(rng, START, START + 8), f"{rng.randint(START - 1, START + 6)}-12-31"))
                for _ in range(rng.randint(1, 2))}  # fmt: skip
        lease["breaks"] = sorted(day for day in ends if first < day < lease["end"])
        lease["break_fee"] = rng.choice((0, 0, number(rng, 500, 20_000, -2)))
    return lease


def random_day(rng: Random, first_year: int, last_year: int) -> str:
    days = (date(last_year, 12, 31) - date(first_year, 1, 1)).days
    return (date(first_year, 1, 1) + timedelta(days=rng.randint(0, days))).isoformat()


def draw_services(rng: Random, agencies: list[str], offices: list[Tree], modes: list[str]) -> list[Tree]:
    services = []
    for i in range(rng.randint(len(agencies), 3)):
        agency = agencies[i] if i < len(agencies) else rng.choice(agencies)
        in_use = sorted({office.get("mode", "staffed") for office in offices if office["agency"] == agency})
        given_in = rng.choice((in_use, modes, rng.sample(in_use, 1)))
        services.append(
            given(
                id=f"service-{i}",
                agency=agency,
                minutes_per_visit=rng.choice((10, 12.5, 20, 45)),
                modes=given_in if len(modes) > 1 else None,
            )
        )
    return services


def draw_visits(rng: Random, services: list[Tree], areas: list[Tree], offices: list[Tree]) -> list[Tree]:
    """Say how often people come: by rows, by rates, or by counts of offices that are spread (written into them)."""
    rows: list[Tree] = []
    for service in services:
        how = rng.choice(("rows", "rate", "rows and rate", "spread", "spread", "spread and trend"))
        named = [area for area in areas if how == "rows" or (how == "rows and rate" and chance(rng, 0.4))]
        for area in named:
            key = rng.choice(("visits_per_year", "visits_per_1000"))
            visits = 0 if chance(rng, 0.08) else rng.randint(50, 2500)
            rows.append({"area": area["id"], "service": service["id"], key: visits} | draw_trend(rng))
        if "rate" in how:
            rows.append({"service": service["id"], "visits_per_1000": rng.randint(50, 1500)} | draw_trend(rng))
        if how == "spread and trend":
            rows.append({"service": service["id"], "trend_per_year": number(rng, -0.08, 0.04, 3)})
        mine = [office for office in offices if office["agency"] == service["agency"]]
        counted = [office for office in mine if chance(rng, 0.75)] or mine
        for office in counted if "spread" in how or chance(rng, 0.15) else []:
            visits = 0 if chance(rng, 0.08) else rng.randint(100, 6000)
            office.setdefault("visits_per_year", {})[service["id"]] = visits
    return rows


def draw_trend(rng: Random) -> Tree:
    return {"trend_per_year": number(rng, -0.08, 0.04, 3)} if chance(rng, 0.5) else {}


def draw_travel(rng: Random, areas: list[Tree], sites: list[Tree]) -> Tree:
    """Estimate, matrix, or both; km always rise with minutes, so that equally near is equally far."""
    impedance = rng.choice((None, "minutes", "km"))
    estimate = {"detour": rng.choice((1, 1.25, 1.4)), "speed_kmh": rng.choice((45, 60, 72.5))}
    kind = rng.choice(("estimate", "estimate", "matrix", "matrix", "unreachable", "both"))
    if kind == "estimate":
        return given(estimate=estimate, impedance=impedance)
    lost = {"matrix": 0, "unreachable": 0.12, "both": 0.25}[kind]
    rate = 1 if kind == "both" else rng.choice((0.75, 1, 1.25))
    bend = 0 if kind == "both" else rng.choice((0, 0.001, 0.01, -0.004))
    matrix = []
    for area in areas:
        for site in sites:
            minutes = number(rng, 0, 5, 1) if site["area"] == area["id"] else rng.choice((30, number(rng, 5, 90, 1)))
            if not chance(rng, lost):
                km = round(minutes * rate + minutes**2 * bend, 4)
                matrix.append({"area": area["id"], "site": site["id"], "minutes": minutes, "km": km})
    if kind == "both":
        return given(estimate=estimate | {"speed_kmh": 60}, matrix=matrix, missing="estimate", impedance=impedance)
    return given(matrix=matrix, missing="unreachable" if lost else None, impedance=impedance)


def draw_factors(rng: Random, objective: Tree) -> Tree:
    """Draw factors; where emissions matter, those of emissions always."""
    needed = objective["minimise"] == "emissions" or "carbon_price_per_tonne" in objective
    drawn: Tree = {}
    if needed or chance(rng, 0.4):
        drawn["building_energy"] = {"value": number(rng, 100, 300), "unit": "kWh/m2/year"}
        drawn["energy_emissions"] = {"value": number(rng, 0.05, 0.3, 3), "unit": "kg CO2e/kWh"}
        drawn["car_emissions"] = {"value": number(rng, 80, 200), "unit": "g CO2e/km"}
        for name in drawn:
            if chance(rng, 0.4 if name != "building_energy" else 0.1):
                years = sorted(rng.sample(range(START - 1, START + 8), rng.randint(1, 3)))
                drawn[name]["by_year"] = {
                    year: round(drawn[name]["value"] * 0.93**i, 4) for i, year in enumerate(years)
                }
        if chance(rng, 0.5):
            drawn["car_occupancy"] = {"value": rng.choice((1.2, 1.6)), "unit": "persons/car"}
        if chance(rng, 0.5):
            drawn["car_share"] = {"value": rng.choice((0, 0.5, 0.85)), "unit": "share"}
    if chance(rng, 0.5):
        drawn["moving"] = {"value": number(rng, 0, 3000), "unit": "currency/FTE"}
    if chance(rng, 0.5):
        drawn["fit_out_life"] = {"value": rng.randint(1, 15), "unit": "years"}
    if chance(rng, 0.4):
        drawn["desk_area"] = {"value": number(rng, 5, 20, 1), "unit": "m2/FTE"}
    return drawn


def draw_objective(rng: Random) -> Tree:
    kind = rng.choice(
        ("cost", "cost", "prices", "prices", "prices", "emissions", "emissions", "travel_km", "travel_minutes")
    )
    if kind != "prices":
        return {"minimise": kind}
    prices = {
        "carbon_price_per_tonne": number(rng, 20, 2000),
        "value_of_time_per_hour": number(rng, 1, 25, 1),
        "travel_price_per_km": number(rng, 0.05, 0.6, 2),
    }
    return {"minimise": "cost"} | {name: prices[name] for name in rng.sample(sorted(prices), rng.randint(1, 3))}
