"""Write the tables of the Lapland scenario from a folder of Finnish open data.

    python -m scenarios.lapland.build_tables FOLDER [-o OUT] [--assume rent=100 ...]

FOLDER holds ``municipalities.csv``, ``municipality_population_2000_2022.csv`` and ``postcodes.csv`` (SOURCES.md says
where each is from). The same folder gives the same bytes: what is drawn, is drawn from a hash of the office's id.
``--assume`` gives an assumption another value; OUT is then another folder.

An office stands where a source says that its agency had one at the start of 2027 (``KNOWN``). Kela's list is not
complete: others are added by a stated rule (``offices_today``); their ids begin with ``synthetic-``, as do those of
premises and possible points that no source names.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from scenarios.tables import Row, Table, draw, kilometres, read, slug, write

SEED = "lapland 2027"  # of draws

REGION = "19"  # Lapland
MUNICIPALITIES = 308  # of Finland, 2026

# Sourced values: SOURCES.md names the source of each.
FLOOR_TODAY = 20.1  # m2 per person-year, state offices in 2019
FLOOR_NEW = 10  # m2 per person-year, the state's target for new premises
VISITS_PER_ADVISER = 3750  # visits per person-year, Sweden in 2020, derived
PAY_PER_MONTH = 3074  # EUR, municipal general administration in 2020, median
FALL = 1 - 0.5 ** (1 / 6)  # a year, so that visits halve from 2024 to 2030
KELA_2019 = 2_000_000 / 5_530_000 * 1000  # visits per 1000 people in 2019
POLICE_2024 = 80_000 / (159_488 + 125_353) * 1000  # licence customers per 1000 people of two regions, 2024
LOW_DEMAND = 5200  # visits a year: Kela calls fewer than 100 a week low
SPEAKERS = {"047": 197, "148": 442, "890": 568, "758": 140}  # mother tongue Sámi in 2015

# Assumed values, with the low and high end that scenario.yaml lists beside them.
ASSUMED: dict[str, float] = {
    "kela_visits": KELA_2019 * (1 - FALL) ** 5,  # per 1000 people in 2024: those of 2019, fallen as forecast
    "police_visits": POLICE_2024,
    "tax_visits": 50.0,  # per 1000 people in 2024
    "dvv_visits": 10.0,
    "least_fte": 2.0,  # people an office that opens every weekday needs
    "back_office": 3.0,  # people of the back office per adviser, in Rovaniemi
    "rent": 150.0,  # EUR/m2/year, towns under 100,000 people
    "running_per_m2": 100.0,  # EUR/m2/year: cleaning, energy, guarding, equipment
    "shared_fixed": 5_000.0,  # EUR/year and site: what a site costs however small it is
    "common_m2": 15.0,  # m2 for all who share a municipality's premises: entrance, waiting
    "fit_out": 500.0,  # EUR/m2, Turku, derived
    "restoration": 50.0,  # EUR/m2, paid when premises are left
    "months_of_pay": 12.5,  # monthly pays a year, holiday bonus included
    "side_costs": 1.2,  # employer's side costs on top of pay
    "break_fee_months": 3.0,  # months of rent that using a break costs
    "hall_m2": 40.0,  # m2 a municipality can offer; 2.5 times as much from 10,000 people
    "detour": 1.25,  # road over great circle, as in scenario.yaml
    "speed": 70.0,  # km/h, as in scenario.yaml
    "sami_ivalo": 0.5,  # advisers of Kela in Ivalo who serve in Northern Sámi; half as many in Skolt Sámi
}
TOWN = 10_000  # people
SMALL = 150  # people: smaller postcode areas outside the home area join the nearest larger one of the municipality
APART_KM = 20  # how far apart synthetic offices of an agency are
SPARE = 1.25  # of an agency's floor area today: what its premises could hold
PART_TIME = 0.4  # of a week, two days
FIRST_END, LAST_END = 2027, 2033  # years in which leases end
ROVANIEMI, INARI, SODANKYLA = "698", "148", "758"
NORTH = 68.0  # degrees: postcode areas of Sodankylä beyond lie in the Sámi home area
HOME_AREA = {"047", "148", "890"}  # Enontekiö, Inari, Utsjoki; Sodankylä by NORTH
VILLAGES = {  # postcode areas far from the centre of their municipality that could have a room
    "99470": "Karesuvanto", "99490": "Kilpisjärvi", "99690": "Vuotso", "99870": "Inari",
    "99930": "Sevettijärvi", "99950": "Karigasniemi", "99990": "Nuorgam",
}  # fmt: skip
JOINT = "suomi-piste-rovaniemi"
SEVETTIJARVI, KAAMANEN = {"99930", "99940"}, "99910"  # the one road there leaves the main road at Kaamanen
QUOTED = {("99400", "99490"): 170.0, ("99800", "99980"): 168.0}  # road km Hetta-Kilpisjärvi, Ivalo-Utsjoki
REMOTE = {"dvv", "kela", "tax"}  # agencies whose service can be given over a line


@dataclass(frozen=True)
class Agency:
    """An agency: what it is asked for, and the towns in which sources name an office of it at the start of 2027."""

    id: str
    visits: str  # name of the assumption, visits per 1000 people
    known: Mapping[str, str]  # source, by code of the municipality
    offices: int = 0  # in the country, where Lapland's list is not complete


AGENCIES = (
    Agency("dvv", "dvv_visits", {ROVANIEMI: "sttinfo.fi 71658179"}),
    Agency("kela", "kela_visits", {INARI: "yle.fi 3-10558481"}, offices=145),
    Agency("police", "police_visits", {
        "047": "mtvuutiset.fi 9308096", INARI: "sannaluoma.fi", "240": "yle.fi 74-20027794",
        "261": "sannaluoma.fi", "320": "nordenbladet.fi 25.8.2020", "498": "maaseuduntulevaisuus.fi 1.1247904",
        ROVANIEMI: "sttinfo.fi 71527728", "732": "maaseuduntulevaisuus.fi 1.1247904",
        "851": "yle.fi 74-20027794", "854": "maaseuduntulevaisuus.fi 1.1247904", "890": "mtvuutiset.fi 9308096",
    }),
    Agency("tax", "tax_visits", {ROVANIEMI: "sttinfo.fi 71658179"}),
)  # fmt: skip
"""SOURCES.md says what each source names."""

VISITED = {"047", "890"}  # stations without police posts of their own since 2018: assumed open when somebody comes


def home_area(place: Row) -> bool:
    """Return whether a postcode area lies in the Sámi home area."""
    town = place["municipality_code"]
    return town in HOME_AREA or (town == SODANKYLA and float(place["lat"]) > NORTH)


def merged(places: Mapping[str, Row]) -> dict[str, Row]:
    """Add small postcode areas to the nearest larger one of their municipality."""
    kept = {code: dict(row) for code, row in places.items() if int(row["population_2022"]) >= SMALL or home_area(row)}
    for code, row in places.items():
        if code not in kept:
            near = [
                other
                for other in kept.values()
                if other["municipality_code"] == row["municipality_code"] and not home_area(other)
            ]
            into = min(near, key=lambda other: (kilometres(row, other), other["postcode"]))
            into["population_2022"] = str(int(into["population_2022"]) + int(row["population_2022"]))
    return kept


# -------------------------------------------------------------------------------------------------------- what is known
@dataclass(frozen=True)
class Region:
    """The municipalities and postcode areas of Lapland."""

    towns: dict[str, Row]  # by code
    places: dict[str, Row]  # postcode areas with people
    growth: dict[str, float]  # a year, by municipality, from the ten years to 2022

    @classmethod
    def of(cls, folder: Path) -> Region:
        """Read the folder."""
        towns = {row["code"]: row for row in read(folder / "municipalities.csv") if row["region_code"] == REGION}
        people = {
            (row["code_2022"], row["year"]): int(row["population"])
            for row in read(folder / "municipality_population_2000_2022.csv")
        }
        places = {
            row["postcode"]: row
            for row in read(folder / "postcodes.csv")
            if row["municipality_code"] in towns and int(row["population_2022"] or 0)
        }
        growth = {code: (people[code, "2022"] / people[code, "2012"]) ** 0.1 - 1 for code in towns}
        return cls(towns, merged(places), growth)

    def name(self, town: str) -> str:
        """Return the name of the place where a municipality's offices are."""
        return "Ivalo" if town == INARI else self.towns[town]["name_fi"]

    def people(self, town: str) -> int:
        """Return the people of a municipality."""
        return int(self.towns[town]["population_2022"])

    def centre(self, town: str) -> str:
        """Return the postcode area that the middle of a municipality is in: the nearest of its own."""
        own = [row for row in self.places.values() if row["municipality_code"] == town]
        return min(own, key=lambda row: (kilometres(row, self.towns[town]), row["postcode"]))["postcode"]

    def rooms(self) -> Iterator[tuple[str, str, str]]:
        """Yield the id, the name and the postcode area of premises that a municipality is assumed to offer."""
        for town in sorted(self.towns):
            yield f"synthetic-hall-{slug(self.name(town))}", self.name(town), self.centre(town)
        for postcode, village in VILLAGES.items():
            yield f"synthetic-room-{slug(village)}", village, postcode


