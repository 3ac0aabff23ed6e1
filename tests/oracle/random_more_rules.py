"""Random rules beside the core's, their limits between what the plans at hand reach."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random
from typing import Any

from tests.oracle.brute_force import Course, Oracle, decisions_of, network_in
from tests.oracle.goals import MEASURES, weigh
from tests.oracle.payments import fte

Tree = dict[str, Any]

MOST_LOOKED_AT = 60
"""Plans that a limit is drawn from."""


def some(rng: Random, ranked: list[Course]) -> list[Course]:
    """The best plan and some of the others."""
    return [ranked[0], *rng.sample(ranked, min(MOST_LOOKED_AT, len(ranked)))]


def between(rng: Random, reached: list[float], digits: int) -> float:
    """A limit between two values that plans reach: at most that of the best plan, when others are below it."""
    below = sorted({value for value in reached if value <= reached[0]})
    if len(below) < 2 or rng.random() < 0.15:
        return max(round(max(reached) * 1.01 + 0.1, digits), 0)
    place = rng.randrange(len(below) - 1)
    return max(round((below[place] + below[place + 1]) / 2, digits), 0)


def scope(rng: Random, tree: Tree, share: float = 0.3) -> Tree:
    return {"agencies": [rng.choice(tree["agencies"])["id"]]} if rng.random() < share else {}


def draw_cap(rng: Random, _tree: Tree, oracle: Oracle, ranked: list[Course]) -> Tree:
    of = rng.choice(sorted(MEASURES))
    goal = MEASURES[of]
    reached = [float(weigh(goal, oracle.settle(course, goal, ()))) for course in some(rng, ranked)]
    return {"of": of, "at_most": between(rng, reached, 1)}


def draw_pace(rng: Random, tree: Tree, _oracle: Oracle, ranked: list[Course]) -> Tree:
    changes = sum(one.period is not None for one in ranked[0])
    most = rng.randint(max(0, changes - 2), max(0, changes - 1)) if rng.random() < 0.8 else changes
    return {"at_most": most} | rng.choice(({}, {"per": "total"}, {"per": "period"})) | scope(rng, tree)


def draw_staff_relocation(rng: Random, tree: Tree, _oracle: Oracle, ranked: list[Course]) -> Tree:
    courses, rule = some(rng, ranked), scope(rng, tree)
    what = rng.choice(("minutes", "share", "both"))
    if what != "share":
        rule["minutes"] = between(rng, [float(max(one.moved_minutes for one in course)) for course in courses], 2)
    if what != "minutes":
        shares = [max(moved_shares(course)) for course in courses]
        rule["share"] = min(between(rng, shares, 3), 1)
    return rule


def moved_shares(course: Course) -> Iterator[float]:
    """Of every agency, the share of its people who change their place."""
    for agency in {one.office.agency for one in course}:
        mine = [one for one in course if one.office.agency == agency]
        people = sum(fte(one.office) for one in mine if one.office.exists)
        yield float(sum(one.moved for one in mine) / people) if people else 0.0


def draw_space_target(rng: Random, tree: Tree, oracle: Oracle, ranked: list[Course]) -> Tree:
    rule = scope(rng, tree, 0.5)
    agencies = rule.get("agencies", [agency["id"] for agency in tree["agencies"]])
    last = len(tree["horizon"]["periods"]) - 1
    reached = []
    for course in some(rng, ranked):
        network = network_in(course, last)
        m2 = sum(network.m2_of.get(agency, 0) for agency in agencies)
        if "agencies" not in rule:
            m2 += sum(oracle.checker.common_m2(network, site) for site in network.m2)
        people = sum(network.people_of.get(agency, 0) for agency in agencies)
        reached.append(float(m2) / float(people) if people else 0.0)
    rule["m2_per_person"] = between(rng, reached, 2)
    if rng.random() < 0.7:
        rule["periods"] = [tree["horizon"]["periods"][-1]]
    return rule


def draw_utilisation(rng: Random, tree: Tree, _oracle: Oracle, _ranked: list[Course]) -> Tree:
    return {"at_most": rng.choice((0.5, 0.6, 0.7, 0.8, 0.9))} | scope(rng, tree)


def draw_relation(rng: Random, tree: Tree, _oracle: Oracle, ranked: list[Course]) -> Tree:
    used = sorted({site for one in ranked[0] for here in one.presence for site, _ in here.takes})
    sites, offices = [site["id"] for site in tree["sites"]], [office["id"] for office in tree["offices"]]
    others = [site for site in sites if site not in used] or sites
    kinds = ["together"]
    if len(sites) > 1 and used:
        kinds += ["if_open", "not_both"]
    kind = rng.choice(kinds)
    if kind == "together":
        return {"together": sorted(rng.sample(offices, rng.randint(2, min(3, len(offices)))))}
    one = rng.choice(used)
    if kind == "if_open":
        return {"if_open": one, "then_open": rng.choice([site for site in others if site != one] or sites)}
    pool = [site for site in (used if len(used) > 1 else sites) if site != one]
    return {"not_both": sorted([one, *rng.sample(pool, 1)])}


def draw_exit(rng: Random, tree: Tree, _oracle: Oracle, _ranked: list[Course]) -> Tree:
    towns = sorted({area.get("municipality", area["id"]) for area in tree["areas"]})
    rule = {"at_most": rng.choice((0, 0, 1))} if rng.random() < 0.7 else {}
    if rng.random() < 0.25:
        rule["municipalities"] = sorted(rng.sample(towns, rng.randint(1, len(towns))))
    if rng.random() < 0.2:
        rule["except_municipalities"] = [rng.choice(towns)]
    return rule | scope(rng, tree, 0.2)


def draw_stability(rng: Random, tree: Tree, oracle: Oracle, ranked: list[Course]) -> Tree:
    """An earlier plan that one of the plans comes near, said of most offices."""
    near = decisions_of(rng.choice(ranked[: len(ranked) // 2 + 1]))
    any_plan = [rng.choice(listed).decision for listed in oracle.listed.values()]
    said = [rng.choice((one, one, other)) for one, other in zip(near, sorted(any_plan), strict=True)]
    plan = []
    for one in said:
        if one.action not in ("keep", "never") or rng.random() < 0.5:
            entry: Tree = {"office": one.office, "action": one.action}
            entry |= {"to_site": one.to_site} if one.to_site else {}
            entry |= {"date": one.date.isoformat()} if one.date else {}
            entry |= {"mode": one.mode} if one.mode else {}
            plan.append(entry | ({"m2": one.m2} if one.m2 else {}))
    most = rng.randint(0, max(0, len(tree["offices"]) - 2))
    return {"at_most": most, "plan": plan}


MORE_MAKERS: dict[str, Callable[[Random, Tree, Oracle, list[Course]], Tree]] = {
    "cap": draw_cap,
    "pace": draw_pace,
    "staff_relocation": draw_staff_relocation,
    "space_target": draw_space_target,
    "utilisation": draw_utilisation,
    "relation": draw_relation,
    "exit": draw_exit,
    "stability": draw_stability,
}
