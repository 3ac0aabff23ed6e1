"""Write the tables of the DVV scenarios from a folder of Finnish open data.

    python -m scenarios.dvv.build_tables FOLDER [-o OUT] [--assume rent_small_town=100 ...]

FOLDER holds ``municipalities.csv``, ``municipality_population_2000_2022.csv`` and ``service_points.csv`` (SOURCES.md
says where each is from). The same folder gives the same bytes: what is drawn, is drawn from a hash of the office's id.
``--assume`` gives an assumption another value, to see whether the plan changes; OUT is then another folder.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Mapping
from pathlib import Path

from scenarios.tables import Row, draw, kilometres, read, slug, write

SEED = "dvv 2025"  # of draws

# Sourced values: SOURCES.md names the source of each.
RENT_HELSINKI = 36 * 12  # EUR/m2/year, new leases in the centre
RENT_LARGE_TOWN = 200  # EUR/m2/year, Turku
FIT_OUT = 500  # EUR/m2, Turku
FLOOR_TODAY = 20.1  # m2 per person-year, state offices in 2019
FLOOR_MOVED = 15  # m2 per person-year, the state's earlier target for new premises
VISITS_PER_ADVISER = 3750  # visits per person-year, Sweden in 2020
PAY_PER_MONTH = 3074  # EUR, municipal general administration in 2020, median
SHARE_HELSINKI = 0.60  # of walk-in visits, "more than"
SHARE_KEPT_18 = 0.90  # of walk-in visits in the 18 towns kept in July 2025, "nearly"

# Assumed values, with the low and high end that scenario.yaml lists beside them.
ASSUMED = {
    "visits_all_offices": 100_000,  # visits per year in all 36 offices
    "least_fte": 2.0,  # people an office needs to be open at all
    "rent_small_town": 150.0,  # EUR/m2/year, towns under 100,000 people
    "running_per_m2": 100.0,  # EUR/m2/year: cleaning, energy, guarding, equipment
    "shared_fixed": 5_000.0,  # EUR/year and site: what a site costs however small it is
    "months_of_pay": 12.5,  # monthly pays a year, holiday bonus included
    "side_costs": 1.2,  # employer's side costs on top of pay
    "hours_per_fte": 1_600.0,  # working hours a year
    "break_fee_months": 3,  # months of rent that using a break costs
    "municipal_m2": 60.0,  # m2 a municipality can offer
    "lead_time_own": 6,  # months from decision to move into premises of the agency
    "lead_time_municipal": 12,  # months from decision to move into premises of a municipality
}
LARGE_TOWN = 100_000  # people
WITHOUT_MUNICIPAL = {"Helsinki", "Joensuu", "Turku"}  # DVV's largest, and two that are in a joint point already
FIRST_END, LAST_END = 2025, 2030  # years in which leases end


# ------------------------------------------------------------------------------------------------------ what is known
def areas(municipalities: list[Row], populations: list[Row]) -> list[dict[str, object]]:
    """Return a row per municipality, its growth from the ten years to 2022."""
    people = {(row["code_2022"], row["year"]): int(row["population"]) for row in populations}
    for year in ("2012", "2022"):  # Pertunmaa was merged into Mäntyharju in 2025
        people["507", year] += people["588", year]
    languages = {"0": "fi", "1": "fi sv", "2": "sv", "3": "fi sv"}
    rows = []
    for row in sorted(municipalities, key=lambda row: row["code"]):
        code = row["code"]
        if people[code, "2022"] != int(row["population_2022"]):
            msg = f"{row['name_fi']}: the two files differ in its population of 2022"
            raise ValueError(msg)
        growth = (people[code, "2022"] / people[code, "2012"]) ** 0.1 - 1
        rows.append({
            "id": code,
            "name": row["name_fi"],
            "region": row["region_fi"],
            "lat": row["lat"],
            "lon": row["lon"],
            "population": row["population_2022"],
            "growth_per_year": f"{growth:.5f}",
            "languages": languages[row["language_code"]],
            "people.svenska": row["swedish_speakers"],
            "basis": "derived",
            "source": "Statistics Finland; THL Sotkanet 127 and 2433; National Land Survey",
            "note": "with Pertunmaa (588), merged 2025" if code == "507" else "",
        })  # fmt: skip
    return rows


def bare_tables(towns: list[Row], points: dict[str, Row]) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    """Return the 36 towns as sites and offices without any money: what the checks against DVV's own choice use."""
    kept = {"open": "kept in the 12", "remote_only": "kept in the 18", "closed": "closed by July 2025"}
    source = "Government decree 53/2020 section 7, as quoted in HE 140/2024"
    sites: list[dict[str, object]] = []
    offices: list[dict[str, object]] = []
    for town in towns:
        place = slug(town["name_fi"])
        origin = {"basis": "fact", "source": source}
        note = kept[points[town["code"]]["status"]]
        sites.append({"id": place, "name": town["name_fi"], "kind": "own", "area": town["code"], **origin})
        offices.append({"id": f"dvv-{place}", "agency": "dvv", "site": place, **origin, "note": note})
    return sites, offices


