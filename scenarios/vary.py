"""Solve a scenario without each of its rules, and with each assumption at its low and high end.

    python scenarios/vary.py SCENARIO_FOLDER DATA [--only rules|assumptions] [--gap 0.002] [--time-limit 60]

``ends.json`` of the scenario's folder lists the assumptions: ``assume``, a name of its build_tables.py, which reads
DATA, or ``set``, keys of scenario.yaml, or both; and the two ``ends``. Prints two tables in Markdown, each plan against
the plan of scenario.yaml; the scenario's README shows and reads them. Half an hour on two cores.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import consolidate
from consolidate.accounts.result import Result
from consolidate.errors import ConsolidateError

ROOT = Path(__file__).resolve().parents[1]


def decisions(result: Result) -> dict[str, tuple[object, ...]]:
    """Return what is decided for every office, dates included."""
    return {each.office: (each.action, each.mode, each.to_site, each.date, each.m2) for each in result.plan.decisions}


def figure(result: Result, name: str) -> float:
    """Return a figure of the plan."""
    return next(each.plan for each in result.figures if each.name == name)


def difference(result: Result, base: Result) -> str:
    """Return the cells of a row: cost, km, kg CO2e, points opened, joint points, m2 per person, other decisions."""
    one, other = decisions(result), decisions(base)
    changed = [office for office in one if one[office] != other[office]]
    dates = sum(one[office][:3] == other[office][:3] for office in changed)
    opened = sum(each[0] == "open" for each in one.values())
    names = ("cost.total", "travel.visit_km", "emissions.total")
    cells = [f"{figure(result, name) - figure(base, name):+,.0f}" for name in names]
    cells += [f"{opened}", f"{figure(result, 'network.joint_points'):.0f}"]
    cells += [f"{figure(result, 'network.m2_per_person_year'):.1f}"]
    cells += [f"{len(changed)}, of which {dates} by date or size"]
    return " | ".join([*cells, f"{result.objective.gap:.2%}"])


class Bench:
    """Solves variations of a scenario with the same limits and prints a row for each."""

    def __init__(self, folder: Path, gap: float, time_limit: float) -> None:
        self.folder, self.gap, self.time_limit = folder, gap, time_limit
        self.base = self.solve(folder / "scenario.yaml")

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

    def copy_to(self, folder: str) -> Path:
        """Copy the scenario and its tables."""
        for path in (*self.folder.glob("*.csv"), self.folder / "scenario.yaml"):
            shutil.copy(path, folder)
        return Path(folder) / "scenario.yaml"


def rules(bench: Bench) -> None:
    """Leave out one rule at a time."""
    for rule in bench.base.scenario.policy:
        with tempfile.TemporaryDirectory() as folder:
            without = bench.copy_to(folder).with_name("without.yaml")
            text = (
                f"consolidate: 1\nname: without {rule.id}\nextends: ./scenario.yaml\npolicy:\n  remove: [{rule.id}]\n"
            )
            without.write_text(text, encoding="utf-8")
            bench.row(f"without {rule.id}", without)


def assumptions(bench: Bench, data: Path) -> None:
    """Give one assumption its low, then its high end."""
    for each in json.loads((bench.folder / "ends.json").read_text(encoding="utf-8")):
        name, keys = each.get("assume", ""), each.get("set", [])
        for end in each["ends"]:
            with tempfile.TemporaryDirectory() as folder:
                scenario = bench.copy_to(folder)
                if name:
                    made = [
                        sys.executable,
                        "-m",
                        f"scenarios.{bench.folder.name}.build_tables",
                        data.resolve(),
                        "-o",
                        folder,
                    ]
                    made += ["--assume", f"{name}={end}"]
                    subprocess.run([str(word) for word in made], check=True, cwd=ROOT)  # noqa: S603
                bench.row(f"{name or ', '.join(keys)} {end:,}", scenario, *(f"{key}={end}" for key in keys))


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scenario", type=Path, help="the folder of the scenario")
    parser.add_argument("data", type=Path, help="the folder that its build_tables.py reads")
    parser.add_argument("--only", choices=["rules", "assumptions"])
    parser.add_argument("--gap", type=float, default=0.002)
    parser.add_argument("--time-limit", type=float, default=60)
    options = parser.parse_args()
    bench = Bench(options.scenario, options.gap, options.time_limit)
    print("| | EUR | km/year | kg CO2e | opened | joint points | m2/person | other decisions | gap |")  # noqa: T201
    print("|---|---:|---:|---:|---:|---:|---:|---|---:|")  # noqa: T201
    if options.only != "assumptions":
        rules(bench)
    if options.only != "rules":
        assumptions(bench, options.data)


if __name__ == "__main__":
    main()
