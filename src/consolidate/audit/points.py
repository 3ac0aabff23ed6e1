"""What sites cost once for all who are there: while in use, while joint, their facilities, and works on all of it."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from consolidate.audit.exact import exact
from consolidate.audit.facilities import facilities, facility_m2, facility_works, shared
from consolidate.audit.facts import Facts
from consolidate.audit.money import ByYear, annuity, total
from consolidate.audit.presence import Presence


def yearly_costs(facts: Facts, periods: Sequence[Presence]) -> ByYear:
    """Return what sites in use, those that are joint, and facilities cost by year."""
    by_year = {}
    for years, presence in zip(facts.calendar.years, periods, strict=True):
        per_year = sum((while_used(facts, presence, site) for site in presence.used), Fraction(0))
        joint, rooms = presence.joint(facts), facilities(facts, presence)
        per_year += sum((exact(facts.sites[site].joint_fixed_per_year) for site in joint), Fraction(0))
        per_year += sum((exact(shared(facts, mode).cost_per_year) for mode, _ in rooms), Fraction(0))
        by_year.update(dict.fromkeys(years, per_year))
    return by_year


def while_used(facts: Facts, presence: Presence, site: str) -> Fraction:
    """Return what a site costs a year while anybody is there, its common area included."""
    there = facts.sites[site]
    per_m2 = exact(there.rent_per_m2_year or 0.0) + exact(there.running_per_m2_year or 0.0)
    return exact(there.shared_fixed_per_year) + common_at(facts, presence, site) * per_m2


def common_at(facts: Facts, presence: Presence, site: str) -> Fraction:
    """Return the common area of a site in use, its facilities included, m2."""
    return exact(facts.sites[site].common_m2) + facility_m2(facts, presence, site)


def common_m2(facts: Facts, presence: Presence) -> Fraction:
    """Return the common area of all sites in use, m2."""
    return sum((common_at(facts, presence, site) for site in presence.used), Fraction(0))


def shared_works(facts: Facts, today: Presence, periods: Sequence[Presence]) -> tuple[Fraction, ...]:
    """Return, by period, the works of sites that become joint and of facilities set up (first: since today)."""
    pairs = zip(joint_works(facts, today, periods), facility_works(facts, today, periods), strict=True)
    return tuple(joint + facility for joint, facility in pairs)


def joint_works(facts: Facts, today: Presence, periods: Sequence[Presence]) -> tuple[Fraction, ...]:
    """Return, by period, the works of sites that are joint in it and were not before (first: in today's network)."""
    works, before = [], today.joint(facts)
    for presence in periods:
        joint = presence.joint(facts)
        works.append(sum((exact(facts.sites[site].joint_fit_out) for site in joint - before), Fraction(0)))
        before = joint
    return tuple(works)


def shared_annuities(facts: Facts, works: Sequence[Fraction]) -> ByYear:
    """Return the works of every period as yearly amounts."""
    return total(annuity(facts, amount, start.year) for amount, start in zip(works, facts.calendar.starts, strict=True))
