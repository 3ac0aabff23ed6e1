"""The runs of one export: each under a name of its own, their tables as one, and their figures side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from consolidate.reports import provenance, tables
from consolidate.reports.document import Document
from consolidate.reports.tables import Table, Value
from consolidate.reports.vocabulary import label, rank

if TYPE_CHECKING:
    from consolidate.scenario.model import Scenario

COMPARED: Final = ("figure", "name", "unit")
RUN: Final = "run"


@dataclass(frozen=True)
class Exported:
    """A run to export: a name that no other has, its result, and the folder that holds its scenario."""

    name: str
    document: Document
    folder: Path

    @cached_property
    def scenario(self) -> Scenario:
        """The scenario the run was solved from."""
        from consolidate.reports.run_reading import SCENARIO
        from consolidate.scenario.load import load

        return load(self.folder / SCENARIO).scenario

    @cached_property
    def tables(self) -> dict[str, Table]:
        """Every table of the run, by its name."""
        made = [
            *tables.of_document(self.document),
            provenance.assumptions(self.document),
            provenance.factors(self.scenario),
            provenance.sources(self.scenario),
            provenance.inputs(self.document),
        ]
        return {table.name: table for table in made}

    @property
    def currency(self) -> str:
        """The currency of its money."""
        return str(self.document["currency"])


def read_all(folders: Sequence[Path]) -> list[Exported]:
    """Read runs; each is named after its folder, and two of one name by more of their path.

    Raises
    ------
    FileSystemError
        When a folder is no run, or cannot be read.
    InvalidInput
        When a result was edited since the run was written.
    """
    from consolidate.reports.stored_run import read_result

    names = [folder.resolve().name or str(folder) for folder in folders]
    made: list[Exported] = []
    for folder, short in zip(folders, names, strict=True):
        name = short if names.count(short) == 1 else str(folder)
        taken = {*COMPARED, "today", *(each.name for each in made)}
        number = 2
        while name in taken:
            name, number = f"{short} ({number})", number + 1
        made.append(Exported(name, read_result(folder).document, folder))
    return made


def currency(runs: Sequence[Exported]) -> str:
    """Return the currency of the runs' money, or the word where they differ."""
    found = {run.currency for run in runs}
    return found.pop() if len(found) == 1 else "currency"


def joined(runs: Sequence[Exported]) -> dict[str, Table]:
    """Return every table; of several runs with the run's name before each row, and the comparison before all."""
    if len(runs) == 1:
        return runs[0].tables
    made = {"comparison": comparison(runs)}
    for name, first in runs[0].tables.items():
        rows = [(run.name, *row) for run in runs for row in run.tables[name].rows]
        made[name] = Table(name, (RUN, *first.columns), rows)
    return made


def comparison(runs: Sequence[Exported]) -> Table:
    """One row per figure: today as the first run has it, then the plan of each; those that differ come first."""
    columns = (*COMPARED, "today", *(run.name for run in runs))
    rows = sorted(_compared(runs), key=lambda row: (len(set(row[4:])) == 1, rank(str(row[1]))))
    return Table("comparison", columns, rows)


def _compared(runs: Sequence[Exported]) -> Iterator[tuple[Value, ...]]:
    names = dict.fromkeys(name for run in runs for name in run.document["figures"])
    for name in names:
        found = [run.document["figures"].get(name) for run in runs]
        unit = next(row["unit"] for row in found if row)
        today = found[0]["today"] if found[0] else None
        yield (label(name), name, unit, today, *(row["plan"] if row else None for row in found))
