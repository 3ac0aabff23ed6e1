"""From single measurements to a reading of a rule at its tightest place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from consolidate.audit.findings import Found
from consolidate.audit.report import Reading, Violation
from consolidate.scenario.policy import Rule

RELATIVE: Final = 1e-9
"""Slack as a share of the limit (or of 1) within which a rule is neither broken nor has anything left."""


@dataclass(frozen=True)
class Measure:
    """One comparison of a rule, in the rule's unit; negative slack is too much or too little."""

    value: float
    limit: float
    slack: float
    where: str = ""
    what: str = ""  # anything a reader of the violation should know
    near: float | None = None  # slack within which nothing is broken, nor anything left; None: RELATIVE
    unit: str | None = None  # None: the rule's

    @property
    def status(self) -> Literal["kept", "binding", "broken"]:
        """How the rule stands here."""
        near = RELATIVE * max(1.0, abs(self.limit)) if self.near is None else self.near
        if self.slack < -near:
            return "broken"
        return "binding" if self.slack <= near else "kept"

    @property
    def relative_slack(self) -> float:
        """Slack as a share of the limit: comparable between units."""
        return self.slack / self.limit if self.limit else self.slack


def judge(rule: Rule, measures: Sequence[Measure], unit: str, nothing: Measure) -> tuple[Reading, Found]:
    """Return the reading at the tightest place (``nothing`` where there is none), and every broken place."""
    mixed = len({measure.unit for measure in measures}) > 1
    tight = min(measures, key=lambda each: each.relative_slack if mixed else each.slack, default=nothing)
    status = tight.status if measures else "kept"
    reading = Reading(
        rule.id,
        rule.type,
        rule.sentence,
        status,
        tight.value,
        tight.limit,
        tight.slack,
        tight.unit or unit,
        tight.where,
    )
    broken = tuple(
        Violation(
            rule.id, m.where, f"{m.value:.10g} {m.unit or unit}, limit {m.limit:.10g}{'; ' if m.what else ''}{m.what}"
        )
        for m in measures
        if m.status == "broken"
    )
    return reading, Found(len(measures), broken)
