"""Where CBC is, what it is told beside PuLP's own options, and what it says in its log."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from pathlib import Path

from consolidate.backends.backend import Availability
from consolidate.backends.solution import Request

_REMEDY = "pip install 'consolidate[cbc]', or put cbc on the PATH"
_VERSION = re.compile(r"Version:\s*([\w.]+)|^CBC (devel \(\w+:\w+\))", re.MULTILINE)
_BOUND = re.compile(r"^Lower bound:\s*(\S+)", re.MULTILINE)
_PREPROCESS = "preprocess"
_NODES = re.compile(r"^Enumerated nodes:\s*(\d+)", re.MULTILINE)


@dataclass(frozen=True)
class Told:
    """What a log says of a search: what was proven, and how many nodes that took."""

    bound: float = -float("inf")
    nodes: int = 0
    infeasible: bool = False  # shown while tightening bounds, of which its solution file says nothing


@lru_cache(maxsize=1)
def path() -> str | None:
    """Return the program's path: from the extra ``cbc``, on the PATH, or as PuLP 3.3 brings it; None without one."""
    try:
        import cbcbox
    except ImportError:
        pass
    else:
        return str(cbcbox.cbc_bin_path())
    found = shutil.which("cbc")
    if found is None:
        import pulp

        bundled = getattr(pulp, "PULP_CBC_CMD", None)  # gone in PuLP 4
        found = getattr(bundled, "pulp_cbc_path", None)
    return found if found and Path(found).is_file() else None


@lru_cache(maxsize=1)
def availability() -> Availability:
    """Look for the program, and ask it for its version."""
    program = path()
    if program is None:
        return Availability(here=False, reason="no program called cbc is here", remedy=_REMEDY)
    try:
        said = subprocess.run([program, "-quit"], capture_output=True, text=True, timeout=20, check=False).stdout  # noqa: S603
    except (OSError, subprocess.TimeoutExpired) as error:
        return Availability(here=False, reason=f"{program} does not run: {error}", remedy=_REMEDY)
    found = _VERSION.search(said)
    return Availability(here=True, version=(found[1] or found[2]) if found else "")


def options(request: Request) -> list[str]:
    """Return what CBC is told beside what PuLP tells it.

    A seed of 0 would be the time of day; an allowed absolute gap would end a search before the relative one. Integer
    preprocessing of 2.10 calls programs with an optimum infeasible, or ends short of it (3 of 200 random scenarios).
    """
    seed = request.seed % (2**31 - 2) + 1
    ours = {"randomSeed": seed, "randomCbcSeed": seed, "allowableGap": 0, "primalTolerance": 1e-7}
    careful = {_PREPROCESS: "off"} if availability().version.startswith("2.10") else {}
    return [f"{name} {value}" for name, value in {**ours, **careful, **request.options}.items()]


def after_crash(request: Request) -> Request:
    """Return what to ask instead: without preprocessing 2.10 crashes on some programs that no whole number solves."""
    return replace(request, options={_PREPROCESS: "sos", **request.options})


def read_log(log: Path) -> Told:
    """Read what CBC proved; without a line about it, nothing."""
    text = log.read_text(encoding="utf-8", errors="replace") if log.is_file() else ""
    bounds, nodes = _BOUND.findall(text), _NODES.findall(text)
    bound = _lowered(bounds[-1]) if bounds else -float("inf")
    return Told(bound, int(nodes[-1]) if nodes else 0, infeasible="infeasibility proved" in text)


def _lowered(text: str) -> float:
    """Return a bound that was written with few digits, less what rounding may have added."""
    try:
        bound = Decimal(text)
        last = Decimal(1).scaleb(int(bound.as_tuple().exponent)) if bound.is_finite() else Decimal(0)
    except InvalidOperation:
        return -float("inf")
    return float(bound - last) - 1e-5 * abs(float(bound)) if bound.is_finite() else -float("inf")
