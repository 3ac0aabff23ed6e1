"""Solve the Ostrobothnia scenario without each of its rules, and with each assumption at its low and high end.

    python scenarios/ostrobothnia/vary.py FOLDER [--only rules|assumptions] [--gap 0.002] [--time-limit 60]

FOLDER is that of build_tables.py. Prints two tables in Markdown, each plan against the plan of scenario.yaml; README.md
shows and reads them. Half an hour on two cores.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import consolidate
from consolidate.accounts.result import Result
from consolidate.errors import ConsolidateError

HERE = Path(__file__).parent

IN_TABLES = {
    "kela_visits": (163, 362), "police_visits": (225, 337), "tax_visits": (20, 100), "other_visits": (5, 20),
    "least_fte": (1, 3), "back_office": (1, 5), "swedish_majority": (0.5, 1), "rent": (100, 200),
    "running_per_m2": (50, 150), "shared_fixed": (2_500, 10_000), "resize_works": (100, 500),
    "joint_works": (0, 50_000), "common_m2": (5, 40), "fit_out": (250, 1_000), "restoration": (0, 100),
    "hall_m2": (30, 120), "hours_per_fte": (1_500, 1_700),
}  # fmt: skip
"""Assumptions of build_tables.py, with their low and high end."""

IN_SCENARIO = {
    "factors.moving.value": (1_000, 4_000),
    "factors.fit_out_life.value": (5, 15),
    "factors.commuting_days.value": (55, 220),
    "factors.commuting_cost.value": (0, 0.59),
    "policy.works.at_most": (500_000, 1_000_000),
    "horizon.discount_rate": (0.01, 0.05),
    "travel.estimate.detour": (1.17, 1.32),
}
"""Values of scenario.yaml that can be set, with their low and high end."""


def copy_to(folder: Path) -> Path:
    """Copy the scenario and its tables."""
    for path in (*HERE.glob("*.csv"), HERE / "scenario.yaml"):
        shutil.copy(path, folder)
    return folder / "scenario.yaml"


def decisions(result: Result) -> dict[str, tuple[object, ...]]:
    """Return what is decided for every office, dates included."""
    return {each.office: (each.action, each.to_site, each.date, each.m2) for each in result.plan.decisions}


def figure(result: Result, name: str) -> float:
    """Return a figure of the plan."""
    return next(each.plan for each in result.figures if each.name == name)


def difference(result: Result, base: Result) -> str:
    """Return the cells of a row: cost, kilometres, points opened, joint points, m2 per person, other decisions."""
    one, other = decisions(result), decisions(base)
    changed = [office for office in one if one[office] != other[office]]
    dates = sum(one[office][:2] == other[office][:2] for office in changed)
    opened = sum(each[0] == "open" for each in one.values())
    names = ("cost.total", "travel.visit_km")
    cost, km = (figure(result, name) - figure(base, name) for name in names)
    cells = [f"{cost:+,.0f}", f"{km:+,.0f}", f"{opened}", f"{figure(result, 'network.joint_points'):.0f}"]
    cells += [
        f"{figure(result, 'network.m2_per_person_year'):.1f}",
        f"{len(changed)}, of which {dates} by date or size",
    ]
    return " | ".join([*cells, f"{result.objective.gap:.2%}"])


class Bench:
    """Solves scenarios with the same limits and prints a row for each."""

    def __init__(self, gap: float, time_limit: float) -> None:
        self.gap, self.time_limit = gap, time_limit
        self.base = self.solve(HERE / "scenario.yaml")

    def solve(self, scenario: Path, *settings: str) -> Result:
        """Solve one."""
        return consolidate.solve(scenario, gap=self.gap, time_limit=self.time_limit, settings=settings)

    def row(self, name: str, scenario: Path, *settings: str) -> None:
        """Print how its plan differs from the base's."""
        try:
            cells = difference(self.solve(scenario, *settings), self.base)
        except ConsolidateError as error:
            cells = str(error).splitlines()[0]
        print(f"| {name} | {cells} |", flush=True)  # noqa: T201


def rules(bench: Bench) -> None:
    """Leave out one rule at a time."""
    for rule in bench.base.scenario.policy:
        with tempfile.TemporaryDirectory() as folder:
            copy_to(Path(folder))
            without = Path(folder) / "without.yaml"
            text = (
                f"consolidate: 1\nname: without {rule.id}\nextends: ./scenario.yaml\npolicy:\n  remove: [{rule.id}]\n"
            )
            without.write_text(text, encoding="utf-8")
            bench.row(f"without {rule.id}", without)


def assumptions(bench: Bench, data: Path) -> None:
    """Give one assumption its low, then its high end."""
    for name, ends in IN_TABLES.items():
        for end in ends:
            with tempfile.TemporaryDirectory() as folder:
                scenario = copy_to(Path(folder))
                made = [sys.executable, HERE / "build_tables.py", data, "-o", folder, "--assume", f"{name}={end}"]
                subprocess.run([str(word) for word in made], check=True)  # noqa: S603
                bench.row(f"{name} {end:,}", scenario)
    for name, ends in IN_SCENARIO.items():
        for end in ends:
            bench.row(f"{name} {end:,}", HERE / "scenario.yaml", f"{name}={end}")


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="the folder with the four data files")
    parser.add_argument("--only", choices=["rules", "assumptions"])
    parser.add_argument("--gap", type=float, default=0.002)
    parser.add_argument("--time-limit", type=float, default=60)
    options = parser.parse_args()
    bench = Bench(options.gap, options.time_limit)
    print("| | EUR | km/year | opened | joint points | m2/person | decisions that differ | gap |")  # noqa: T201
    print("|---|---:|---:|---:|---:|---:|---|---:|")  # noqa: T201
    if options.only != "assumptions":
        rules(bench)
    if options.only != "rules":
        assumptions(bench, options.folder)


if __name__ == "__main__":
    main()
