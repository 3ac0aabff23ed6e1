"""What a decision makes of an office: where it is in every period, in which mode, and on how much area."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from consolidate.audit.exact import exact
from consolidate.audit.facts import Facts
from consolidate.plan.model import Decision, Plan
from consolidate.scenario.model import Conversion, Office, Resize

MOVES = ("merge", "colocate")
STANDING = ("keep", "never")
"""What is no change: an office of today stays as it is, a possible point does not open."""

ACTIONS = {True: ("keep", "close", *MOVES, "resize", "convert"), False: ("open", "never")}
"""What an office can do, by whether it exists today."""


@dataclass(frozen=True)
class Course:
    """One office through the horizon; ``change`` is the index of the first period after the change (T if none)."""

    office: Office
    action: str
    change: int
    day: date | None = None  # first day after the change
    to_site: str = ""  # where it moves, or its people go
    taken: Fraction = Fraction(0)  # m2 there
    stays: Fraction | None = None  # m2 at its own site after the change, None where nobody is left
    mode: str = ""  # it serves in after the change
    people_leave: bool = False  # those of a closed office, or of one that others will staff
    chosen_home: str = ""  # whose people serve at an opened point, where the plan chooses

    @property
    def back_office_stays(self) -> bool:
        """Whether customer service moves and the back office does not."""
        return self.action in MOVES and self.stays is not None

    @property
    def moved_people(self) -> Fraction:
        """FTE who change their place of work."""
        if not self.to_site:
            return Fraction(0)
        return exact(self.office.staff.customer_service_fte) if self.back_office_stays else people_of(self.office)

    @property
    def dismissed(self) -> Fraction:
        """FTE who are dismissed at the change."""
        return people_of(self.office) if self.people_leave and not self.to_site else Fraction(0)

    @property
    def new_area(self) -> tuple[str, Fraction]:
        """The site at which area is newly taken, and its m2; more area for a size is not, it needs no double rent."""
        return (self.office.site, self.stays or Fraction(0)) if self.action == "open" else (self.to_site, self.taken)

    @property
    def share_that_stays(self) -> Fraction:
        """Share of today's leases that goes on after the change."""
        if self.stays is None:
            return Fraction(0)
        return min(self.stays / exact(self.office.floor_m2), Fraction(1)) if self.office.floor_m2 else Fraction(1)

    def serves_at(self, period: int) -> str | None:
        """Return the site where the office serves the public in a period, None before it opens or once it is closed."""
        if period < self.change:
            return self.office.site if self.office.exists else None
        if self.action == "close":
            return None
        return self.to_site if self.action in MOVES else self.office.site

    def mode_in(self, period: int) -> str:
        """Return the mode it serves in, in a period."""
        return self.office.mode if period < self.change else self.mode

    def works_at(self, period: int) -> str | None:
        """Return the site where its customer service works in a period, None where it has none (any more)."""
        if period < self.change:
            return self.office.site if self.office.exists else None
        return (self.to_site or None) if self.people_leave else self.serves_at(period)

    def occupies(self, period: int) -> dict[str, Fraction]:
        """Return the sites that the office, or area for its people, is at in a period, and the m2 taken there."""
        if period < self.change:
            return {self.office.site: exact(self.office.floor_m2)} if self.office.exists else {}
        places = {} if self.stays is None else {self.office.site: self.stays}
        if self.action in MOVES or self.taken:
            places[self.to_site] = places.get(self.to_site, Fraction(0)) + self.taken
        return places

    def in_service(self, period: int) -> Fraction:
        """Return the FTE employed in a period: of today's offices until dismissed, of others once they are open."""
        employed = self.office.exists if period < self.change else not self.dismissed
        return people_of(self.office) if employed else Fraction(0)


def people_of(office: Office) -> Fraction:
    """Return the FTE of an office."""
    return exact(office.staff.customer_service_fte) + exact(office.staff.back_office_fte)


def desks_of(facts: Facts, office: Office) -> Fraction:
    """Return the m2 that the people of an office take where they go without it."""
    desk, presence, peak = (facts.constant(name) for name in ("desk_area", "presence", "peak"))
    if desk is None or presence is None or peak is None:
        return Fraction(0)
    return desk * people_of(office) * presence * peak


def whole_area(office: Office) -> Fraction:
    """Return the m2 that an office takes where it moves with everybody."""
    return exact(office.floor_m2 if office.moved_m2 is None else office.moved_m2)


