"""Write the tables of the Ostrobothnia scenario from a folder of Finnish open data.

    python -m scenarios.ostrobothnia.build_tables FOLDER [-o OUT] [--assume rent=100 ...]

FOLDER holds ``municipalities.csv``, ``municipality_population_2000_2022.csv``, ``postcodes.csv`` and
``service_points.csv`` (SOURCES.md says where each is from). The same folder gives the same bytes: what is drawn, is
drawn from a hash of the office's id. ``--assume`` gives an assumption another value; OUT is then another folder.

An office stands where a source says that its agency had one at the start of 2025. No list of any agency but DVV is
complete, so that others are added by a stated rule until the region has as many as its share of the agency's offices in
the country (``AGENCIES``); their ids begin with ``synthetic-``, as do those of premises that no source names.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from scenarios.tables import Row, Table, draw, kilometres, read, slug, write

SEED = "ostrobothnia 2025"  # of draws

REGIONS = {"15", "16"}  # Ostrobothnia, Central Ostrobothnia
COUNTRY = 5_563_970  # people of Finland, 31.12.2022: THL Sotkanet 127

# Sourced values: SOURCES.md names the source of each.
FLOOR_TODAY = 20.1  # m2 per person-year, state offices in 2019
FLOOR_RESIZED = 15  # m2 per person-year, the state's earlier target for new premises
FLOOR_NEW = 10  # m2 per person-year, its target for new premises now
VISITS_PER_ADVISER = 3750  # visits per person-year, Sweden in 2020, derived
PAY_PER_MONTH = 3074  # EUR, municipal general administration in 2020, median
FALL = 1 - 0.5 ** (1 / 6)  # a year, so that visits halve from 2024 to 2030
KELA_2019 = 2_000_000 / 5_530_000 * 1000  # visits per 1000 people in 2019
POLICE_2024 = 80_000 / (159_488 + 125_353) * 1000  # licence customers per 1000 people of two regions, 2024

# Assumed values, with the low and high end that scenario.yaml lists beside them.
ASSUMED: dict[str, float] = {
    "kela_visits": KELA_2019 * (1 - FALL) ** 5,  # per 1000 people in 2024: those of 2019, fallen as forecast
    "police_visits": POLICE_2024,
    "tax_visits": 50.0,  # per 1000 people in 2024
    "other_visits": 10.0,  # of DVV, the enforcement authority and the land survey, each
    "least_fte": 2.0,  # people an office needs to be open at all
    "back_office": 3.0,  # people of the back office per adviser, in the two regional centres
    "rent": 150.0,  # EUR/m2/year, towns under 100,000 people
    "running_per_m2": 100.0,  # EUR/m2/year: cleaning, energy, guarding, equipment
    "shared_fixed": 5_000.0,  # EUR/year and site: what a site costs however small it is
    "common_m2": 15.0,  # m2 for all who share a municipality's or a joint site: entrance, waiting, meeting
    "fit_out": 500.0,  # EUR/m2, Turku, derived
    "resize_works": 250.0,  # EUR/m2, works to do with 15 m2 per person where one is
    "joint_works": 20_000.0,  # EUR, works when a site becomes a joint point
    "restoration": 50.0,  # EUR/m2, paid when premises are left
    "months_of_pay": 12.5,  # monthly pays a year, holiday bonus included
    "side_costs": 1.2,  # employer's side costs on top of pay
    "hours_per_fte": 1_600.0,  # working hours a year
    "break_fee_months": 3.0,  # months of rent that using a break costs
    "relet_months": 24.0,  # until the state's landlord has let premises again
    "hall_m2": 60.0,  # m2 a municipality can offer; 2.5 times as much from 10,000 people
    "swedish_majority": 0.8,  # advisers able to serve in Swedish where it is the majority's language
    "swedish_minority": 0.5,  # the same in other bilingual municipalities; none elsewhere
}
TOWN = 10_000  # people
APART_KM = 20  # how far apart synthetic offices of an agency are
SPARE = 1.25  # of an agency's floor area today: what its premises could hold
CENTRES = {"905", "272"}  # Vaasa, Kokkola: regional centres, with back offices
JOINT = {"905", "272", "598"}  # Vaasa, Kokkola, Pietarsaari: where a joint office could be built up
FIRST_END, LAST_END = 2025, 2031  # years in which leases end


@dataclass(frozen=True)
class Agency:
    """An agency: its row in service_points.csv, its offices in the country, and what it is asked for."""

    id: str
    listed: str
    offices: int  # in the country
    visits: str  # name of the assumption, visits per 1000 people
    closed: tuple[str, ...]  # status of listed points that were gone before 2025
    state: bool = True  # whether the state's landlord lets its premises


AGENCIES = (
    Agency("dvv", "DVV", 36, "other_visits", ()),  # decree 53/2020; complete
    Agency("enforcement", "enforcement", 64, "other_visits", ()),  # before October 2025
    Agency("kela", "Kela", 145, "kela_visits", ("closed",), state=False),  # 2020
    Agency("land-survey", "MML", 35, "other_visits", ("planned_closure",)),  # before 2025; nine closed on 1.1.2025
    Agency("police", "police", 108, "police_visits", ()),  # after 2016
    Agency("tax", "tax", 60, "tax_visits", ()),  # assumed: not found
)
"""Numbers of offices in the country: SOURCES.md."""


# -------------------------------------------------------------------------------------------------------- what is known
@dataclass(frozen=True)
class Region:
    """The municipalities and postcode areas of the two regions, and the points that sources name there."""

    towns: dict[str, Row]  # by code
    places: list[Row]  # postcode areas with people
    points: list[Row]
    growth: dict[str, float]  # a year, by municipality, from the ten years to 2022

    @classmethod
    def of(cls, folder: Path) -> Region:
        """Read the folder."""
        towns = {row["code"]: row for row in read(folder / "municipalities.csv") if row["region_code"] in REGIONS}
        people = {
            (row["code_2022"], row["year"]): int(row["population"])
            for row in read(folder / "municipality_population_2000_2022.csv")
        }
        places = [row for row in read(folder / "postcodes.csv") if row["municipality_code"] in towns]
        points = [row for row in read(folder / "service_points.csv") if row["municipality_code"] in towns]
        growth = {code: (people[code, "2022"] / people[code, "2012"]) ** 0.1 - 1 for code in towns}
        return cls(towns, [row for row in places if int(row["population_2022"] or 0)], points, growth)

    def centre(self, town: str) -> str:
        """Return the postcode area that the middle of a municipality is in: the nearest of its own."""
        own = [row for row in self.places if row["municipality_code"] == town]
        return min(own, key=lambda row: (kilometres(row, self.towns[town]), row["postcode"]))["postcode"]


def areas(region: Region) -> Table:
    """Return a row per postcode area; it is named by its municipality, whose language status and growth it has."""
    languages = {"0": "fi", "1": "fi sv", "2": "sv", "3": "fi sv"}
    rows: Table = []
    for row in sorted(region.places, key=lambda row: row["postcode"]):
        town = region.towns[row["municipality_code"]]
        share = float(town["swedish_share_pct"] or 0) / 100
        rows.append({
            "id": row["postcode"],
            "name": town["name_fi"],
            "region": town["region_fi"],
            "municipality": town["name_fi"],
            "lat": row["lat"],
            "lon": row["lon"],
            "population": row["population_2022"],
            "growth_per_year": f"{region.growth[town['code']]:.5f}",
            "languages": languages[town["language_code"]],
            "people.svenska": round(share * int(row["population_2022"])),
            "basis": "derived",
            "source": "Statistics Finland; THL Sotkanet 127 and 2433; GeoNames",
        })  # fmt: skip
    return rows


# ---------------------------------------------------------------------------------------------------- where offices are
@dataclass(frozen=True)
class Place:
    """An office's agency and town, and the source that names it ('' if none does)."""

    agency: Agency
    town: str
    source: str = ""


