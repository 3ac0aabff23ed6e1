"""What is in a scenario: counts, totals, where its numbers come from, and what it takes for granted."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import isnan
from typing import TYPE_CHECKING, Any, Final

from consolidate.reports.document import SCHEMA_VERSION, Document
from consolidate.reports.numbers import count, rounded, scale

if TYPE_CHECKING:
    from rich.console import Console

    from consolidate.scenario.columns import Columns
    from consolidate.scenario.model import Scenario

NOT_STATED: Final = "not stated"
BASES: Final = ("fact", "derived", "assumed", NOT_STATED)
MOST_LINES: Final = 12


def document(scenario: Scenario, files: Mapping[str, str], listing: Sequence[str]) -> Document:
    """Write what is in a scenario; ``listing`` are the lines on what each office could do, and why not more."""
    horizon = scenario.horizon
    return {
        "schema_version": SCHEMA_VERSION,
        "name": scenario.name,
        "currency": scenario.currency,
        "reference_year": scenario.reference_year,
        "horizon": {"periods": list(horizon.periods), "end": horizon.end, "discount_rate": horizon.discount_rate},
        "minimise": scenario.objective.minimise,
        "counts": _counts(scenario),
        "totals": {name: {"value": rounded(value), "unit": unit} for name, value, unit in _totals(scenario)},
        "provenance": {name: _shares(bases) for name, bases in _bases(scenario) if bases},
        "rules": [{"id": rule.id, "type": rule.type, "sentence": rule.sentence} for rule in scenario.policy],
        "assumptions": [_assumption(each) for each in scenario.assumptions],
        "listing": list(listing),
        "inputs": dict(sorted(files.items())),
    }


def write(written: Document, console: Console, *, verbose: bool = False) -> None:
    """Print it; long lists in full only with ``verbose``."""
    from consolidate.reports.console import say, write_lines

    horizon, most = written["horizon"], None if verbose else MOST_LINES
    say(console, written["name"], "bold")
    periods = ", ".join(str(year) for year in horizon["periods"])
    say(
        console,
        f"periods from {periods} to the end of {horizon['end']}; minimises {written['minimise'].replace('_', ' ')}",
    )
    counts = ", ".join(count(number, _one(name), name) for name, number in written["counts"].items() if number)
    write_lines(console, "holds", [counts], None)
    totals = []
    for name, total in written["totals"].items():
        shown = scale(total["unit"], total["value"])
        totals.append(f"{name}: {shown.show(total['value'])} {shown.unit}".rstrip())
    write_lines(console, "totals", totals, None)
    shares = [f"{name}: {_percentages(parts)}" for name, parts in written["provenance"].items()]
    write_lines(console, "where the numbers come from", shares, None)
    write_lines(console, "rules", [f"{rule['id']}: {rule['sentence']}" for rule in written["rules"]], most)
    write_lines(console, "assumptions", written["assumptions"], most)
    write_lines(console, "what each office could do", written["listing"], most)


def _counts(scenario: Scenario) -> dict[str, int]:
    """Return how many rows each table has."""
    tables = ("agencies", "services", "areas", "groups", "sites", "offices", "modes", "policy")
    counts = {"rules" if name == "policy" else name: len(getattr(scenario, name)) for name in tables}
    counts["visit rows"] = len(scenario.visits) if scenario.visits else 0
    counts["travel rows"] = len(scenario.travel.matrix) if scenario.travel.matrix else 0
    return counts


def _totals(scenario: Scenario) -> Iterator[tuple[str, float, str]]:
    """Yield the sums that tell at a glance whether a scenario holds what it should."""
    offices = scenario.offices
    staff = [office.staff for office in offices]
    yield "people", sum(area.population for area in scenario.areas), "people"
    yield "floor area", sum(office.floor_m2 for office in offices), "m2"
    yield "customer service", sum(each.customer_service_fte for each in staff), "FTE"
    yield "back office", sum(each.back_office_fte for each in staff), "FTE"
    yield "visits counted at offices", sum(sum(office.visits_per_year.values()) for office in offices), "visits/year"
    if scenario.visits is not None and "visits_per_year" in scenario.visits.numbers:
        yield "visits given by area", _given_visits(scenario, scenario.visits), "visits/year"


def _given_visits(scenario: Scenario, visits: Columns) -> float:
    """Return the visits of a year that rows give, as counts or as rates; a row without an area is of all others."""
    people = {area.id: area.population for area in scenario.areas}
    names = ("visits_per_year", "visits_per_1000")
    rows = list(
        zip(
            visits.texts["service"].tolist(),
            visits.texts["area"].tolist(),
            *(visits.numbers[name].tolist() for name in names),
            strict=True,
        )
    )
    others: dict[str, float] = defaultdict(lambda: sum(people.values()))
    for service, area, _, _ in rows:
        others[service] -= people.get(area, 0.0)
    total = 0.0
    for service, area, visits_per_year, rate in rows:
        if not isnan(visits_per_year):
            total += visits_per_year
        elif not isnan(rate):
            total += rate * (people[area] if area else others[service]) / 1000
    return total


def _bases(scenario: Scenario) -> Iterator[tuple[str, Counter[str]]]:
    """Yield how often each basis stands in each table, and in all of them together."""
    together: Counter[str] = Counter()
    factors = [factor for _, factor in scenario.factors if factor is not None]
    tables: dict[str, Iterable[Any]] = {
        "agencies": scenario.agencies,
        "services": scenario.services,
        "areas": scenario.areas,
        "groups": scenario.groups,
        "sites": scenario.sites,
        "offices": scenario.offices,
        "factors": factors,
    }
    for name, entries in tables.items():
        found = Counter(entry.basis or NOT_STATED for entry in entries)
        together += found
        yield name, found
    if scenario.visits is not None:
        found = _bases_of(scenario.visits)
        together += found
        yield "visits", found
    yield "all rows", together


def _bases_of(columns: Columns) -> Counter[str]:
    """Count the bases in a long table."""
    stated = columns.texts.get("basis")
    return (
        Counter({NOT_STATED: len(columns)})
        if stated is None
        else Counter(basis or NOT_STATED for basis in stated.tolist())
    )


def _shares(found: Counter[str]) -> dict[str, float]:
    """Return every basis's share of the rows, together 1."""
    return {basis: round(found[basis] / found.total(), 6) for basis in BASES if found[basis]}


def _percentages(shares: Mapping[str, float]) -> str:
    """Return shares as words."""
    return ", ".join(f"{basis} {share:.0%}" for basis, share in shares.items())


def _assumption(assumption: Any) -> str:
    """Return an assumption as one line: what, the value and its range, and why."""
    if isinstance(assumption, str):
        return assumption
    line = str(assumption.what)
    if assumption.value is not None:
        line += f": {assumption.value:g} {assumption.unit or ''}".rstrip()
    if assumption.low is not None and assumption.high is not None:
        line += f" ({assumption.low:g} to {assumption.high:g})"
    return f"{line}; {assumption.why}" if assumption.why else line


def _one(many: str) -> str:
    """Return the word for one of them."""
    return {"agencies": "agency", "policy": "rule"}.get(many, many.removesuffix("s"))