def areas(region: Region) -> Table:
    """Return a row per postcode area; it is named by its municipality, whose growth it has.

    A village with a room is a locality of its own: who joins a joint point in Hetta may have a room in Kilpisjärvi.
    """
    at_home = dict.fromkeys(SPEAKERS, 0)
    for row in region.places.values():
        if home_area(row):
            at_home[row["municipality_code"]] += int(row["population_2022"])
    rows: Table = []
    for postcode, row in sorted(region.places.items()):
        town, home = region.towns[row["municipality_code"]], home_area(row)
        people = int(row["population_2022"])
        locality = f"{VILLAGES[postcode]} ({town['name_fi']})" if postcode in VILLAGES else town["name_fi"]
        rows.append({
            "id": postcode,
            "name": locality,
            "region": town["subregion_fi"],
            "municipality": locality,
            "lat": row["lat"],
            "lon": row["lon"],
            "population": people,
            "growth_per_year": f"{region.growth[town['code']]:.5f}",
            "languages": "fi se smn sms" if home else "fi",
            "people.samegiella": round(speakers(region, town) * people / at_home[town["code"]]) if home else "",
            "basis": "derived",
            "source": "Statistics Finland; THL Sotkanet 127; GeoNames",
        })  # fmt: skip
    return rows


def speakers(region: Region, town: Row) -> float:
    """Return the speakers of Sámi who live in the home area's part of a municipality.

    Of Sodankylä's, as many as its people there: no source tells them apart.
    """
    here = SPEAKERS[town["code"]]
    if town["code"] in HOME_AREA:
        return here
    own = [row for row in region.places.values() if row["municipality_code"] == town["code"]]
    north = [row for row in own if home_area(row)]
    return here * sum(int(row["population_2022"]) for row in north) / sum(int(row["population_2022"]) for row in own)


