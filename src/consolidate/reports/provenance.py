"""Where the numbers come from, as tables: assumptions, factors, sources, and the files that were read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from consolidate.reports.document import Document
from consolidate.reports.tables import Table, Value
from consolidate.scenario.model import FACTOR_DEFAULTS, FACTOR_UNITS

if TYPE_CHECKING:
    from consolidate.scenario.columns import Columns
    from consolidate.scenario.model import Scenario

_FACTORS: Final = ("factor", "value", "unit", "year", "low", "high", "basis", "source", "note")
_SOURCED: Final = ("agencies", "services", "areas", "groups", "sites", "offices")

Origin = tuple[str, str]


def assumptions(document: Document) -> Table:
    """One row per assumption, then per note on how the plan was found."""
    rows = [("assumption", text) for text in document["assumptions"]]
    return Table("assumptions", ("kind", "text"), [*rows, *(("note", text) for text in document["notes"])])


def factors(scenario: Scenario) -> Table:
    """One row per factor that is given, or taken by default."""
    return Table("factors", _FACTORS, list(_factors(scenario)))


def _factors(scenario: Scenario) -> Iterator[tuple[Value, ...]]:
    for name, unit in FACTOR_UNITS.items():
        factor = getattr(scenario.factors, name)
        words = name.replace("_", " ")
        if factor is not None:
            yield (words, *(getattr(factor, key) for key in _FACTORS[1:]))
        elif name in FACTOR_DEFAULTS:
            yield words, FACTOR_DEFAULTS[name], unit, None, None, None, "assumed", None, "not given: the default"


def sources(scenario: Scenario) -> Table:
    """One row per table, basis and source, with the number of rows that name it."""
    found: Counter[tuple[str, str, str]] = Counter()
    for name in _SOURCED:
        found.update((name, row.basis or "", row.source or "") for row in getattr(scenario, name))
    if scenario.visits is not None:
        found.update(("visits", *origin) for origin in _of_columns(scenario.visits))
    rows = [(table, basis or "not stated", source, count) for (table, basis, source), count in found.items()]
    return Table("sources", ("table", "basis", "source", "rows"), rows)


def _of_columns(columns: Columns) -> Iterator[Origin]:
    """Yield basis and source of every row of a long table."""
    texts = (columns.texts.get(name) for name in ("basis", "source"))
    lists = [[""] * len(columns) if column is None else column.tolist() for column in texts]
    yield from zip(*lists, strict=True)


def inputs(document: Document) -> Table:
    """One row per file that was read."""
    return Table("inputs", ("file", "sha256"), list(document["inputs"].items()))