def area_taken(facts: Facts, office: Office, decision: Decision) -> Fraction:
    """Return the m2 an office newly takes where it opens or moves, or the people take who leave it."""
    if decision.action == "open":
        return exact(office.floor_m2)
    if decision.action in MOVES:
        left = exact(decision.m2) / exact(office.floor_m2) if keeps_back_office(office, decision) else Fraction(0)
        return (1 - left) * whole_area(office)
    return desks_of(facts, office) if leaves_people(facts, decision) else Fraction(0)


def size_of(office: Office, m2: float) -> Resize | None:
    """Return the size an office with floor area can change to, if it is listed and another than today's."""
    sizes = (size for size in office.resize if size.m2 == m2 != office.floor_m2)
    return next(sizes, None) if office.floor_m2 else None


def conversion_of(office: Office, decision: Decision) -> Conversion | None:
    """Return the other mode, on an area, that an office can change to, if it is listed: what is ready first."""
    listed = [
        each
        for each in office.convert
        if each.mode == decision.mode != office.mode
        and decision.m2 == (office.floor_m2 if each.m2 is None else each.m2)
    ]
    return min(listed, key=lambda each: each.lead_time_months, default=None)


def keeps_back_office(office: Office, decision: Decision) -> bool:
    """Say whether a move leaves the back office behind, as it may."""
    parted = office.back_office_m2 is not None and 0 < office.back_office_m2 < office.floor_m2
    there = parted and office.staff.back_office_fte > 0
    return decision.action in MOVES and there and decision.m2 == office.back_office_m2


def leaves_people(facts: Facts, decision: Decision) -> bool:
    """Say whether people are to leave an office: it closes, or others will staff it."""
    if decision.action == "convert":
        return decision.mode in facts.scenario.modes and facts.mode(decision.mode).staffing != "own"
    return decision.action == "close"


def kept(facts: Facts, office: Office) -> Course:
    """Return the course of an office that stays as it is, or of a possible point that does not open."""
    return Course(office, "keep" if office.exists else "never", len(facts.calendar.starts))


def follow(facts: Facts, office: Office, decision: Decision | None) -> Course:
    """Return the course a decision leads to; one that cannot be carried out leaves the office as it is."""
    if decision is None or decision.action not in ACTIONS[office.exists] or decision.action in STANDING:
        return kept(facts, office)
    action, period = decision.action, facts.calendar.period_of(decision.date)
    if period is None or not listed(office, decision):
        return kept(facts, office)
    leave = leaves_people(facts, decision)
    to_site = decision.to_site if leave or action in MOVES else ""
    if to_site not in facts.sites and (action in MOVES or to_site):
        return kept(facts, office)
    stays = None
    if action in ("resize", "convert") or keeps_back_office(office, decision):
        stays = exact(decision.m2)
    elif action == "open":
        stays = exact(office.floor_m2)
    taken = area_taken(facts, office, decision) if to_site else Fraction(0)
    mode = decision.mode if action == "convert" else office.mode
    chosen = decision.to_site if decision.to_site in facts.sites and chooses_home(facts, office) else ""
    return Course(office, action, period, decision.date, to_site, taken, stays, mode, leave, chosen)


def chooses_home(facts: Facts, office: Office) -> bool:
    """Say whether a possible point is staffed from a site that the plan chooses."""
    return not office.exists and facts.mode(office.mode).from_home and office.home is None


def listed(office: Office, decision: Decision) -> bool:
    """Say whether the size or the mode that an office changes to is one it can change to."""
    if decision.action == "convert":
        return conversion_of(office, decision) is not None
    return decision.action != "resize" or size_of(office, decision.m2) is not None


def staffed_sites(facts: Facts, office: Office) -> list[int]:
    """Return the other sites (positions) where people of an office's agency serve today, sorted."""
    others = (each for each in facts.offices.values() if each.exists and each.agency == office.agency)
    return sorted(
        {facts.site_index[each.site] for each in others if facts.mode(each.mode).staffing == "own"}
        - {facts.site_index[office.site]}
    )


def all_courses(facts: Facts, plan: Plan) -> tuple[Course, ...]:
    """Return the course of every office, by id; the first decision counts where there are several."""
    decisions: dict[str, Decision] = {}
    for decision in plan.decisions:
        decisions.setdefault(decision.office, decision)
    return tuple(follow(facts, office, decisions.get(name)) for name, office in facts.offices.items())


def today(facts: Facts) -> tuple[Course, ...]:
    """Return the courses of today's network: every office kept, no possible point open."""
    return tuple(kept(facts, office) for office in facts.offices.values())
