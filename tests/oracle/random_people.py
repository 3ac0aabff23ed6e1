"""What a scenario may hold of people: staff who are counted, modes, remote use, groups with needs of their own."""

from __future__ import annotations

from random import Random

from tests.oracle.brute_force import Oracle
from tests.oracle.demand import Ways
from tests.oracle.random_parts import LANGUAGE, START, Tree, chance, given, number

STAFFING = {"part": "own", "visit": "visiting", "booth": "remote", "hall": "host"}
"""Modes that are drawn, and who does the work in them."""

FROM_HOME = ("visiting", "remote")


def extend_people(rng: Random, tree: Tree) -> None:
    """Add to a scenario, in place, everything but what takes minutes, which `count_minutes` adds."""
    tree["modes"] = tree.get("modes", {"staffed": {}})
    for name in rng.sample(sorted(STAFFING), rng.choice((0, 1, 1, 2, 2, 3))):
        tree["modes"][name] = draw_mode(rng, STAFFING[name])
    if chance(rng, 0.3):
        tree["modes"]["staffed"] |= draw_mode(rng, "own")
    for service in tree["services"]:
        extend_service(rng, tree, service)
    extend_places(rng, tree)
    for office in tree["offices"]:
        extend_office(rng, tree, office)
    for office in tree["offices"]:
        settle_home(rng, tree, office)


def extend_places(rng: Random, tree: Tree) -> None:
    """Say how fast areas take up remote use, and what sites are like."""
    for area in tree["areas"]:
        if chance(rng, 0.3):
            area["remote_factor"] = rng.choice((0, 0.5, 1.5, 3))
    for site in tree["sites"]:
        if chance(rng, 0.6):
            site["step_free"] = True
        if chance(rng, 0.4):
            site["tariff_per_m2_year"] = number(rng, 5, 120)


def homes_of(tree: Tree, office: Tree) -> list[str]:
    """Other sites where people of the office's agency work today."""
    return sorted({
        other["site"]
        for other in tree["offices"]
        if other["agency"] == office["agency"] and other.get("exists", True)
        if tree["modes"][other.get("mode", "staffed")].get("staffing", "own") == "own"
    } - {office["site"]})  # fmt: skip


def draw_mode(rng: Random, staffing: str) -> Tree:
    """Draw a mode but for its minutes."""
    return given(
        staffing=staffing if staffing != "own" or chance(rng, 0.5) else None,
        days_per_week=rng.choice((1, 2, 2.5, 5)) if chance(rng, 0.6) else None,
        weight=rng.choice((0, 0.25, 0.5, 0.8)) if chance(rng, 0.6) else None,
        languages=[LANGUAGE] if chance(rng, 0.35) else None,
        cost_per_year=number(rng, 200, 9000, -1) if chance(rng, 0.6) else None,
        fit_out=number(rng, 500, 30_000, -2) if chance(rng, 0.5) else None,
        shared=draw_facility(rng) if staffing != "own" and chance(rng, 0.6) else None,
    )


def draw_facility(rng: Random) -> Tree:
    return given(
        m2=number(rng, 2, 40) if chance(rng, 0.7) else None,
        cost_per_year=number(rng, 200, 12_000, -1) if chance(rng, 0.8) else None,
        fit_out=number(rng, 500, 40_000, -2) if chance(rng, 0.6) else None,
    )


def extend_service(rng: Random, tree: Tree, service: Tree) -> None:
    """Let a service be given in new modes, and move visits to remote use."""
    others = [name for name in tree["modes"] if name in STAFFING and chance(rng, 0.8)]
    service["modes"] = sorted({*service.get("modes", ["staffed"]), *others})
    if chance(rng, 0.25):
        service["turned_away_per_hour"] = rng.choice((0.05, 0.3, 1))
    if not chance(rng, 0.45):
        return
    years = sorted(rng.sample(range(START - 2, START + 8), rng.randint(1, 2))) if chance(rng, 0.7) else []
    service["remote"] = given(by_year={year: number(rng, 0.05, 0.7, 2) for year in years} or None)
    if not years or chance(rng, 0.7):
        service["remote"] |= {
            "support_modes": rng.sample(sorted(tree["modes"]), rng.randint(1, min(2, len(tree["modes"])))),
            "support_minutes": number(rng, 5, 60, 1),
            "supported_share": rng.choice((0.2, 0.5, 1)),
        }
    if years and chance(rng, 0.1):
        service["remote"]["by_year"][years[-1]] = 1


def extend_office(rng: Random, tree: Tree, office: Tree) -> None:
    """Put an office into a new mode, or let it change to one; let its back office stay."""
    new = [name for name in tree["modes"] if name in STAFFING]
    if new and chance(rng, 0.25 if office.get("exists", True) else 0.7):
        office["mode"] = rng.choice(new)
        if tree["modes"][office["mode"]].get("staffing", "own") != "own" and chance(rng, 0.85):
            office.pop("staff", None)
    if office.get("exists", True):
        back, floor = office.get("staff", {}).get("back_office_fte", 0), office["floor_m2"]
        if floor > 1 and back > 0 and chance(rng, 0.5):
            office["back_office_m2"] = max(1, round(floor * rng.uniform(0.1, 0.8)))
        others = sorted(modes_of(tree, office) - {office.get("mode", "staffed")})
        if others and chance(rng, 0.5):
            office["convert"] = [
                draw_conversion(rng, name, floor)
                for name in rng.sample(others, min(len(others), rng.choice((1, 1, 2))))
            ]


