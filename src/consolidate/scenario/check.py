"""Everything that must hold between the parts of a scenario."""

from __future__ import annotations

from consolidate.scenario.draft import Draft


def check(draft: Draft) -> None:
    """Add to the draft every problem between its parts."""