def offices_today(region: Region) -> list[Place]:
    """Return the offices that sources name, and by the rule below those that the region lacks of its share.

    One more office stands in the largest municipality whose centre is more than 20 km from every office of the agency
    and from which no source says that it has left. The share is of people, rounded up.
    """
    share = sum(int(town["population_2022"]) for town in region.towns.values()) / COUNTRY
    found: list[Place] = []
    for agency in AGENCIES:
        here = {
            row["municipality_code"]: row["source"]
            for row in region.points
            if row["agency"] == agency.listed and row["status"] not in agency.closed
        }
        if agency.id in {"kela", "police"}:  # the joint point of Närpiö, with Kela, TE office and police
            here["545"] = next(row["source"] for row in region.points if row["agency"] == "joint_point")
        found += [Place(agency, town, source) for town, source in here.items()]
        left = {row["municipality_code"] for row in region.points if row["agency"] == agency.listed} - here.keys()
        towns = list(here)
        for town in sorted(region.towns, key=lambda town: (-int(region.towns[town]["population_2022"]), town)):
            far = all(kilometres(region.towns[town], region.towns[other]) > APART_KM for other in towns)
            if far and town not in left and len(towns) < math.ceil(share * agency.offices):
                towns.append(town)
                found.append(Place(agency, town))
    return sorted(found, key=lambda place: office_id(region, place))


