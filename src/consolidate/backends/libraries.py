"""Whether the Python package of a solver is installed: asked of the package's metadata, without importing it."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec

from consolidate.backends.backend import Availability

PULP_MODULES = {
    "CPLEX_PY": ("cplex", "cplex"),
    "COPT": ("coptpy", "coptpy"),
    "GUROBI": ("gurobipy", "gurobipy"),
    "HIGHS": ("highspy", "highspy"),
    "SCIP_PY": ("pyscipopt", "pyscipopt"),
    "XPRESS_PY": ("xpress", "xpress"),
}
"""Module and package by PuLP's name of the solver."""

PYOMO_MODULES = {
    "highs": ("highspy", "highspy"),
    "appsi_highs": ("highspy", "highspy"),
    "scip_direct": ("pyscipopt", "pyscipopt"),
    "gurobi_direct": ("gurobipy", "gurobipy"),
    "cplex_direct": ("cplex", "cplex"),
    "xpress_direct": ("xpress", "xpress"),
}
"""Module and package by Pyomo's name of the solver."""

_EXTRAS = {"pyscipopt": "consolidate[scip]"}


def library(module: str, package: str) -> Availability:
    """Look for a package; whether its licence allows anything shows only when it solves."""
    try:
        found = find_spec(module) is not None
    except (ImportError, ValueError):  # blocked, or half there
        found = False
    if not found:
        reason = f"the package {package} is not installed"
        return Availability(here=False, reason=reason, remedy=f"pip install '{_EXTRAS.get(package, package)}'")
    try:
        return Availability(here=True, version=version(package))
    except PackageNotFoundError:
        return Availability(here=True)