# --------------------------------------------------------------------------------------------------- what is assumed
def visits_by_town(towns: list[Row], points: dict[str, Row], areas: list[Row], total: float) -> dict[str, int]:
    """Return visits per year by town: the known shares of Helsinki and of the 18, split by people of the catchment."""
    catchment = dict.fromkeys((town["code"] for town in towns), 0)
    for row in areas:
        nearest = min(towns, key=lambda town: (kilometres(row, town), slug(town["name_fi"])))
        catchment[nearest["code"]] += int(row["population_2022"])
    shares = {"Helsinki": SHARE_HELSINKI, "kept": SHARE_KEPT_18 - SHARE_HELSINKI, "closed": 1 - SHARE_KEPT_18}

    def part(code: str) -> str:
        return "Helsinki" if code == "091" else "closed" if points[code]["status"] == "closed" else "kept"

    people = {name: sum(count for code, count in catchment.items() if part(code) == name) for name in shares}
    return {code: round(total * shares[part(code)] * count / people[part(code)]) for code, count in catchment.items()}


def rent(town: Row, assumed: Mapping[str, float]) -> float:
    """Return the rent of a town, EUR/m2/year."""
    if town["code"] == "091":
        return RENT_HELSINKI
    return RENT_LARGE_TOWN if int(town["population_2022"]) >= LARGE_TOWN else assumed["rent_small_town"]


def rent_source(town: Row) -> str:
    """Return where the rent of a town is from, empty where it is assumed."""
    if town["code"] == "091":
        return "rent: helsinginseudunsuunnat.fi, new leases in the centre"
    return "rent: Turku, derived" if int(town["population_2022"]) >= LARGE_TOWN else ""


def site_rows(towns: list[Row], assumed: Mapping[str, float]) -> list[dict[str, object]]:
    """Return DVV's 36 sites, and premises that the municipalities of 33 of the towns are assumed to offer."""
    rows: list[dict[str, object]] = []
    for town in towns:
        place = slug(town["name_fi"])
        large = int(town["population_2022"]) >= LARGE_TOWN
        own: dict[str, object] = {
            "id": place,
            "name": town["name_fi"],
            "kind": "own",
            "area": town["code"],
            "usable_m2": "",
            "rent_per_m2_year": float(rent(town, assumed)),
            "running_per_m2_year": assumed["running_per_m2"],
            "shared_fixed_per_year": assumed["shared_fixed"],
            "fit_out_per_m2": FIT_OUT,
            "lead_time_months": int(assumed["lead_time_own"]),
            "double_rent_months": 1,
            "basis": "assumed",
            "source": rent_source(town),
            "note": "" if large else "rent assumed: no source for small towns",
        }
        rows.append(own)
        if town["name_fi"] not in WITHOUT_MUNICIPAL:
            rows.append({
                **own,
                "id": f"kunta-{place}",
                "name": f"{town['name_fi']}, municipal service point",
                "kind": "municipal",
                "usable_m2": assumed["municipal_m2"],
                "shared_fixed_per_year": assumed["shared_fixed"] / 2,
                "lead_time_months": int(assumed["lead_time_municipal"]),
                "source": "",
                "note": "assumed to exist; its fixed cost is shared with the municipality",
            })  # fmt: skip
    return rows