def office_id(region: Region, place: Place) -> str:
    """Return the id of an office: of a synthetic one it says so."""
    name = f"{place.agency.id}-{slug(region.towns[place.town]['name_fi'])}"
    return name if place.source else f"synthetic-{name}"


def site_id(region: Region, place: Place) -> str:
    """Return the id of an office's premises; in Närpiö those of Kela and the police are one."""
    if place.town == "545" and place.agency.id in {"kela", "police"}:
        return "joint-narpio"
    return office_id(region, place)


def hall_id(region: Region, town: str) -> str:
    """Return the id of a municipality's premises."""
    return f"synthetic-hall-{slug(region.towns[town]['name_fi'])}"


# ------------------------------------------------------------------------------------------------------ what is assumed
def visits(assumed: Mapping[str, float]) -> Table:
    """Return a rate and a trend per service."""
    known = {
        "kela": "kela.fi: 2.0 million visits in 2019, fallen to 2024 as forecast",
        "police": "stara.fi: over 80,000 licence customers of two regions in 2024",
    }
    return [
        {
            "service": f"{agency.id}-visit",
            "visits_per_1000": round(assumed[agency.visits], 1),
            "trend_per_year": -0.02 if agency.id == "police" else round(-FALL, 4),
            "basis": "derived" if agency.id in known else "assumed",
            "source": known.get(agency.id, ""),
        }
        for agency in AGENCIES
    ]


def visits_by_town(region: Region, towns: list[str], per_1000: float) -> dict[str, float]:
    """Return visits per year of an agency by the town that people go to: the nearest one."""
    count = dict.fromkeys(towns, 0.0)
    for row in region.places:
        nearest = min(towns, key=lambda town: (kilometres(row, region.towns[town]), town))
        count[nearest] += int(row["population_2022"]) * per_1000 / 1000
    return count