def ways(region: Region, sites: Table, assumed: Mapping[str, float]) -> Table:
    """Return the ways that the great circle gets wrong: two quoted ones, and those to Sevettijärvi by Kaamanen."""

    def road(one: str, other: str) -> float:
        return kilometres(region.places[one], region.places[other]) * assumed["detour"]

    rows: Table = []
    for area in sorted(region.places):
        for site in sites:
            other = str(site["area"])
            quoted = QUOTED.get((area, other)) or QUOTED.get((other, area))
            if quoted or (area in SEVETTIJARVI) != (other in SEVETTIJARVI):
                km = quoted or road(area, KAAMANEN) + road(KAAMANEN, other)
                minutes = km / assumed["speed"] * 60
                rows.append({"area": area, "site": site["id"], "minutes": round(minutes, 3), "km": round(km, 3)})
    return rows


# ---------------------------------------------------------------------------------------------------- where offices are
@dataclass(frozen=True)
class Place:
    """An office's agency and town, and the source that names it ('' if none does)."""

    agency: Agency
    town: str
    source: str = ""


def offices_today(region: Region) -> list[Place]:
    """Return the offices that sources name, and by the rule below those that Kela lacks of its share.

    One more office stands in the largest municipality whose centre is more than 20 km from every office of the agency.
    The share is of municipalities, rounded up: in the north it is distance that keeps offices, not people.
    """
    share = len(region.towns) / MUNICIPALITIES
    found: list[Place] = []
    for agency in AGENCIES:
        found += [Place(agency, town, source) for town, source in agency.known.items()]
        towns = list(agency.known)
        for town in sorted(region.towns, key=lambda town: (-region.people(town), town)):
            far = all(kilometres(region.towns[town], region.towns[other]) > APART_KM for other in towns)
            if far and len(towns) < math.ceil(share * agency.offices):
                towns.append(town)
                found.append(Place(agency, town))
    return sorted(found, key=lambda place: office_id(region, place))