def modes_of(tree: Tree, office: Tree) -> set[str]:
    """Modes in which the office's agency gives a service."""
    return {mode for service in tree["services"] if service["agency"] == office["agency"] for mode in service["modes"]}


def draw_conversion(rng: Random, mode: str, floor: float) -> Tree:
    return given(
        mode=mode,
        m2=rng.choice((0, round(floor * 0.1), round(floor * 0.3), floor)) if chance(rng, 0.8) else None,
        lead_time_months=rng.choice((3, 6, 14)) if chance(rng, 0.3) else None,
    )


def settle_home(rng: Random, tree: Tree, office: Tree) -> None:
    """Say whose people serve at an office, where others may; without any it serves as usual."""
    homes, modes = homes_of(tree, office), [office, *office.get("convert", ())]
    lent = [name for one in modes if tree["modes"][name := one.get("mode", "staffed")].get("staffing") in FROM_HOME]
    if lent and homes and chance(rng, 0.4):
        office["home"] = rng.choice(homes)
    if lent and not homes:
        office.pop("mode", None)
        office.pop("convert", None)


def add_groups(rng: Random, tree: Tree, ways: Ways) -> None:
    """Add groups with other needs, some of which travel in their own way."""
    for i in range(rng.choice((0, 1, 1, 2))):
        kind = rng.choice(("step_free", "no_car", "other"))
        group = given(id=f"people-{i}", kind=kind, own_visits=True if chance(rng, 0.6) else None)
        if kind == "no_car" or chance(rng, 0.25):
            group["travel"] = draw_own_travel(rng, ways)
        tree["groups"].append(group)
        for area in tree["areas"]:
            if chance(rng, 0.75):
                area["people"][group["id"]] = int((area["population"] - sum(area["people"].values())) * rng.random())
    for group in tree["groups"]:
        if "language" in group and chance(rng, 0.1):
            group["travel"] = draw_own_travel(rng, ways)


def draw_own_travel(rng: Random, ways: Ways) -> list[Tree]:
    """Twice as slow as everybody, or different altogether; km always rise with minutes."""
    other, lost = chance(rng, 0.5), rng.choice((0, 0, 0.1, 0.25))
    rows = []
    for (area, site), far in ways.minutes.items():
        minutes, km = float(2 * far), float(ways.km[area, site])
        if other:
            minutes = number(rng, 5, 120, 1)
            km = round(minutes * 0.75, 4)
        if not chance(rng, lost):
            rows.append({"area": area, "site": site, "minutes": minutes, "km": km})
    return rows


# ------------------------------------------------------------------------------------------------------------- minutes


def count_minutes(rng: Random, tree: Tree, oracle: Oracle) -> None:
    """Say, in place, of agencies, modes and offices how many minutes they have, around what visits need."""
    need = {agency["id"]: needed(oracle, agency["id"]) for agency in tree["agencies"]}
    for agency in tree["agencies"]:
        mine = [office for office in tree["offices"] if office["agency"] == agency["id"]]
        if chance(rng, 0.6):
            there = [office.get("staff", {}) for office in mine if office.get("exists", True)]
            people = sum(staff.get("customer_service_fte", 0) for staff in there)
            agency["staffing"] = draw_staffing(rng, need[agency["id"]] / max(people, 0.5))
        if chance(rng, 0.1 if "staffing" in agency else 0.35):
            for office in mine:
                office["capacity_minutes_per_year"] = number(
                    rng, 0.4 * need[agency["id"]], 1.6 * need[agency["id"]], -1
                )
    usual = max(need.values())
    for mode in tree["modes"].values():
        if chance(rng, 0.35 if "staffing" in mode else 0.1):
            mode["opening_minutes_per_year"] = number(rng, 0.3 * usual + 1, 1.3 * usual + 1, -1) + 10
        if mode.get("staffing", "own") != "own":
            mode["staff_minutes_per_year"] = number(rng, 0, 0.6 * usual, -1)
        if "shared" in mode and "opening_minutes_per_year" in mode and chance(rng, 0.7):
            most = mode["opening_minutes_per_year"] * rng.choice((1, 1, 1.5, 2))
            mode["shared"]["minutes_per_year"] = most


def needed(oracle: Oracle, agency: str) -> float:
    """Minutes of an agency's visits in the busiest period."""
    mine = [segment for segment in oracle.segments if segment.service.agency == agency]
    periods = range(len(oracle.calendar.years))
    return max(
        sum(float(segment.visits[period]) * segment.service.minutes_per_visit for segment in mine) for period in periods
    )


def draw_staffing(rng: Random, need_per_fte: float) -> Tree:
    return given(
        minutes_per_fte_year=min(number(rng, 0.5 * need_per_fte, 2.2 * need_per_fte, -1) + 100, 200_000),
        hired_wage_per_fte_year=number(rng, 5000, 60_000, -2),
        hiring_cost_per_fte=number(rng, 500, 20_000, -2) if chance(rng, 0.6) else None,
        attrition_per_year=rng.choice((0.01, 0.03, 0.1, 0.25)) if chance(rng, 0.6) else None,
        severance_per_fte=number(rng, 0, 60_000, -2) if chance(rng, 0.35) else None,
    )