def site_rows(region: Region, places: list[Place], m2: Mapping[str, float], assumed: Mapping[str, float]) -> Table:
    """Return today's premises, a municipality's in every town, and a joint office in the three largest."""
    common: dict[str, object] = {
        "rent_per_m2_year": assumed["rent"],
        "running_per_m2_year": assumed["running_per_m2"],
        "fit_out_per_m2": assumed["fit_out"],
        "double_rent_months": 1,
        "basis": "assumed",
    }
    shared: dict[str, object] = {"common_m2": assumed["common_m2"], "joint_fit_out": assumed["joint_works"]}
    rows: dict[str, dict[str, object]] = {}
    for place in places:
        town, name = region.towns[place.town], site_id(region, place)
        area = sum(m2[office_id(region, other)] for other in places if site_id(region, other) == name)
        rows[name] = {
            "id": name,
            "name": f"{town['name_fi']}, {'joint point' if name.startswith('joint-') else place.agency.id}",
            "kind": "agency" if name.startswith("joint-") else "own",
            "area": region.centre(place.town),
            "usable_m2": round(SPARE * area, 1),
            "shared_fixed_per_year": assumed["shared_fixed"],
            "lead_time_months": 6,
            **common,
            "source": place.source,
        }
    for code, town in region.towns.items():
        offered = assumed["hall_m2"] * (2.5 if int(town["population_2022"]) >= TOWN else 1)
        rows[hall_id(region, code)] = {
            "id": hall_id(region, code),
            "name": f"{town['name_fi']}, municipal premises",
            "kind": "municipal",
            "area": region.centre(code),
            "usable_m2": offered,
            "shared_fixed_per_year": assumed["shared_fixed"] / 2,
            "lead_time_months": 12,
            **common,
            **shared,
            "note": "assumed to exist; its fixed cost is shared with the municipality",
        }
        if code in JOINT:
            rows[f"synthetic-joint-{slug(town['name_fi'])}"] = {
                "id": f"synthetic-joint-{slug(town['name_fi'])}",
                "name": f"{town['name_fi']}, joint office",
                "kind": "new",
                "area": region.centre(code),
                "usable_m2": 1500.0 if code in CENTRES else 300.0,
                "shared_fixed_per_year": 2 * assumed["shared_fixed"],
                "lead_time_months": 21,
                **common,
                **shared,
                "note": "assumed to be possible; lead time as in Mikkeli",
            }
    return [rows[name] for name in sorted(rows)]


def lease(place: Place, office: str, m2: float, assumed: Mapping[str, float]) -> dict[str, object]:
    """Return a drawn lease: a sixth until further notice, the others to 2025-2031, a third of the late with a break."""
    per_m2 = assumed["rent"]
    row: dict[str, object] = {"leases.1.m2": m2, "leases.1.rent_per_m2_year": per_m2}
    row |= dict.fromkeys(("leases.1.end", "leases.1.breaks", "leases.1.notice_months", "leases.1.break_fee"), "")
    row["leases.1.restoration"] = round(m2 * assumed["restoration"])
    row["leases.1.landlord"] = "state" if place.agency.state else "other"
    row["leases.1.relet_months"] = int(assumed["relet_months"]) if place.agency.state else ""
    if draw(SEED, office, "open-ended", 6) == 0:
        return row | {"leases.1.notice_months": 12}
    year, second_half = divmod(draw(SEED, office, "end", 2 * (LAST_END - FIRST_END + 1)), 2)
    day, end = "12-31" if second_half else "06-30", FIRST_END + year
    row["leases.1.end"] = f"{end}-{day}"
    if end - 2 > FIRST_END and draw(SEED, office, "break", 3) == 0:
        row["leases.1.breaks"] = f"{end - 2}-{day}"
        row["leases.1.notice_months"] = 6
        row["leases.1.break_fee"] = round(m2 * per_m2 * assumed["break_fee_months"] / 12)
    return row


def swedish(region: Region, town: str, assumed: Mapping[str, float]) -> object:
    """Return the share of advisers able to serve in Swedish."""
    status = region.towns[town]["language_code"]
    return {"1": assumed["swedish_minority"], "3": assumed["swedish_majority"]}.get(status, "")


