"""Published facility-location instances as scenarios in memory, with the value the literature proved best.

A site becomes an office that can only stay or close (no floor area and no people, so nowhere to move), a customer an
area whose visits are its demand. Travel is priced so that a whole customer's ways there and back cost what the file
says, and one year without discounting makes a yearly amount the amount.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

from consolidate.scenario.columns import Columns, Floats, Texts
from consolidate.scenario.load import Loaded, from_data
from consolidate.units import THERE_AND_BACK

YEAR = 2025


@dataclass(frozen=True)
class Published:
    """A line of index.csv: where the instance is, and the best value known."""

    folder: Path
    family: str
    file: str
    form: str
    note: str
    printed: str  # the best value known, as printed
    proven: bool

    @property
    def best_known(self) -> float:
        """Return the best value known."""
        return float(self.printed)

    @property
    def rounded_by(self) -> float:
        """Return by how much the printed value may be off: half its last digit; a whole number is exact."""
        _, _, decimals = self.printed.partition(".")
        return 0.5 * 10.0 ** -len(decimals) if decimals else 0.0

    @property
    def name(self) -> str:
        """Return the name in the literature, with what of the note tells two readings of one file apart."""
        told_apart = re.search(r"\(capa_(\d+)\)|\bp=(\d+); distance", self.note)
        mark = f"-{told_apart[1] or told_apart[2]}" if told_apart else ""
        return Path(self.file).stem + mark + ("-uncapacitated" if self.family == "orlib_uncap" else "")

    def scenario(self) -> Loaded:
        """Read the file as a scenario."""
        text = (self.folder / self.file).read_text(encoding="ascii").translate({0: " ", 26: " "})
        return from_data(READERS[self.form](self, text), name=self.name)


@dataclass(frozen=True)
class Problem:
    """Sites, customers and what serving all of a customer from a site costs."""

    cost: Floats  # (customers, sites)
    demand: Floats  # (customers,)
    fixed: Floats  # (sites,)
    capacity: Floats  # (sites,) inf = none
    sites: int | None = None  # how many are chosen; None = as many as pay


def published(folder: Path) -> dict[str, Published]:
    """Read index.csv: the instances this file has a reader for, by name."""
    with (folder / "index.csv").open(encoding="utf-8", newline="") as index:
        found = [
            Published(
                folder, row["family"], row["file"], row["format"], row["note"],
                row["best_known"], row["status"].startswith("optimal"),
            )
            for row in csv.DictReader(index) if row["format"] in READERS
        ]  # fmt: skip
    return {instance.name: instance for instance in found}


def _pmed(_: Published, text: str) -> dict[str, Any]:
    """Read nodes, edges, p, then edges; the last of two equal edges counts, and any node serves any other."""
    numbers = list(map(int, text.split()))
    nodes, edges, chosen = numbers[:3]
    length = np.full((nodes, nodes), np.inf)
    for a, b, cost in np.reshape(numbers[3 : 3 + 3 * edges], (edges, 3)):
        length[a - 1, b - 1] = length[b - 1, a - 1] = cost
    ways = csgraph.shortest_path(sparse.csr_array(np.where(np.isfinite(length), length, 0)), directed=False)
    return _median(ways, chosen)


def _tsplib(instance: Published, text: str) -> dict[str, Any]:
    """Read coordinates; the way between two nodes is the Euclidean distance rounded down, p is in the note."""
    section = text.partition("NODE_COORD_SECTION")[2].partition("EOF")[0]
    points = np.array(section.split(), dtype=np.float64).reshape(-1, 3)[:, 1:]
    ways = np.floor(np.linalg.norm(points[:, None] - points[None], axis=2))
    chosen = re.search(r"\bp=(\d+)", instance.note)
    assert chosen, f"{instance.file}: the note names no p"
    return _median(ways, int(chosen[1]))


def _median(ways: Floats, chosen: int) -> dict[str, Any]:
    nodes = len(ways)
    return _tree(Problem(ways, np.ones(nodes), np.zeros(nodes), np.full(nodes, np.inf), chosen))


def _located(instance: Published, text: str, *, capacitated: bool) -> dict[str, Any]:
    """Read sites with capacity and fixed cost, then customers with demand and what all of it costs from each site."""
    stated = re.search(r"token to (\d+)", instance.note)
    tokens: Iterator[float] = (float(token) for token in text.replace("capacity", stated[1] if stated else "0").split())
    sites, customers = int(next(tokens)), int(next(tokens))
    table = np.fromiter(tokens, dtype=np.float64)
    of_sites, of_customers = table[: 2 * sites].reshape(sites, 2), table[2 * sites :].reshape(customers, sites + 1)
    demand = of_customers[:, 0] if capacitated else np.ones(customers)
    capacity = of_sites[:, 0] if capacitated else np.full(sites, np.inf)
    return _tree(Problem(of_customers[:, 1:], demand, of_sites[:, 1], capacity))


def _cap(instance: Published, text: str) -> dict[str, Any]:
    return _located(instance, text, capacitated=instance.family == "orlib_cap")


READERS: dict[str, Callable[[Published, str], dict[str, Any]]] = {
    "orlib_pmed": _pmed,
    "orlib_cap": _cap,
    "orlib_cap_ufllib": partial(_located, capacitated=False),
    "tsplib_floor": _tsplib,
}
"""By the index's word for a format; each gives a scenario's tree."""


def _tree(problem: Problem) -> dict[str, Any]:
    """Say the problem in the words of a scenario."""
    customers, sites = (_ids(letter, count) for letter, count in zip("cs", problem.cost.shape, strict=True))
    objective = {"minimise": "cost", "travel_price_per_km": 1.0}
    policy = []
    if problem.sites is not None:
        objective = {"minimise": "travel_km"}
        policy = [{"id": "p", "type": "site_count", "exactly": problem.sites}]
    return {
        "consolidate": 1,
        "name": "published instance",
        "reference_year": YEAR,
        "currency": "EUR",
        "horizon": {"periods": [YEAR], "end": YEAR},
        "agencies": [{"id": "a"}],
        "services": [{"id": "k", "agency": "a", "minutes_per_visit": 1.0}],
        "areas": [{"id": area, "population": 1.0} for area in customers],
        "sites": [{"id": site, "area": customers[0]} for site in sites],
        "offices": [_office(*row) for row in zip(sites, problem.fixed.tolist(), problem.capacity, strict=True)],
        "visits": _visits(customers, problem.demand),
        "travel": {"matrix": _matrix(customers, sites, problem), "impedance": "km"},
        "policy": policy,
        "objective": objective,
    }


def _ids(letter: str, count: int) -> Texts:
    return np.array([f"{letter}{number}" for number in range(count)], dtype=object)


def _office(site: str, fixed: float, capacity: float) -> dict[str, Any]:
    office = {"id": f"o-{site}", "agency": "a", "site": site, "running_per_year": fixed}
    return office if np.isinf(capacity) else {**office, "capacity_minutes_per_year": capacity}


def _visits(customers: Texts, demand: Floats) -> Columns:
    texts = {"area": customers, "service": np.full(len(customers), "k", dtype=object)}
    return Columns(texts, {"visits_per_year": demand})


def _matrix(customers: Texts, sites: Texts, problem: Problem) -> Columns:
    """Make km such that all of a customer's visits, there and back, add up to the cost in the file."""
    km = (problem.cost / (THERE_AND_BACK * problem.demand[:, None])).ravel()
    texts = {"area": np.repeat(customers, len(sites)), "site": np.tile(sites, len(customers))}
    return Columns(texts, {"minutes": np.zeros(len(km)), "km": km})
