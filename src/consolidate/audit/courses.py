"""What a decision makes of an office: where it is in every period, and on how much area."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from consolidate.audit.exact import exact
from consolidate.audit.facts import Facts
from consolidate.plan.model import Decision, Plan
from consolidate.scenario.model import Office

MOVES = ("merge", "colocate")
ACTIONS = ("keep", "close", *MOVES)


@dataclass(frozen=True)
class Course:
    """One office through the horizon; ``change`` is the index of the first period after the change (T if none)."""

    office: Office
    action: str
    to_site: str
    day: date | None  # first day after the change
    change: int
    m2: Fraction  # taken at to_site, m2

    def serves_at(self, period: int) -> str | None:
        """Return the site where the office serves the public in a period, None once it is closed."""
        if period < self.change:
            return self.office.site
        return self.to_site if self.action in MOVES else None

    def occupies(self, period: int) -> tuple[str, Fraction] | None:
        """Return the site that the office, or area for its people, is at in a period, and the m2 it takes there."""
        if period < self.change:
            return self.office.site, exact(self.office.floor_m2)
        if self.action in MOVES or self.m2:
            return self.to_site, self.m2
        return None


def people_of(office: Office) -> Fraction:
    """Return the FTE of an office."""
    return exact(office.staff.customer_service_fte) + exact(office.staff.back_office_fte)


def area_taken(facts: Facts, office: Office, action: str) -> Fraction:
    """Return the m2 an office, or the people of a closed one, take at the target."""
    if action in MOVES:
        return exact(office.floor_m2 if office.moved_m2 is None else office.moved_m2)
    desk = facts.constant("desk_area")
    return desk * people_of(office) if action == "close" and desk is not None else Fraction(0)


def kept(facts: Facts, office: Office) -> Course:
    """Return the course of an office that stays as it is."""
    return Course(office, "keep", "", None, len(facts.calendar.starts), Fraction(0))


def follow(facts: Facts, office: Office, decision: Decision | None) -> Course:
    """Return the course a decision leads to; one that cannot be carried out leaves the office as it is."""
    if decision is None or decision.action not in ACTIONS or decision.action == "keep":
        return kept(facts, office)
    period = facts.calendar.period_of(decision.date)
    needs_site = decision.action in MOVES or bool(decision.to_site)
    if period is None or decision.date is None or (needs_site and decision.to_site not in facts.sites):
        return kept(facts, office)
    m2 = area_taken(facts, office, decision.action) if decision.to_site else Fraction(0)
    return Course(office, decision.action, decision.to_site, decision.date, period, m2)


def all_courses(facts: Facts, plan: Plan) -> tuple[Course, ...]:
    """Return the course of every office, by id; the first decision counts where there are several."""
    decisions: dict[str, Decision] = {}
    for decision in plan.decisions:
        decisions.setdefault(decision.office, decision)
    return tuple(follow(facts, office, decisions.get(name)) for name, office in facts.offices.items())


def today(facts: Facts) -> tuple[Course, ...]:
    """Return the courses of today's network: every office kept."""
    return tuple(kept(facts, office) for office in facts.offices.values())