def office_rows(region: Region, places: list[Place], assumed: Mapping[str, float]) -> Table:
    """Return today's offices with the people, floor area, cost and lease that the rules give them."""
    rows: Table = []
    for place in places:
        towns = [other.town for other in places if other.agency is place.agency]
        count = visits_by_town(region, towns, assumed[place.agency.visits])[place.town]
        fte = max(assumed["least_fte"], math.ceil(2 * count / VISITS_PER_ADVISER) / 2)
        back = round(assumed["back_office"] * fte) if place.town in CENTRES else 0
        m2, office = round(FLOOR_TODAY * (fte + back), 1), office_id(region, place)
        rows.append({
            "id": office,
            "agency": place.agency.id,
            "site": site_id(region, place),
            "name": f"{place.agency.id} {region.towns[place.town]['name_fi']}",
            "exists": "",
            "mode": "staffed",
            "floor_m2": m2,
            "moved_m2": float(FLOOR_NEW * (fte + back)),
            "resize.1.m2": float(FLOOR_RESIZED * (fte + back)),
            "resize.1.works_per_m2": assumed["resize_works"],
            "resize.1.lead_time_months": 6,
            "staff.customer_service_fte": fte,
            "staff.back_office_fte": back,
            "staff.languages.fi": 1,
            "staff.languages.sv": swedish(region, place.town, assumed),
            "wage_per_fte_year": wage(assumed),
            "running_per_year": round(m2 * assumed["running_per_m2"]),
            "capacity_minutes_per_year": fte * assumed["hours_per_fte"] * 60,
            **lease(place, office, m2, assumed),
            "basis": "assumed",
            "source": f"town: {place.source}; the rest by build_tables.py" if place.source else "",
        })  # fmt: skip
    return rows


def wage(assumed: Mapping[str, float]) -> int:
    """Return what a person costs a year."""
    return round(PAY_PER_MONTH * assumed["months_of_pay"] * assumed["side_costs"])


def possible_rows(region: Region, places: list[Place], assumed: Mapping[str, float]) -> Table:
    """Return points that could be opened in municipal premises: DVV's remote, Kela's and the police's part-time."""
    kinds = {"dvv": ("remote", 0.2, 8.0), "kela": ("part-time", 0.8, 16.0), "police": ("part-time", 0.8, 16.0)}
    rows: Table = []
    for agency in AGENCIES:
        if agency.id not in kinds:
            continue
        mode, fte, m2 = kinds[agency.id]
        there = {place.town for place in places if place.agency is agency}
        for town in sorted(region.towns.keys() - there):
            speaks = swedish(region, town, assumed)
            rows.append({
                "id": f"synthetic-open-{agency.id}-{slug(region.towns[town]['name_fi'])}",
                "agency": agency.id,
                "site": hall_id(region, town),
                "name": f"{agency.id} {region.towns[town]['name_fi']}, {mode}",
                "exists": "false",
                "mode": mode,
                "floor_m2": m2,
                "staff.customer_service_fte": fte,
                "staff.languages.fi": 1,
                "staff.languages.sv": 1 if mode == "remote" else speaks,
                "wage_per_fte_year": wage(assumed),
                "running_per_year": round(m2 * assumed["running_per_m2"]),
                "capacity_minutes_per_year": fte * assumed["hours_per_fte"] * 60,
                "basis": "assumed",
                "note": "two days a week" if mode == "part-time" else "a booth; the adviser is elsewhere, a day a week",
            })  # fmt: skip
    return rows


def main() -> None:
    """Read the data, write the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="the folder with the four data files")
    parser.add_argument("-o", "--out", type=Path, default=Path(__file__).parent, help="where the tables go")
    parser.add_argument("--assume", nargs="*", default=[], metavar="NAME=VALUE", help=f"one of {', '.join(ASSUMED)}")
    options = parser.parse_args()
    assumed = dict(ASSUMED)
    for text in options.assume:
        name, _, value = text.partition("=")
        if name not in assumed:
            parser.error(f"{name}: not one of {', '.join(ASSUMED)}")
        assumed[name] = float(value)
    region = Region.of(options.folder)
    places = offices_today(region)
    write(options.out / "areas.csv", areas(region))
    write(options.out / "visits.csv", visits(assumed))
    today = office_rows(region, places, assumed)
    m2 = {str(row["id"]): float(str(row["floor_m2"])) for row in today}
    write(options.out / "sites.csv", site_rows(region, places, m2, assumed))
    write(options.out / "offices.csv", today + possible_rows(region, places, assumed))


if __name__ == "__main__":
    main()
