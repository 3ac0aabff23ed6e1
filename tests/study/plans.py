"""Plans to compare: the stand-in result and variants of it, as columns."""

from typing import Any

from tests.reports.results import result

from consolidate.reports.document import document
from consolidate.reports.run_folder import frame
from consolidate.study.column import Column, column


def plan(name: str, *, figures: dict[str, float | None] | None = None, **changes: Any) -> Column:
    """A column of the stand-in result, with other plan values for some figures and other keys of the document."""
    made = result()
    written = document(made)
    for figure, value in (figures or {}).items():
        row = written["figures"].setdefault(figure, {"today": value, "unit": "EUR"})
        row["plan"] = value
    return column(name, written | changes, frame(made.scenario))


def decision(office: str, action: str = "keep", **changes: Any) -> dict[str, Any]:
    row = {"office": office, "name": office.upper(), "agency": "dvv", "action": action, "from_site": "market"}
    return row | {"to_site": "", "mode": "", "date": None, "cost": 0.0, "emissions": 0.0, "people": 0.0} | changes


def area(name: str, today: float, plan: float, people: float = 1000.0) -> dict[str, Any]:
    row = {"area": name, "name": name.title(), "people": people, "minutes_today": today, "minutes_plan": plan}
    return row | {"km_today": today, "km_plan": plan}
