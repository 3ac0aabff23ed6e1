"""What a decision makes of an office: where it is in every period, and on how much area."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from consolidate.audit.exact import exact
from consolidate.audit.facts import Facts
from consolidate.plan.model import Decision, Plan
from consolidate.scenario.model import Office, Resize

MOVES = ("merge", "colocate")
STANDING = ("keep", "never")
"""What is no change: an office of today stays as it is, a possible point does not open."""

ACTIONS = {True: ("keep", "close", *MOVES, "resize"), False: ("open", "never")}
"""What an office can do, by whether it exists today."""


@dataclass(frozen=True)
class Course:
    """One office through the horizon; ``change`` is the index of the first period after the change (T if none)."""

    office: Office
    action: str
    to_site: str  # where it moves, or its people go
    day: date | None  # first day after the change
    change: int
    m2: Fraction  # taken at the target; the new size of an office that stays

    @property
    def target(self) -> str:
        """The site where area is taken after the change."""
        return self.to_site or self.office.site

    @property
    def moved_people(self) -> Fraction:
        """FTE who change their place of work."""
        return people_of(self.office) if self.to_site else Fraction(0)

    def serves_at(self, period: int) -> str | None:
        """Return the site where the office serves the public in a period, None before it opens or once it is closed."""
        if period < self.change:
            return self.office.site if self.office.exists else None
        return None if self.action == "close" else self.target

    def occupies(self, period: int) -> tuple[str, Fraction] | None:
        """Return the site that the office, or area for its people, is at in a period, and the m2 it takes there."""
        if period < self.change:
            return (self.office.site, exact(self.office.floor_m2)) if self.office.exists else None
        if self.action == "close" and not self.m2:
            return None
        return self.target, self.m2

    def in_service(self, period: int) -> Fraction:
        """Return the FTE employed in a period: always those of today, others once their point is open."""
        return people_of(self.office) if self.office.exists or period >= self.change else Fraction(0)


def people_of(office: Office) -> Fraction:
    """Return the FTE of an office."""
    return exact(office.staff.customer_service_fte) + exact(office.staff.back_office_fte)


def area_taken(facts: Facts, office: Office, action: str) -> Fraction:
    """Return the m2 an office, or the people of a closed one, take at the target."""
    if action == "open":
        return exact(office.floor_m2)
    if action in MOVES:
        return exact(office.floor_m2 if office.moved_m2 is None else office.moved_m2)
    desk, presence, peak = (facts.constant(name) for name in ("desk_area", "presence", "peak"))
    if action != "close" or desk is None or presence is None or peak is None:
        return Fraction(0)
    return desk * people_of(office) * presence * peak


def size_of(office: Office, m2: float) -> Resize | None:
    """Return the size an office with floor area can change to, if it is listed and another than today's."""
    sizes = (size for size in office.resize if size.m2 == m2 != office.floor_m2)
    return next(sizes, None) if office.floor_m2 else None


def kept(facts: Facts, office: Office) -> Course:
    """Return the course of an office that stays as it is, or of a possible point that does not open."""
    action = "keep" if office.exists else "never"
    return Course(office, action, "", None, len(facts.calendar.starts), Fraction(0))


def follow(facts: Facts, office: Office, decision: Decision | None) -> Course:
    """Return the course a decision leads to; one that cannot be carried out leaves the office as it is."""
    if decision is None or decision.action not in ACTIONS[office.exists] or decision.action in STANDING:
        return kept(facts, office)
    action, period = decision.action, facts.calendar.period_of(decision.date)
    if period is None or decision.date is None:
        return kept(facts, office)
    if action in ("resize", "open"):
        if action == "resize" and size_of(office, decision.m2) is None:
            return kept(facts, office)
        m2 = exact(decision.m2 if action == "resize" else office.floor_m2)
        return Course(office, action, "", decision.date, period, m2)
    if (action in MOVES or decision.to_site) and decision.to_site not in facts.sites:
        return kept(facts, office)
    m2 = area_taken(facts, office, action) if decision.to_site else Fraction(0)
    return Course(office, action, decision.to_site, decision.date, period, m2)


def all_courses(facts: Facts, plan: Plan) -> tuple[Course, ...]:
    """Return the course of every office, by id; the first decision counts where there are several."""
    decisions: dict[str, Decision] = {}
    for decision in plan.decisions:
        decisions.setdefault(decision.office, decision)
    return tuple(follow(facts, office, decisions.get(name)) for name, office in facts.offices.items())


def today(facts: Facts) -> tuple[Course, ...]:
    """Return the courses of today's network: every office kept, no possible point open."""
    return tuple(kept(facts, office) for office in facts.offices.values())