def office_id(region: Region, place: Place) -> str:
    """Return the id of an office and of its premises: of a synthetic one it says so."""
    name = f"{place.agency.id}-{slug(region.name(place.town))}"
    return name if place.source else f"synthetic-{name}"


def site_id(region: Region, place: Place) -> str:
    """Return the id of an office's premises; those of DVV and the tax office in Rovaniemi are one."""
    return JOINT if place.agency.id in {"dvv", "tax"} else office_id(region, place)


def mode(place: Place, count: float) -> str:
    """Return how an office serves today: two days a week where demand is low, a day where nobody has a post."""
    if place.agency.id == "police" and place.town in VISITED:
        return "visiting"
    return "part-time" if place.agency.id in {"kela", "police"} and count < LOW_DEMAND else "staffed"


# ------------------------------------------------------------------------------------------------------ what is assumed
def visits(assumed: Mapping[str, float]) -> Table:
    """Return a rate and a trend per service; what moves to remote use is in scenario.yaml."""
    known = {
        "kela": "kela.fi: 2.0 million visits in 2019, fallen to 2024 as forecast",
        "police": "stara.fi: over 80,000 licence customers of two regions in 2024",
    }
    return [
        {
            "service": f"{agency.id}-visit",
            "visits_per_1000": round(assumed[agency.visits], 1),
            "trend_per_year": -0.02 if agency.id == "police" else 0,
            "basis": "derived" if agency.id in known else "assumed",
            "source": known.get(agency.id, ""),
        }
        for agency in AGENCIES
    ]


def visits_by_town(region: Region, towns: list[str], per_1000: float) -> dict[str, float]:
    """Return visits per year of an agency by the town that people go to: the nearest one."""
    count = dict.fromkeys(towns, 0.0)
    for row in region.places.values():
        nearest = min(towns, key=lambda town: (kilometres(row, region.towns[town]), town))
        count[nearest] += int(row["population_2022"]) * per_1000 / 1000
    return count


