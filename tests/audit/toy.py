"""A scenario small enough to reckon by hand, its good plan, and ways to change one thing in either.

Two towns 60 km apart: `east` and `west`, and a village `isle` between them. Agency `tax`
has an office in each town and one in `isle`; agency `police` one in `west`. Everything costs round numbers.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np

from consolidate.audit.audit import audit
from consolidate.audit.report import AuditReport
from consolidate.plan.model import Assignment, Decision, Plan
from consolidate.scenario.columns import Columns
from consolidate.scenario.model import (
    Agency,
    Area,
    Factor,
    Horizon,
    Lease,
    Mode,
    Office,
    Scenario,
    Service,
    Site,
    Staff,
    Travel,
)

D25, D27 = date(2025, 1, 1), date(2027, 1, 1)
LEASE = Lease(m2=100.0, rent_per_m2_year=10.0, owned=True)

MINUTES = {
    ("east", "e1"): 5, ("east", "i1"): 30, ("east", "w1"): 60, ("east", "w2"): 61,
    ("isle", "e1"): 30, ("isle", "i1"): 5, ("isle", "w1"): 40, ("isle", "w2"): 41,
    ("west", "e1"): 60, ("west", "i1"): 40, ("west", "w1"): 5, ("west", "w2"): 6,
}  # fmt: skip


def matrix(minutes: dict[tuple[str, str], float] = MINUTES) -> Columns:
    """A km a minute."""
    ways = np.array(list(minutes.values()), dtype=np.float64)
    texts = {name: np.array([pair[i] for pair in minutes], dtype=object) for i, name in enumerate(("area", "site"))}
    return Columns(texts, {"minutes": ways, "km": ways.copy()})


def visits(*rows: dict[str, Any]) -> Columns:
    """Rows of visits; what a row leaves out is omitted."""
    texts = {name: np.array([row.get(name, "") for row in rows], dtype=object) for name in ("area", "service")}
    names = ("visits_per_year", "visits_per_1000", "trend_per_year")
    numbers = {name: np.array([row.get(name, np.nan) for row in rows], dtype=np.float64) for name in names}
    return Columns(texts, numbers)


def office(name: str, agency: str, site: str, **values: Any) -> Office:
    defaults: dict[str, Any] = {
        "floor_m2": 100.0,
        "staff": Staff(customer_service_fte=2.0, back_office_fte=1.0, languages={"sv": 0.5}),
        "leases": (LEASE,),
    }
    return Office(id=name, agency=agency, site=site, **{**defaults, **values})


def changed(things: tuple[Any, ...], name: str, **values: Any) -> tuple[Any, ...]:
    """The same things, one with other values."""
    assert any(thing.id == name for thing in things)
    return tuple(thing.model_copy(update=values) if thing.id == name else thing for thing in things)


def toy(**values: Any) -> Scenario:
    sites = tuple(Site(id=name, area=area, rent_per_m2_year=20.0) for name, area in
                  (("e1", "east"), ("i1", "isle"), ("w1", "west"), ("w2", "west")))  # fmt: skip
    defaults: dict[str, Any] = {
        "consolidate": 1, "name": "toy", "reference_year": 2025, "currency": "EUR",
        "horizon": Horizon(periods=(2025, 2027), end=2028),
        "agencies": (Agency(id="police"), Agency(id="tax")),
        "services": (Service(id="card", agency="tax"), Service(id="pass", agency="police")),
        "areas": tuple(Area(id=name, population=people) for name, people in
                       (("east", 1000.0), ("isle", 100.0), ("west", 900.0))),
        "sites": sites,
        "offices": (
            office("police-w", "police", "w2"), office("tax-e", "tax", "e1"),
            office("tax-i", "tax", "i1"), office("tax-w", "tax", "w1"),
        ),
        "modes": {"staffed": Mode()},
        "visits": visits({"service": "card", "visits_per_1000": 1000.0}, {"service": "pass", "visits_per_1000": 100.0}),
        "travel": Travel(matrix=matrix()),
    }  # fmt: skip
    return Scenario(**{**defaults, **values})


HOME = {"east": "e1", "isle": "i1", "west": "w1"}
"""Where people of an area go for a card today."""


def sent(*entries: tuple[int, str, str, str, str, int], willing: Sequence[int] | None = None) -> Assignment:
    """An assignment; ``willing`` is told of each entry where some visits are."""
    columns = list(zip(*entries, strict=True)) or [()] * 6
    period, area, service, group, site, millionths = columns
    names = (np.array(each, dtype=object) for each in (area, service, group, site))
    told = None if willing is None else np.array(willing, dtype=np.int64)
    return Assignment(np.array(period, dtype=np.int64), *names, np.array(millionths, dtype=np.int64), told)


def everybody(*homes: dict[str, str]) -> list[tuple[int, str, str, str, str, int]]:
    """Entries by period: for a card as given, for a pass to w2."""
    entries = []
    for period, home in enumerate(homes):
        for area, site in home.items():
            entries += [(period, area, "card", "", site, 1_000_000), (period, area, "pass", "", "w2", 1_000_000)]
    return entries


def decided(scenario: Scenario, **changes: Any) -> tuple[Decision, ...]:
    """One decision per office: action, site, date, size, mode (underscores stand for dashes); keep or never if none."""
    named = {name.replace("_", "-"): change for name, change in changes.items()}
    return tuple(
        Decision(each.id, *named.get(each.id, ("keep" if each.exists else "never", "", None)))
        for each in scenario.offices
    )


def today(scenario: Scenario) -> Plan:
    return Plan(decided(scenario), sent(*everybody(HOME, HOME)))


def good(scenario: Scenario) -> Plan:
    """The office of `isle` merges into `e1` in 2027."""
    later = {**HOME, "isle": "e1"}
    return Plan(decided(scenario, tax_i=("merge", "e1", D27)), sent(*everybody(HOME, later)))


def with_decision(plan: Plan, **change: Any) -> Plan:
    """The same plan, with something else decided for one office (by its name)."""
    assert any(decision.office == change["office"] for decision in plan.decisions)
    return replace(
        plan, decisions=tuple(replace(d, **change) if d.office == change["office"] else d for d in plan.decisions)
    )


def names(report: AuditReport) -> set[str]:
    """The names under which something is violated."""
    return {violation.check for violation in report.violations}


def cost(scenario: Scenario, plan: Plan | None = None) -> float:
    return audit(scenario, plan or today(scenario)).totals.cost


def factor(value: float, **more: Any) -> Factor:
    return Factor(value=value, unit="any", **more)
