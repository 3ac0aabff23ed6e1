"""A valley of one town and one village, small enough to say what a planner would do, for the edges of every input.

The tax agency has a house in the town and one in the village, 20 minutes and kilometres apart, and the village has a
hall of the municipality beside the house. Everybody keeps their job; wages are left out because no plan changes them.

Nothing is discounted, and the arithmetic is this: the village costs 10,000 of rent and 2,000 of running a year, its
lease runs to the end of 2029, and its two people could have 20 m2 in the town for 2,800 a year after a removal of
4,000. So closing saves 9,200 a year once the lease is over, and costs 800 a year before.
"""

from datetime import date
from typing import Any

from consolidate import workflow
from consolidate.accounts.result import Result
from consolidate.engine.options import Options
from consolidate.scenario.load import from_data

Tree = dict[str, Any]

PLACES = {"town-house": "town", "village-hall": "village", "village-house": "village"}
NEAR: Tree = {"id": "near", "type": "max_travel", "minutes": 10}
PUT: Tree = {"id": "put", "type": "lock", "office": "tax-village", "only_to": []}  # keeps, converts or closes
OVER: Tree = {"end": date(2024, 12, 31)}  # a lease that has ended
BOOTH: Tree = {"staffing": "remote", "staff_minutes_per_year": 36_000, "opening_minutes_per_year": 36_000}
LEASE: Tree = {"m2": 100, "rent_per_m2_year": 100, "end": date(2029, 12, 31)}


def ways() -> list[Tree]:
    """A kilometre a minute; a site is a minute from the middle of its place."""
    return [
        {"area": area, "site": site, "minutes": way, "km": way}
        for area in ("town", "village")
        for site, place in PLACES.items()
        for way in (1.0 if area == place else 20.0,)
    ]


def town_office(**values: Any) -> Tree:
    """The office in the town: five people in a house of the agency's own, which stays."""
    return {
        "id": "tax-town", "agency": "tax", "site": "town-house", "floor_m2": 200,
        "staff": {"customer_service_fte": 5}, "running_per_year": 8000,
    } | values  # fmt: skip


def village_office(lease: Tree | None = None, **values: Any) -> Tree:
    """The office in the village: two people on 100 m2."""
    return {
        "id": "tax-village", "agency": "tax", "site": "village-house", "floor_m2": 100,
        "staff": {"customer_service_fte": 2}, "running_per_year": 2000, "leases": [LEASE | (lease or {})],
    } | values  # fmt: skip


def sites(**values: Tree) -> list[Tree]:
    """The three sites, some with other values (underscores stand for dashes); nobody may move to the hall yet."""
    town = {"id": "town-house", "area": "town", "rent_per_m2_year": 100, "running_per_m2_year": 40}
    hall = {"id": "village-hall", "area": "village", "kind": "municipal"}
    house = {"id": "village-house", "area": "village"}
    return [site | values.get(str(site["id"]).replace("-", "_"), {}) for site in (town, hall, house)]


def valley(**tables: Any) -> Tree:
    """The scenario as plain values, with some of its tables replaced."""
    return {
        "consolidate": 1,
        "name": "valley",
        "reference_year": 2025,
        "currency": "EUR",
        "horizon": {"periods": [2025, 2027, 2030], "end": 2034},  # two years, three, five; not discounted
        "agencies": [{"id": "tax"}],
        "services": [{"id": "advice", "agency": "tax", "minutes_per_visit": 30}],
        "areas": [{"id": "town", "population": 10_000}, {"id": "village", "population": 1_000}],
        "visits": [{"service": "advice", "visits_per_1000": 200}],
        "sites": sites(),
        "offices": [town_office(), village_office()],
        "travel": {"matrix": ways()},
        "factors": {
            "desk_area": {"value": 10, "unit": "m2/FTE"},
            "moving": {"value": 2000, "unit": "currency/FTE"},
        },
        # Nobody moves into the village, whose house is given up or not; the town stays.
        "policy": [{"id": "town-stays", "type": "lock", "office": "tax-town", "must": "stay"}],
    } | tables  # fmt: skip


def with_modes(
    modes: Tree, *offices: Tree, policy: tuple[Tree, ...] = (NEAR,), put: bool = True, **tables: Any
) -> Tree:
    """The valley with more modes, which its service may be given in, and other offices than the village's."""
    tree = valley(sites=sites(village_hall={"rent_per_m2_year": 50}))
    service = {"id": "advice", "agency": "tax", "minutes_per_visit": 30, "modes": ["staffed", *modes]}
    ids = [office["id"] for office in offices]
    return tree | {
        "modes": {"staffed": {}} | modes,
        "services": [service],
        "offices": [town_office(), *offices],
        "policy": [*tree["policy"], *policy, *([PUT] if put and "tax-village" in ids else [])],
    } | tables  # fmt: skip


def point(mode: str, agency: str = "tax", **values: Any) -> Tree:
    """A point in the village's hall that may be opened."""
    return {
        "id": f"{agency}-hall", "agency": agency, "site": "village-hall", "exists": False, "mode": mode, "floor_m2": 5,
    } | values  # fmt: skip


def solved(tree: Tree) -> Result:
    """Solve to the end; the audit has to be silent and the books to balance."""
    result = workflow.run(from_data(tree), Options(gap=0.0, time_limit=60, threads=1))
    assert result.status == "optimal"
    assert result.audit.violations == ()
    assert result.totals_match
    return result


def decided(result: Result, office: str = "tax-village") -> tuple[str, str, int | None]:
    """What becomes of an office: action, where to, year of the change."""
    decision = next(each for each in result.plan.decisions if each.office == office)
    return decision.action, decision.to_site, decision.date.year if decision.date else None


def figure(result: Result, name: str) -> float:
    """A figure of the plan."""
    return next(each.plan for each in result.figures if each.name == name)