def site_rows(region: Region, places: list[Place], m2: Mapping[str, float], assumed: Mapping[str, float]) -> Table:
    """Return today's premises, and a municipality's in every town and seven villages."""
    common: dict[str, object] = {
        "rent_per_m2_year": assumed["rent"],
        "running_per_m2_year": assumed["running_per_m2"],
        "fit_out_per_m2": assumed["fit_out"],
        "double_rent_months": 1,
        "basis": "assumed",
    }
    rows: dict[str, dict[str, object]] = {}
    for place in places:
        name = site_id(region, place)
        area = sum(m2[office_id(region, other)] for other in places if site_id(region, other) == name)
        rows[name] = {
            "id": name,
            "name": f"{region.name(place.town)}, {'joint point' if name == JOINT else place.agency.id}",
            "kind": "agency" if name == JOINT else "own",
            "area": region.centre(place.town),
            "usable_m2": round(SPARE * area, 1),
            "shared_fixed_per_year": assumed["shared_fixed"],
            "lead_time_months": 6,
            **common,
            "source": place.source,
        }
    for site, name, postcode in region.rooms():
        large = region.people(region.places[postcode]["municipality_code"]) >= TOWN
        rows[site] = {
            "id": site,
            "name": f"{name}, municipal premises",
            "kind": "municipal",
            "area": postcode,
            "usable_m2": assumed["hall_m2"] * (2.5 if large else 1),
            "shared_fixed_per_year": assumed["shared_fixed"] / 2,
            "lead_time_months": 12,
            **common,
            "common_m2": assumed["common_m2"],
            "note": "assumed to exist; its fixed cost is shared with the municipality",
        }
    return [rows[name] for name in sorted(rows)]


def lease(office: str, m2: float, assumed: Mapping[str, float]) -> dict[str, object]:
    """Return a drawn lease: a sixth until further notice, the others to 2027-2033, a third of the late with a break."""
    per_m2 = assumed["rent"]
    row: dict[str, object] = {"leases.1.m2": m2, "leases.1.rent_per_m2_year": per_m2}
    row |= dict.fromkeys(("leases.1.end", "leases.1.breaks", "leases.1.notice_months", "leases.1.break_fee"), "")
    row["leases.1.restoration"] = round(m2 * assumed["restoration"])
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


def staff(place: Place, today: str, count: float, assumed: Mapping[str, float]) -> tuple[float, float]:
    """Return the customer service and the back office of an office: by its visits, at least what its days need."""
    if today == "visiting":
        return 0.0, 0.0
    fte = assumed["least_fte"] * (1.0 if today == "staffed" else PART_TIME)
    fte = max(fte, math.ceil(2 * count / VISITS_PER_ADVISER) / 2)
    return fte, float(round(assumed["back_office"] * fte)) if place.town == ROVANIEMI else 0.0


def office_rows(region: Region, places: list[Place], assumed: Mapping[str, float]) -> Table:
    """Return today's offices with the people, floor area, cost and lease that the rules give them."""
    rows: Table = []
    for place in places:
        towns = [other.town for other in places if other.agency is place.agency]
        count = visits_by_town(region, towns, assumed[place.agency.visits])[place.town]
        today = mode(place, count)
        fte, back = staff(place, today, count, assumed)
        m2, office = round(FLOOR_TODAY * max(fte + back, 1), 1), office_id(region, place)
        ivalo = place.agency.id == "kela" and place.town == INARI
        rows.append({
            "id": office,
            "agency": place.agency.id,
            "site": site_id(region, place),
            "name": f"{place.agency.id} {region.name(place.town)}",
            "exists": "",
            "mode": today,
            "home": "",
            "floor_m2": m2,
            "moved_m2": float(FLOOR_NEW * max(fte + back, 1)),
            **convert(place, today, fte),
            "staff.customer_service_fte": fte or "",
            "staff.back_office_fte": back or "",
            "staff.languages.fi": 1 if fte else "",
            "staff.languages.se": assumed["sami_ivalo"] if ivalo else "",
            "staff.languages.sms": assumed["sami_ivalo"] / 2 if ivalo else "",
            "wage_per_fte_year": wage(assumed) if fte else "",
            "running_per_year": round(m2 * assumed["running_per_m2"]),
            **lease(office, m2, assumed),
            "basis": "assumed",
            "source": f"town: {place.source}; the rest by build_tables.py" if place.source else "",
        })  # fmt: skip
    return rows


