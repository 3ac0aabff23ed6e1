"""A small scenario as text and as files, to be spoilt in one place at a time."""

from pathlib import Path

import pytest

from consolidate.errors import InvalidInput, Problem
from consolidate.scenario.load import load

SCENARIO = """\
consolidate: 1
name: Small
reference_year: 2024
currency: EUR
horizon: {periods: [2025, 2027], end: 2030}
agencies:
  - {id: tax}
  - {id: kela}
services:
  - {id: tax-visit, agency: tax, minutes_per_visit: 20}
  - {id: kela-visit, agency: kela}
areas:
  - {id: "00100", population: 1000, lat: 60.1, lon: 24.9, region: south, languages: [fi, sv], people: {svenska: 100}}
  - {id: "90100", population: 500, lat: 65.0, lon: 25.5, region: north, languages: [fi]}
groups:
  - {id: svenska, language: sv}
visits:
  - {service: tax-visit, visits_per_1000: 100}
  - {area: "00100", service: kela-visit, visits_per_year: 700}
sites:
  - {id: vaasa, area: "00100", usable_m2: 500, rent_per_m2_year: 200}
  - {id: oulu, area: "90100", rent_per_m2_year: 150}
offices:
  - id: tax-vaasa
    agency: tax
    site: vaasa
    floor_m2: 100
    capacity_minutes_per_year: 90000
    staff: {customer_service_fte: 3, languages: {fi: 1.0, sv: 0.5}}
    leases:
      - {m2: 100, rent_per_m2_year: 200, start: 2020-01-01, end: 2027-12-31, breaks: [2026-06-30], notice_months: 6}
  - id: kela-oulu
    agency: kela
    site: oulu
    floor_m2: 80
travel:
  estimate: {detour: 1.25, speed_kmh: 60}
factors:
  car_emissions: {value: 150, unit: g CO2e/km, year: 2023}
  moving: {value: 1000, unit: EUR/FTE}
policy:
  - {id: one-hour, type: max_travel, minutes: 60, except_share: 0.01}
  - {id: svenska, type: language, language: sv, minutes: 150, areas: statutory}
  - {id: few, type: site_count, at_least: 1, at_most: 3}
  - {id: stay, type: lock, office: tax-vaasa, must: stay}
objective: {minimise: cost}
assumptions: [everything is invented]
"""


def write(folder: Path, files: dict[str, str | bytes]) -> Path:
    """Write files, the scenario among them, and return its path."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder / "scenario.yaml"


def spoilt(old: str, new: str) -> str:
    """Return the scenario with one thing changed, which must be there once."""
    assert SCENARIO.count(old) == 1, old
    return SCENARIO.replace(old, new)


def with_table(key: str, text: str) -> str:
    """Return the scenario with a top-level table replaced by `text`."""
    before, _, after = SCENARIO.partition(f"\n{key}:\n")
    rest = after.splitlines(keepends=True)
    kept = next(number for number, line in enumerate(rest) if not line.startswith(" "))
    return f"{before}\n{key}: {text}\n{''.join(rest[kept:])}"


def problems_of(path: Path, *overrides: str) -> list[Problem]:
    """Return what is wrong with a scenario that is wrong."""
    with pytest.raises(InvalidInput) as raised:
        load(path, overrides)
    return raised.value.problems


def where(path: Path, line: int, column: int = 0) -> str:
    """Return a place as text."""
    return f"{path}:{line}" + (f":{column}" if column else "")
