"""Units and their conversions; every number elsewhere names one of these in its key or comment."""

from __future__ import annotations

from typing import Final

EARTH_RADIUS_KM: Final = 6371.0088
"""Mean radius of the GRS80 ellipsoid, km (IUGG; Moritz 2000)."""

MILLION: Final = 1_000_000
"""Shares of visits are kept in whole millionths."""

MINUTES_PER_HOUR: Final = 60
GRAMS_PER_KG: Final = 1000
KG_PER_TONNE: Final = 1000
THERE_AND_BACK: Final = 2
MONTHS_PER_YEAR: Final = 12
WEEKS_PER_YEAR: Final = 52
