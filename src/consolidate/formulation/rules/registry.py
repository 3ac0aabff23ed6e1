"""Which file holds which rule type."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from consolidate.formulation.layout import Layout
from consolidate.formulation.rules.block import RuleBlock
from consolidate.formulation.rules.budget import budget
from consolidate.formulation.rules.coverage import coverage
from consolidate.formulation.rules.language import language
from consolidate.formulation.rules.lock import lock
from consolidate.formulation.rules.max_travel import max_travel
from consolidate.formulation.rules.site_count import site_count

RULES: dict[str, Callable[[Layout, Any], RuleBlock]] = {
    "budget": budget,
    "coverage": coverage,
    "language": language,
    "lock": lock,
    "max_travel": max_travel,
    "site_count": site_count,
}
"""Rule type to the function that writes its rows."""
