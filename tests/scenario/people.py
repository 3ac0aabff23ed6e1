"""A scenario with staff, modes, remote use, groups and the rules on them, right as it stands, to be spoilt."""

from pathlib import Path

from tests.scenario.small import SCENARIO, where, write

WAYS = "area,site,minutes,km\n00100,vaasa,15,4\n00100,oulu,600,620\n90100,oulu,20,6\n"
MODES = """\
modes:
  staffed: {opening_minutes_per_year: 90000}
  booth:
    staffing: remote
    staff_minutes_per_year: 20000
    opening_minutes_per_year: 30000
    days_per_week: 3
    weight: 0.5
    languages: [sv]
    shared: {minutes_per_year: 60000, m2: 4, cost_per_year: 1000, fit_out: 5000}
  hall: {staffing: host, staff_minutes_per_year: 0, days_per_week: 2}
"""
GROUPS = """\
  - {id: svenska, language: sv, own_visits: true}
  - {id: no-car, kind: no_car, own_visits: true, travel: {file: ways.csv}}
  - {id: chair, kind: step_free}
"""
RULES = """\
  - {id: bands, type: coverage, bands: [{minutes: 60, share: 0.5}, {minutes: 900, share: 0.9}], weighted: true}
  - {id: reach, type: group_access, group: no-car, km: 700, days_per_week: 3, except_share: 0.1}
  - {id: base, type: population_base, at_least: 1000, minutes: 60, except_sites: [oulu]}
  - {id: near, type: patronage, agencies: [tax]}
  - {id: fair, type: fairness, of: regions, only: [north], worse_by: 0.2}
  - {id: kind, type: fairness, of: groups, only: [svenska], worse_by: 0.2}
  - {id: even, type: fairness, of: agencies, only: [kela], at_most: 5000}
"""
REMOTE = "{by_year: {2026: 0.1}, support_modes: [hall], support_minutes: 15, supported_share: 0.2}"
OFFICE = """\
    floor_m2: 80
    back_office_m2: 30
    staff: {customer_service_fte: 2, back_office_fte: 2}
    convert: [{mode: booth, m2: 10, lead_time_months: 6}]
  - {id: tax-oulu, agency: tax, site: oulu, exists: false, mode: booth, home: vaasa, capacity_minutes_per_year: 90000}
"""
CHANGES = (
    ("  - {id: tax}\n", "  - {id: tax, staffing: {minutes_per_fte_year: 90000, hired_wage_per_fte_year: 50000}}\n"),
    ("minutes_per_visit: 20}", "minutes_per_visit: 20, modes: [staffed, booth, hall]}"),
    ("agency: kela}", f"agency: kela, minutes_per_visit: 20, modes: [staffed, booth],\n     remote: {REMOTE}}}"),
    ("people: {svenska: 100}", "people: {svenska: 100, no-car: 200, chair: 9}"),
    ("  - {id: svenska, language: sv}\n", GROUPS),
    ("    floor_m2: 80\n", OFFICE),
    ("travel:\n", f"{MODES}travel:\n"),
    ("  - {id: stay, type: lock", f"{RULES}  - {{id: stay, type: lock"),
)


def people_and_modes() -> str:
    """The small scenario with all of it."""
    text = SCENARIO
    for old, new in CHANGES:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def written(folder: Path, *changes: tuple[str, str], **files: str) -> tuple[Path, str]:
    """Write it with some things changed, an @ marking a place; return its path and that place."""
    texts = {"scenario.yaml": people_and_modes(), "ways.csv": WAYS}
    for old, new in changes:
        name = next(name for name, text in texts.items() if old in text)
        assert texts[name].count(old) == 1, old
        texts[name] = texts[name].replace(old, new)
    place = ""
    for name, text in texts.items():
        before, mark, after = text.partition("@")
        texts[name] = before + after
        if mark and name.endswith(".csv"):
            line = before.rpartition("\n")[2]
            place = where(folder / name, before.count("\n") + 1, line.count(",") + 1)
        elif mark:
            place = where(folder / name, before.count("\n") + 1, len(before) - before.rfind("\n"))
    return write(folder, texts | files), place
