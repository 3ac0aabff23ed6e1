"""``python -m benchmarks``: phases at every size, the hand-over, modelling layers, and whole solves, as tables."""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterable
from pathlib import Path

from benchmarks.instances import published
from benchmarks.measure import generated, in_process
from benchmarks.registry import PHASES, SIZES
from consolidate.engine.options import Options
from consolidate.scenario.load import Loaded, load
from consolidate.workflow import run

ROOT = Path(__file__).parent.parent
PEERS_AT, HAND_OVER_AT = "region", "issue"
LONG = ("published", "limits")


def main() -> None:
    """Read the command line and print the tables asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("what", nargs="*", help=f"of {', '.join(TABLES)}; all but {' and '.join(LONG)} unless named")
    parser.add_argument("--sizes", nargs="*", choices=SIZES, default=list(SIZES), help="for phases and limits")
    parser.add_argument(
        "--folder", help="where generated scenarios are kept; the system's temporary folder unless given"
    )
    parser.add_argument("--limits", nargs="*", type=float, default=[2, 5, 15, 30], help="seconds, for limits")
    parser.add_argument("--solver", default="highs", help="solver profile, for limits")
    parser.add_argument("--instances", type=Path, help="folder of published instances, with index.csv")
    parser.add_argument("--names", nargs="*", help="published instances to solve", default=["pmed1", "cap41", "cap71"])
    chosen = parser.parse_args()
    if unknown := set(chosen.what) - TABLES.keys():
        parser.error(f"no table is called {', '.join(sorted(unknown))}; there are {', '.join(TABLES)}")
    for name in chosen.what or [name for name in TABLES if name not in LONG]:
        TABLES[name](chosen)


def phases(chosen: argparse.Namespace) -> None:
    """Print seconds of every phase, and the peak of memory at its end."""
    print("\nFrom CSV to the solver, each size in a fresh process\n")
    rows = []
    for name in chosen.sizes:
        steps = in_process("phases", str(generated(name, chosen.folder)))
        _, seconds, processor, peak = zip(*steps, strict=True)
        times = [f"{step:.2f} s" for step in (*seconds, sum(seconds), sum(processor))]
        memory = [f"{peak[list(PHASES).index(phase)]:,.0f} MB" for phase in ("load", "formulate", "hand over")]
        rows.append([name, f"{SIZES[name].pairs:,}", *times, " / ".join(memory)])
    table(["size", "pairs", *PHASES, "together", "processor", "peak by load / formulate / hand over"], rows)


def hand_over(chosen: argparse.Namespace) -> None:
    """Print how the hand-over compares with what the solver itself needs."""
    print(f"\nHanding the arrays over, at {HAND_OVER_AT}: medians\n")
    against(in_process("hand_over", str(generated(HAND_OVER_AT, chosen.folder))), "the solver's own copy")


def peers(chosen: argparse.Namespace) -> None:
    """Print how long modelling layers take to build the same rows."""
    seconds = in_process("building", str(generated(PEERS_AT, chosen.folder)))
    print(f"\nFrom numbers to a model of {seconds.pop('columns'):,} columns, at {PEERS_AT}: medians of 3")
    print("(consolidate: formulate, assemble and hand over; the others build rows, and have handed nothing over yet)\n")
    against(seconds, "consolidate")


def solves(_: argparse.Namespace) -> None:
    """Print whole runs of the scenarios in the repository."""
    print("\nWhole runs, solved to the default gap\n")
    solved((str(path.relative_to(ROOT)), load(path), None) for path in scenarios())


def scenarios() -> list[Path]:
    """Return the scenarios in the repository."""
    return sorted(path for path in ROOT.glob("scenarios/*/*.yaml") if "consolidate:" in path.read_text("utf-8"))


def limits(chosen: argparse.Namespace) -> None:
    """Print how late time limits end a search, and how late the solver is that nobody ends."""
    print(f"\nTime limits with {chosen.solver}, each in a fresh process; late by at most a second or 5 % is promised\n")
    rows = []
    cases = {name: generated(name, chosen.folder) for name in chosen.sizes}
    for name, path in {**{str(path.relative_to(ROOT)): path for path in scenarios()}, **cases}.items():
        for limit in chosen.limits:
            kept, alone = (in_process(what, str(path), str(limit), chosen.solver) for what in ("limited", "unlimited"))
            late = [f"{each['seconds'] - limit:+.2f} s" for each in (kept, alone)]
            rows.append([name, f"{kept['entries']:,}", f"{limit:g} s", *late, kept["status"], alone["status"]])
    table(["case", "entries", "limit", "late", "late if left to itself", "status", "left to itself"], rows)


def of_published(chosen: argparse.Namespace) -> None:
    """Print whole runs of published instances, and how far from the published value they end."""
    if chosen.instances is None:
        print("\nPublished instances: name their folder with --instances")
        return
    print("\nPublished instances, solved to proven optimality\n")
    known = published(chosen.instances)
    solved(((name, known[name].scenario(), known[name].best_known) for name in chosen.names), Options(gap=0.0))


TABLES = {
    "phases": phases,
    "hand-over": hand_over,
    "peers": peers,
    "solves": solves,
    "limits": limits,
    "published": of_published,
}


def solved(cases: Iterable[tuple[str, Loaded, float | None]], options: Options | None = None) -> None:
    """Run cases, and print where the time goes."""
    rows = []
    for name, loaded, best in cases:
        began = time.perf_counter()
        found = run(loaded, options or Options())
        seconds, engine = time.perf_counter() - began, found.solver.seconds
        off = "" if best is None else f"{found.objective.value / best - 1:.1e}"
        size = [f"{number:,}" for number in (found.solver.columns, found.solver.nodes)]
        rows.append([name, *size, f"{seconds:.2f} s", f"{engine / seconds:.0%}", found.status, off])
    table(["case", "columns", "nodes", "run", "of it in the engine", "status", "off the published value"], rows)


def against(seconds: dict[str, float], reference: str) -> None:
    """Print seconds, and their ratio to one of them."""
    rows = [[name, f"{value / seconds[reference]:.2f}", f"{value:.3f} s"] for name, value in seconds.items()]
    table(["", f"ratio to {reference}", "seconds"], rows)


def table(head: list[str], rows: list[list[str]]) -> None:
    """Print a Markdown table with even columns."""
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    for cells in (head, ["-" * width for width in widths], *rows):
        print(
            "| " + " | ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)) + " |", flush=True
        )


if __name__ == "__main__":
    main()