def lease(office: str, m2: float, per_m2: float, assumed: Mapping[str, float]) -> dict[str, object]:
    """Return a drawn lease: a sixth until further notice, the others to 2025-2030, a third of the late with a break."""
    row: dict[str, object] = {"leases.1.m2": m2, "leases.1.rent_per_m2_year": per_m2}
    row |= dict.fromkeys(("leases.1.end", "leases.1.breaks", "leases.1.notice_months", "leases.1.break_fee"), "")
    if draw(SEED, office, "open-ended", 6) == 0:
        return row | {"leases.1.notice_months": 12}
    half_years = 2 * (LAST_END - FIRST_END + 1)
    year, second_half = divmod(draw(SEED, office, "end", half_years), 2)
    day = "12-31" if second_half else "06-30"
    end = FIRST_END + year
    row["leases.1.end"] = f"{end}-{day}"
    if end - 2 > FIRST_END and draw(SEED, office, "break", 3) == 0:
        row["leases.1.breaks"] = f"{end - 2}-{day}"
        row["leases.1.notice_months"] = 6
        row["leases.1.break_fee"] = round(m2 * per_m2 * assumed["break_fee_months"] / 12)
    return row


def office_rows(towns: list[Row], visits: Mapping[str, int], assumed: Mapping[str, float]) -> list[dict[str, object]]:
    """Return DVV's 36 offices with the people, floor area, cost and lease that the rules above give them."""
    wage = round(PAY_PER_MONTH * assumed["months_of_pay"] * assumed["side_costs"])
    rows = []
    for town in towns:
        place = slug(town["name_fi"])
        count = visits[town["code"]]
        fte = max(assumed["least_fte"], math.ceil(2 * count / VISITS_PER_ADVISER) / 2)
        m2 = round(FLOOR_TODAY * fte, 1)
        bilingual = town["language_code"] in {"1", "2", "3"}
        rows.append({
            "id": f"dvv-{place}",
            "agency": "dvv",
            "site": place,
            "name": f"DVV {town['name_fi']}",
            "floor_m2": m2,
            "moved_m2": FLOOR_MOVED * fte,
            "staff.customer_service_fte": fte,
            "staff.languages.fi": 1,
            "staff.languages.sv": 0.5 if bilingual else "",
            "wage_per_fte_year": wage,
            "running_per_year": round(m2 * assumed["running_per_m2"]),
            "capacity_minutes_per_year": fte * assumed["hours_per_fte"] * 60,
            "visits_per_year.dvv-visit": count,
            **lease(f"dvv-{place}", m2, float(rent(town, assumed)), assumed),
            "basis": "assumed",
            "source": "town: decree 53/2020; the rest by build_tables.py",
        })  # fmt: skip
    return rows


def main() -> None:
    """Read the data, write the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="the folder with the three data files")
    parser.add_argument("-o", "--out", type=Path, default=Path(__file__).parent, help="where the tables go")
    parser.add_argument("--assume", nargs="*", default=[], metavar="NAME=VALUE", help=f"one of {', '.join(ASSUMED)}")
    options = parser.parse_args()
    assumed: dict[str, float] = dict(ASSUMED)
    for text in options.assume:
        name, _, value = text.partition("=")
        if name not in assumed:
            parser.error(f"{name}: not one of {', '.join(ASSUMED)}")
        assumed[name] = float(value)

    municipalities = read(options.folder / "municipalities.csv")
    populations = read(options.folder / "municipality_population_2000_2022.csv")
    all_points = read(options.folder / "service_points.csv")
    points = {row["municipality_code"]: row for row in all_points if row["agency"] == "DVV"}
    towns = sorted((row for row in municipalities if row["code"] in points), key=lambda row: slug(row["name_fi"]))
    visits = visits_by_town(towns, points, municipalities, assumed["visits_all_offices"])
    bare_sites, bare_offices = bare_tables(towns, points)
    write(options.out / "areas.csv", areas(municipalities, populations))
    write(options.out / "bare-sites.csv", bare_sites)
    write(options.out / "bare-offices.csv", bare_offices)
    write(options.out / "sites.csv", site_rows(towns, assumed))
    write(options.out / "offices.csv", office_rows(towns, visits, assumed))


if __name__ == "__main__":
    main()
