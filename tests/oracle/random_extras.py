"""What a scenario may hold beside its core: new sizes and points, the state's view, commuting, strict priorities."""

from __future__ import annotations

from random import Random

from tests.oracle.random_parts import Tree, chance, draw_staff, number

FACTORS = {
    "presence": ("share", 0.3, 1, 2),
    "peak": ("ratio", 1, 1.5, 2),
    "commuting_days": ("days/year", 50, 220, 0),
    "commuting_cost": ("currency/km", 0.05, 0.5, 2),
}
MEASURES = ("cost", "emissions", "travel_km", "travel_minutes")


def extend(rng: Random, tree: Tree) -> None:
    """Add to a scenario, in place, some of what its core does not know."""
    for site in tree["sites"]:
        extend_site(rng, site)
    if chance(rng, 0.65):
        add_new_site(rng, tree)
    if chance(rng, 0.6):
        draw_possible_point(rng, tree)
    rented = {site["id"] for site in tree["sites"] if "rent_per_m2_year" in site}
    for office in tree["offices"]:
        if chance(rng, 0.35) and office["floor_m2"] > 0 and office.get("exists", True):
            office["resize"] = draw_sizes(rng, office["floor_m2"], 1.3 if office["site"] in rented else 0.9)
        for lease in office.get("leases", ()):
            extend_lease(rng, tree, lease)
    extend_factors(rng, tree["factors"])
    if chance(rng, 0.6):
        tree["objective"] = draw_goals(rng)
        draw_emissions(rng, tree)
    if chance(rng, 0.5):
        tree["objective"]["viewpoint"] = "state"


def extend_site(rng: Random, site: Tree) -> None:
    """Add what all share, and what joint points cost."""
    if chance(rng, 0.3):
        site["common_m2"] = number(rng, 5, 60)
    if chance(rng, 0.35):
        site["joint_fixed_per_year"] = number(rng, 500, 15_000)
    if chance(rng, 0.35):
        site["joint_fit_out"] = number(rng, 2000, 80_000, -2)


def add_new_site(rng: Random, tree: Tree) -> None:
    """Turn a site where nobody is into premises nobody is in yet, or add some beside another site."""
    occupied = {office["site"] for office in tree["offices"]}
    empty = [site for site in tree["sites"] if site["id"] not in occupied]
    if empty:
        site = rng.choice(empty)
    elif "matrix" in tree["travel"]:
        return  # its ways would have to be measured
    else:
        site = {"id": f"site-{len(tree['sites'])}", "area": rng.choice(tree["areas"])["id"]}
        tree["sites"].append(site)
    site |= {"kind": "new", "rent_per_m2_year": number(rng, 40, 160)}


def draw_possible_point(rng: Random, tree: Tree) -> None:
    """Add an office that a plan may open."""
    site = rng.choice(tree["sites"])
    office = {
        "id": f"office-{len(tree['offices'])}",
        "agency": rng.choice(tree["agencies"])["id"],
        "site": site["id"],
        "exists": False,
        "floor_m2": rng.choice((0, rng.randint(20, 150), rng.randint(20, 80))) if "rent_per_m2_year" in site else 0,
        "running_per_year": number(rng, 0, 6000, -1),
    }
    if "modes" in tree and chance(rng, 0.5):
        office["mode"] = rng.choice(sorted(tree["modes"]))
    if chance(rng, 0.6):
        office |= {"staff": draw_staff(rng), "wage_per_fte_year": number(rng, 1000, 50_000, -2)}
    tree["offices"].append(office)


def draw_sizes(rng: Random, floor: float, most: float) -> list[Tree]:
    """Draw one or two sizes of an office, all different, up to `most` of its size today."""
    shares = [share for share in (0.4, 0.6, 0.8, 1, 1.3) if share <= most]
    drawn = {round(floor * share) for share in rng.sample(shares, rng.randint(1, 2))}
    sizes: list[Tree] = []
    for m2 in sorted(drawn, reverse=True):
        size = {"m2": m2}
        if chance(rng, 0.6):
            size["works_per_m2"] = number(rng, 5, 300)
        if chance(rng, 0.3):
            size["lead_time_months"] = rng.choice((3, 6, 14))
        sizes.append(size)
    return sizes


def extend_lease(rng: Random, tree: Tree, lease: Tree) -> None:
    """Say what leaving costs or brings, and who is the landlord."""
    if chance(rng, 0.35):
        lease["restoration"] = number(rng, 500, 25_000, -2)
    if lease.get("owned") and chance(rng, 0.7):
        lease["sale_value"] = number(rng, 1000, 60_000, -2)
    begun = lease.get("start", "") < f"{tree['horizon']['periods'][0]}-01-01"
    if begun and chance(rng, 0.6):
        lease |= {"landlord": "state", "relet_months": rng.choice((6, 13, 24, 60))}


def extend_factors(rng: Random, factors: Tree) -> None:
    """Add how much people are there and how far they travel to work."""
    if chance(rng, 0.4):
        factors.setdefault("desk_area", {"value": number(rng, 5, 20, 1), "unit": "m2/FTE"})
    for name, (unit, low, high, digits) in FACTORS.items():
        if chance(rng, 0.45):
            factors[name] = {"value": number(rng, low, high, digits), "unit": unit}


def draw_goals(rng: Random) -> Tree:
    """Draw weights or strict priorities."""
    if chance(rng, 0.45):
        weights = {"cost": 1, "emissions": number(rng, 0.1, 5, 2), "travel_km": number(rng, 0.05, 2, 2),
                   "travel_minutes": number(rng, 0.05, 1, 2)}  # fmt: skip
        chosen = rng.sample(sorted(weights), rng.randint(1, 4))
        return {"minimise": "weighted", "weights": {name: weights[name] for name in chosen}}
    priorities: list[Tree] = [{"minimise": name} for name in rng.sample(MEASURES, rng.choice((1, 2, 2, 2, 3)))]
    for level in priorities:
        if chance(rng, 0.75):
            level["tolerance"] = rng.choice((0.01, 0.05, 0.2))
    return {"priorities": priorities}


def draw_emissions(rng: Random, tree: Tree) -> None:
    """Give the factors that emissions need."""
    factors = tree["factors"]
    if "car_emissions" not in factors:
        factors["car_emissions"] = {"value": number(rng, 80, 200), "unit": "g CO2e/km"}
        factors["building_energy"] = {"value": number(rng, 100, 300), "unit": "kWh/m2/year"}
        factors["energy_emissions"] = {"value": number(rng, 0.05, 0.3, 3), "unit": "kg CO2e/kWh"}
