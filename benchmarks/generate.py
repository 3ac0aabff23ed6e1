"""A scenario of any size, drawn from a seed: areas and sites on a plane, offices on sites, all ways in a table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import yaml

Floats = npt.NDArray[np.float64]
WIDTH_KM, HEIGHT_KM = 400.0, 800.0
KM_PER_HOUR = 60.0
DETOUR = 1.25
AREA_PER_REGION = 100


@dataclass(frozen=True)
class Size:
    """How much of everything; offices are of the agencies in turn, an agency's no two on one site."""

    areas: int
    sites: int
    services: int = 1
    agencies: int = 1
    offices: int = 0  # 0 = one on every site
    periods: int = 1

    @property
    def pairs(self) -> int:
        """Return the rows of the travel matrix."""
        return self.areas * self.sites


def generate(folder: Path, size: Size, seed: int = 0) -> Path:
    """Write ``scenario.yaml`` and its tables into a folder; equal seeds give equal files.

    Returns
    -------
    Path
        Of the scenario.
    """
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(seed)
    places = rng.uniform((0, 0), (WIDTH_KM, HEIGHT_KM), (size.areas, 2))
    homes = rng.choice(size.areas, size.sites, replace=size.sites > size.areas)
    people = np.ceil(rng.lognormal(7.0, 1.2, size.areas))
    _write(folder / "areas.csv", "id,region,population,growth_per_year", (
        f"a{i},r{i // AREA_PER_REGION},{people[i]:.0f},{growth:.3f}"
        for i, growth in enumerate(rng.uniform(-0.02, 0.01, size.areas))
    ))  # fmt: skip
    _write(
        folder / "sites.csv",
        "id,area,kind,rent_per_m2_year,shared_fixed_per_year,fit_out_per_m2,lead_time_months",
        (f"s{s},a{homes[s]},agency,{rng.integers(100, 300)},5000,500,6" for s in range(size.sites)),
    )
    _write(
        folder / "visits.csv",
        "area,service,visits_per_year",
        (
            f"a{i},k{k},{people[i] * rng.uniform(0.05, 0.2):.1f}"
            for i in range(size.areas)
            for k in range(size.services)
        ),
    )
    _write(folder / "offices.csv", OFFICE_HEAD, (_office(o, size, rng) for o in range(size.offices or size.sites)))
    _write_travel(folder / "travel.csv", places, places[homes])
    path = folder / "scenario.yaml"
    path.write_text(yaml.safe_dump(_tree(size), sort_keys=False), encoding="utf-8")
    return path


OFFICE_HEAD = (
    "id,agency,site,floor_m2,staff.customer_service_fte,wage_per_fte_year,running_per_year,"
    "leases.1.m2,leases.1.rent_per_m2_year,leases.1.end,leases.1.notice_months"
)


def _office(number: int, size: Size, rng: np.random.Generator) -> str:
    """Draw a row: every third lease runs until further notice, the others end within ten years."""
    fte = rng.integers(2, 12)
    m2, rent = 20 * fte, rng.integers(100, 300)
    end = "" if number % 3 == 0 else f"{rng.integers(2025, 2035)}-12-31"
    site = (number // size.agencies + 7 * (number % size.agencies)) % size.sites
    return f"o{number},g{number % size.agencies},s{site},{m2},{fte},45000,{m2 * 80},{m2},{rent},{end},12"


def _write(path: Path, head: str, rows: Any) -> None:
    path.write_text("\n".join([head, *rows, ""]), encoding="utf-8")


def _write_travel(path: Path, areas: Floats, sites: Floats) -> None:
    """Write the way from every area to every site, by road at an even speed."""
    with path.open("w", encoding="utf-8") as file:
        file.write("area,site,minutes,km\n")
        for i, area in enumerate(areas):
            km = DETOUR * np.hypot(*(sites - area).T)
            file.writelines(f"a{i},s{s},{way / KM_PER_HOUR * 60:.1f},{way:.1f}\n" for s, way in enumerate(km))


def _tree(size: Size) -> dict[str, Any]:
    """Say what is no table; travel has a price, so that no two areas are alike."""
    years = list(range(2025, 2025 + 3 * size.periods, 3))
    return {
        "consolidate": 1,
        "name": f"generated, {size.areas} areas, {size.sites} sites",
        "reference_year": 2025,
        "currency": "EUR",
        "horizon": {"periods": years, "end": 2034, "discount_rate": 0.03, "decided": date(2024, 1, 1)},
        "agencies": [{"id": f"g{a}", "move_targets": 5} for a in range(size.agencies)],
        "services": [{"id": f"k{k}", "agency": f"g{k % size.agencies}"} for k in range(size.services)],
        **{table: {"file": f"{table}.csv"} for table in ("areas", "visits", "sites", "offices")},
        "travel": {"matrix": {"file": "travel.csv"}},
        "policy": [{"id": "fewer", "type": "site_count", "at_most": max((size.offices or size.sites) // 2, 1)}],
        "objective": {"minimise": "cost", "travel_price_per_km": 0.3},
    }