def convert(place: Place, today: str, fte: float) -> dict[str, object]:
    """Return the mode an office can change to where it is: fewer days, or nobody of its own any more."""
    if place.town == ROVANIEMI or today == "visiting":
        return dict.fromkeys(("convert.1.mode", "convert.1.m2", "convert.1.lead_time_months"), "")
    fewer = "visiting" if place.agency.id == "police" else "assisted"
    return {
        "convert.1.mode": "part-time" if today == "staffed" else fewer,
        "convert.1.m2": FLOOR_NEW * (fte if today == "staffed" else 1.0),
        "convert.1.lead_time_months": 12,
    }


def wage(assumed: Mapping[str, float]) -> int:
    """Return what a person costs a year."""
    return round(PAY_PER_MONTH * assumed["months_of_pay"] * assumed["side_costs"])


def possible_rows(region: Region, places: list[Place], assumed: Mapping[str, float]) -> Table:
    """Return points that could be opened in municipal premises, none where people of the agency work today.

    For all but the police: at the municipality's desk, or a booth; in the home area one in Northern Sámi too, or in all
    three languages. Part-time with people of its own: Kela. A day a week, by somebody who comes to town: the police.
    """
    rows: Table = []
    for agency in AGENCIES:
        there = {
            region.centre(place.town)
            for place in places
            if place.agency is agency and (agency.id in REMOTE or place.town not in VISITED)
        }
        for site, name, postcode in region.rooms():
            if postcode in there or (agency.id not in REMOTE and postcode in VILLAGES):
                continue
            kinds = ["assisted", "booth"] if agency.id in REMOTE else ["visiting"]
            if agency.id in REMOTE and home_area(region.places[postcode]):
                kinds += ["booth-se", "booth-sami"]
            if agency.id == "kela" and site.startswith("synthetic-hall-"):
                kinds.append("part-time")
            homes = {kind: home(region, places, agency, kind, postcode) for kind in kinds}
            rows += [possible(agency, site, name, kind, homes[kind], assumed) for kind in kinds]
    return rows


def home(region: Region, places: list[Place], agency: Agency, kind: str, postcode: str) -> str:
    """Return the site whose people serve at a point: of the nearest office; in Northern Sámi of Kela in Ivalo."""
    if kind in {"assisted", "part-time"}:
        return ""
    if agency.id == "kela" and kind in {"booth-se", "booth-sami"}:
        return "kela-ivalo"
    own = [place for place in places if place.agency is agency and place.town not in VISITED]
    near = min(own, key=lambda place: (kilometres(region.places[postcode], region.towns[place.town]), place.town))
    return site_id(region, near)


def possible(
    agency: Agency, site: str, name: str, kind: str, home: str, assumed: Mapping[str, float]
) -> dict[str, object]:
    """Return a point that could be opened."""
    m2 = {"part-time": 16.0, "visiting": 10.0, "assisted": 4.0}.get(kind, 0.0)  # a booth's area is its facility's
    fte = PART_TIME * assumed["least_fte"] if kind == "part-time" else 0.0
    return {
        "id": f"synthetic-open-{agency.id}-{slug(name)}-{kind}",
        "agency": agency.id,
        "site": site,
        "name": f"{agency.id} {name}, {kind}",
        "exists": "false",
        "mode": kind,
        "home": home,
        "floor_m2": m2,
        "staff.customer_service_fte": fte or "",
        "staff.languages.fi": 1 if fte else "",
        "wage_per_fte_year": wage(assumed) if fte else "",
        "running_per_year": round(m2 * assumed["running_per_m2"]),
        "basis": "assumed",
    }


def main() -> None:
    """Read the data, write the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="the folder with the three data files")
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
    sites = site_rows(region, places, m2, assumed)
    write(options.out / "sites.csv", sites)
    write(options.out / "ways.csv", ways(region, sites, assumed))
    write(options.out / "offices.csv", today + possible_rows(region, places, assumed))


if __name__ == "__main__":
    main()
