"""The page of the solver profiles: what each can do and where it comes from, the same on every machine."""

from __future__ import annotations

from pathlib import Path

from consolidate.backends import profile, registry
from consolidate.backends.profile import Profile

SOLVERS = Path(__file__).parents[1] / "solvers"
GET = {
    "highs": "comes with the program",
    "pyomo-highs": "comes with the program",
    "cbc": "comes with PuLP on Python 3.11; `pip install 'consolidate[cbc]'` or `cbc` on the PATH elsewhere",
    "scip": "`pip install 'consolidate[scip]'`",
    "gurobi": "`pip install gurobipy`, and its licence",
    "cplex": "`pip install cplex`, and its licence",
    "xpress": "`pip install xpress`, and its licence",
    "copt": "`pip install coptpy`, and its licence",
}
TESTED = ("highs", "cbc", "pyomo-highs", "scip")

PAGE = """\
<!-- written by docs/generate.py; change the source and run `make docs` -->
# Solver profiles

A profile says which solver solves the program, through which door, and when it may stop. `consolidate solve
SCENARIO --solver NAME` takes `NAME.yaml` from the folder that `CONSOLIDATE_SOLVERS` names, else from
`./solvers`, else from those here, which come with the program; or any YAML file by its path. Without `--solver`
it is `highs`. An option on the command line (`--gap`, `--time-limit`, ...) wins over the profile. A profile is
checked like a scenario: what is wrong is told with its line.

{keys}

To add a profile, copy `highs.yaml`. To add a solver that no backend reaches, see
[CONTRIBUTING.md](../CONTRIBUTING.md).

## What each can do

{matrix}

*Start*: begins from a plan that is there. *Interrupt*: gives the best plan so far on Ctrl-C, SIGTERM or at the
memory limit; the others then have none. *Bound*: says how good its plan is at most when it is stopped. *Apart*:
runs in a process of its own, which is ended at the limit if it does not end itself, and whose crash is exit 7
with its last words. HiGHS does so with programs of 100,000 entries or more, and then keeps its best plan when it
is ended.

A time limit is of the whole search, ties included, and is kept within a second or 5 %, whichever is more
(`make bench ARGS=limits` shows it).

The conformance suite (`tests/conformance`) runs on {tested}. The others gave the same answers to its programs
by hand, in their free versions for small models (Gurobi 13.0, CPLEX 22.2, Xpress 9.9, COPT 8.0, which does not
say that a program is unbounded). `consolidate solvers` says what is here, and `consolidate solvers --check`
lets each solve models with known answers, two of which HiGHS 1.14.0 gets wrong.
"""


def solvers_page() -> str:
    """Return the page."""
    rows = []
    for path in sorted(SOLVERS.glob("*.yaml"), key=lambda path: (path.stem not in TESTED, path.stem)):
        read = profile.read(path)
        backend = registry.backend(read.backend, read.solver)
        able = backend.capabilities
        marks = (able.duals, able.warm_start, able.interrupt, able.nodes, able.bound, backend.isolated)
        rows.append((f"`{path.stem}`", backend.name, *("yes" if mark else "" for mark in marks), GET[path.stem]))
    headings = ("profile", "solver", "duals", "start", "interrupt", "node limit", "bound", "apart", "where from")
    keys = [(f"`{name}`", field.description or "", default(name)) for name, field in Profile.model_fields.items()]
    return PAGE.format(
        keys=table(("key", "meaning", "default"), keys),
        matrix=table(headings, rows),
        tested=", ".join(f"`{name}`" for name in TESTED),
    )


def default(name: str) -> str:
    """Return a key's default."""
    field = Profile.model_fields[name]
    if field.is_required():
        return "**required**"
    return "" if field.default is None or field.default_factory is not None else f"`{field.default}`"


def table(headings: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """Return a Markdown table."""
    lines = [headings, tuple("---" for _ in headings), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
