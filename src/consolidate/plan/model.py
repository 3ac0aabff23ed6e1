"""A plan in the user's words: one decision per office, and where people go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

Texts = npt.NDArray[np.object_]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, order=True)
class Decision:
    """What one office does: ``action`` keep, close, merge, colocate, resize or convert; possible points: open or never.

    ``to_site`` is where a merged or co-located office goes, or the receiving site of people who leave a closed or
    converted office ('' if it has none: nobody works there, or all are dismissed), or the home chosen for a point that
    is opened; ``date`` the first day of the period in which the change takes effect (None for keep and never); ``m2``
    the new size (resize, convert), or what the back office keeps (merge, colocate; 0 if it moves too); ``mode`` the new
    mode (convert only).
    """

    office: str
    action: str
    to_site: str = ""
    date: date | None = None
    m2: float = 0.0
    mode: str = ""


@dataclass(frozen=True)
class Assignment:
    """Where visits go: one entry per (period, area, service, group, site) with a positive share; all arrays (N,).

    ``group`` is '' for everybody not in a group with visits of its own. ``millionths`` of one (period, area, service,
    group, willing) sum to 1,000,000, unless nobody can serve it (only in today's network) or its willing visits are not
    made, when it has no entry.
    """

    period: Ints  # index of the period, from 0
    area: Texts
    service: Texts
    group: Texts
    site: Texts
    millionths: Ints
    willing: Ints | None = None  # 1 = visits that a support point near would save; None where there are none such


_NO_IDS: Texts = np.zeros(0, dtype=object)
NOBODY = Assignment(np.zeros(0, np.int64), _NO_IDS, _NO_IDS, _NO_IDS, _NO_IDS, np.zeros(0, np.int64))
"""An assignment that says of nobody where to go."""


@dataclass(frozen=True)
class Plan:
    """Every office's decision, by office id, and the assignment that follows."""

    decisions: tuple[Decision, ...]
    assignment: Assignment
