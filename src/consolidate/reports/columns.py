"""What the columns of the tables hold: the kind and the unit of each, said once for all writers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal["text", "number", "whole", "money", "share", "percent", "count", "exact", "day", "figure"]
"""``count``: shown whole; ``exact``: with all its digits; ``figure``: its unit stands in the row's column ``unit``."""

CURRENCY: Final = "currency"
"""Stands in a unit for the currency of the scenario."""


@dataclass(frozen=True)
class Column:
    """What the cells of a column are; an empty unit is none."""

    kind: Kind = "text"
    unit: str = ""

    def heading(self, name: str, currency: str) -> str:
        """Return the heading people read: words, and the unit."""
        words = name.replace("_", " ")
        return f"{words} [{self.unit_in(currency)}]" if self.unit and self.unit != name else words

    def unit_in(self, currency: str) -> str:
        """Return the unit with the scenario's currency in its place."""
        return self.unit.replace(CURRENCY, currency)


_MONEY: Final = Column("money", CURRENCY)
_FIGURE: Final = Column("figure")
_DAY: Final = Column("day")
_MINUTES: Final = Column("number", "min")
_KM: Final = Column("number", "km")

_COLUMNS: Final = {
    **dict.fromkeys(("cost", "exit_cost"), _MONEY),
    **dict.fromkeys(("date", "start", "end", "left"), _DAY),
    **dict.fromkeys(("minutes_today", "minutes_plan"), _MINUTES),
    **dict.fromkeys(("km_today", "km_plan"), _KM),
    **dict.fromkeys(("cost_today", "cost_plan"), _MONEY),
    **dict.fromkeys(("emissions", "emissions_today", "emissions_plan"), Column("number", "kg CO2e")),
    **dict.fromkeys(("points_today", "points_plan"), Column("whole")),
    "people": Column("count", "people"),
    "visits": Column("count", "visits/year"),
    "m2": Column("number", "m2"),
    "rent_per_m2_year": Column("number", f"{CURRENCY}/m2/year"),
    "notice_months": Column("whole", "months"),
    "change_percent": Column("percent", "%"),
    "year": Column("whole"),
    "rows": Column("whole"),
    "millionths": Column("whole"),
}
_OF_TABLE: Final = {
    "figures": dict.fromkeys(("today", "plan", "change"), _FIGURE),
    "decisions": {"people": Column("number", "FTE")},
    "cash": {
        **dict.fromkeys(("today", "plan"), _MONEY),
        **dict.fromkeys(("today_discounted", "plan_discounted"), _MONEY),
    },
    "payers": dict.fromkeys(("today", "plan", "change"), _MONEY),
    "entries": dict.fromkeys(("today", "plan"), _FIGURE),
    "rules": dict.fromkeys(("value", "limit", "slack", "value_today"), _FIGURE),
    "factors": dict.fromkeys(("value", "low", "high"), Column("exact")),
}


def column(table: str, name: str) -> Column:
    """Return what a column of a table holds; text where nothing else is known."""
    if table == "comparison" and name not in {"figure", "name", "unit"}:
        return _FIGURE
    return _OF_TABLE.get(table, {}).get(name) or _COLUMNS.get(name, Column())
