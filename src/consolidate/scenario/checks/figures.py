"""Figures that must fit together: factors and their units, people, capacities and minutes, floor area."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from consolidate.errors import Problem
from consolidate.scenario.draft import Draft
from consolidate.scenario.model import FACTOR_UNITS, Factor, Factors
from consolidate.scenario.suggest import did_you_mean

OLD_AFTER_YEARS = 10
_AT_LEAST_ONE = ("car_occupancy", "fit_out_life")
_AT_MOST_ONE = ("car_share", "presence")
_DAYS_OF_A_YEAR = 366
_MINUTES_OF_A_TENTH = 10_000  # a full-time person gives some 100,000 a year
_USED_WITH = {"presence": "desk_area", "peak": "desk_area", "commuting_cost": "commuting_days"}
"""Factors that count only where another one is given."""

_COUNTED = "capacity_minutes_per_year, staffing, opening_minutes_per_year"
_NEGLIGIBLE_M2 = 0.5  # leases and floor plans are measured by different people
_NEGLIGIBLE = 1 + 1e-9  # sums of decimal numbers


def factors(draft: Draft) -> Iterator[Problem]:
    """Check that each factor is in its unit, within what makes sense, and not too old."""
    value: Factors | None = draft.values.get("factors")
    for name in FACTOR_UNITS if value else ():
        factor: Factor | None = getattr(value, name)
        if factor is not None:
            in_unit = factor.unit in _units(draft, name)
            yield from _size(draft, name, factor) if in_unit else _unit(draft, name, factor)
            yield from _age(draft, name, factor)
            needed = _USED_WITH.get(name)
            if needed and getattr(value, needed) is None:
                message = f"factors.{name}: counts only where factors.{needed} is given"
                yield Problem(draft.place("factors", name), message, suggestion=f"give {needed}", severity="warning")


def working_time(draft: Draft) -> Iterator[Problem]:
    """Warn of people who work less than a tenth of a year: hours, where minutes are meant."""
    for number, agency in draft.rows("agencies"):
        given = agency.staffing.minutes_per_fte_year if agency.staffing else _MINUTES_OF_A_TENTH
        if given < _MINUTES_OF_A_TENTH:
            label = draft.label("agencies", number)
            message = (
                f"{label}.staffing.minutes_per_fte_year: {given:g} minutes are {given / 60:.3g} hours of work a year"
            )
            place = draft.place("agencies", number, "staffing", "minutes_per_fte_year")
            remedy = f"if hours are meant, write {given * 60:g}"
            yield Problem(place, message, f"{given:g}", suggestion=remedy, severity="warning")


def _units(draft: Draft, name: str) -> list[str]:
    """Return the ways to write the unit of a factor."""
    unit, currency = FACTOR_UNITS[name], draft.values.get("currency")
    return [unit, unit.replace("currency", currency)] if currency and "currency" in unit else [unit]


def _unit(draft: Draft, name: str, factor: Factor) -> Iterator[Problem]:
    allowed = _units(draft, name)
    message = f"factors.{name}.unit: must be {' or '.join(allowed)}, but is {factor.unit!r}"
    near = did_you_mean(factor.unit, allowed)
    suggestion = f"{near} if it is another unit, convert the value" if near else "convert the value"
    if FACTOR_UNITS[name] in ("share", "ratio") and factor.unit.strip().casefold() in ("%", "percent", "per cent"):
        suggestion = f"write {factor.value / 100:g}, unit {FACTOR_UNITS[name]}"
    yield Problem(draft.place("factors", name, "unit"), message, factor.unit, " or ".join(allowed), suggestion)


def _size(draft: Draft, name: str, factor: Factor) -> Iterator[Problem]:
    values: dict[tuple[str, ...], float] = {("value",): factor.value}
    values |= {("by_year", str(year)): value for year, value in factor.by_year.items()}
    for path, value in values.items():
        place, label = draft.place("factors", name, *path), f"factors.{name}.{'.'.join(path)}"
        if name in _AT_LEAST_ONE and value < 1:
            yield Problem(place, f"{label}: must be at least 1, but is {value:g}", f"{value:g}")
        if name == "fit_out_life" and value % 1:
            yield Problem(place, f"{label}: must be a whole number of years, but is {value:g}", f"{value:g}")
        if name in _AT_MOST_ONE and value > 1:
            yield Problem(place, f"{label}: must be at most 1, but is {value:g}", f"{value:g}")
        if name == "peak" and value <= 0:
            yield Problem(place, f"{label}: must be more than 0, but is {value:g}", f"{value:g}")
        if name == "commuting_days" and value > _DAYS_OF_A_YEAR:
            yield Problem(
                place, f"{label}: a year has at most {_DAYS_OF_A_YEAR} days, but it is {value:g}", f"{value:g}"
            )
    low = factor.value if factor.low is None else factor.low
    high = factor.value if factor.high is None else factor.high
    if not low <= factor.value <= high:
        message = f"factors.{name}: the value {factor.value:g} is not between low {low:g} and high {high:g}"
        yield Problem(draft.place("factors", name, "value"), message, f"{factor.value:g}")


def _age(draft: Draft, name: str, factor: Factor) -> Iterator[Problem]:
    reference = draft.values.get("reference_year")
    latest = max([year for year in (factor.year, *factor.by_year) if year is not None], default=None)
    if reference and latest is not None and factor.year is not None and reference - latest > OLD_AFTER_YEARS:
        message = f"factors.{name}: the value of {latest} is {reference - latest} years older than the reference year"
        place = draft.place("factors", name, "year")
        yield Problem(place, message, str(latest), suggestion="look for a newer one", severity="warning")


def people(draft: Draft) -> Iterator[Problem]:
    """Check that groups are parts of an area's people, and their own visits parts of its visits."""
    own = {group.id for _, group in draft.rows("groups") if group.own_visits}
    for number, area in draft.rows("areas"):
        for group, count in area.people.items():
            if count > area.population * _NEGLIGIBLE:
                message = (
                    f"areas.{area.id}: {count:g} people of {group!r} are more than the population, {area.population:g}"
                )
                yield Problem(draft.place("areas", number, "people", group), message, f"{count:g}")
        together = sum(count for group, count in area.people.items() if group in own)
        if together > area.population * _NEGLIGIBLE >= max(area.people.values()):
            message = f"areas.{area.id}: groups with own visits have {together:g} people, of {area.population:g} there"
            yield Problem(draft.place("areas", number, "people"), message)


def capacities(draft: Draft) -> Iterator[Problem]:
    """Check that an agency's offices all state a capacity or none does."""
    by_agency = defaultdict(list)
    for number, office in draft.rows("offices"):
        by_agency[office.agency].append((number, office))
    for agency, offices in by_agency.items():
        without = [(number, office) for number, office in offices if office.capacity_minutes_per_year is None]
        for number, office in without if len(without) < len(offices) else ():
            message = f"offices.{office.id}: capacity_minutes_per_year is missing; other offices of {agency!r} have one"
            yield Problem(draft.place("offices", number), message, suggestion="give it to all of them or to none")


def minutes(draft: Draft) -> Iterator[Problem]:
    """Check that visits take known minutes where people's are counted; in opening minutes they may take none."""
    limited = {o.agency for _, o in draft.rows("offices") if o.capacity_minutes_per_year is not None}
    staffed = {agency.id for _, agency in draft.rows("agencies") if agency.staffing is not None}
    opening = {name for name, mode in draft.modes.items() if mode.opening_minutes_per_year is not None}
    for number, service in draft.rows("services"):
        if service.minutes_per_visit is not None:
            continue
        reasons = [f"offices of {service.agency!r} have a capacity"] if service.agency in limited else []
        reasons += [f"agency {service.agency!r} has staffing"] if service.agency in staffed else []
        reasons += [f"mode {mode!r} has opening_minutes_per_year" for mode in service.modes if mode in opening]
        if reasons:
            message = f"services.{service.id}: minutes_per_visit is missing; {reasons[0]}"
            remedy = f"give minutes_per_visit, or remove what counts them: {_COUNTED}"
            found = Problem(draft.place("services", number), message, suggestion=remedy)
            yield found if service.agency in limited | staffed else replace(found, severity="warning")


def leased_area(draft: Draft) -> Iterator[Problem]:
    """Warn of offices that lease other floor area than they have, where no lease ends before another begins."""
    for number, office in draft.rows("offices"):
        leased = sum(lease.m2 for lease in office.leases)
        at_once = len(office.leases) == 1 or all(lease.start is None for lease in office.leases)
        if office.leases and at_once and abs(leased - office.floor_m2) > _NEGLIGIBLE_M2:
            message = f"{draft.label('offices', number)}: leases of {leased:g} m2 for floor_m2 {office.floor_m2:g}"
            place = draft.place("offices", number, "leases")
            yield Problem(place, message, f"{leased:g}", suggestion="rent goes by the lease", severity="warning")


def floor_area(draft: Draft) -> Iterator[Problem]:
    """Warn of sites whose offices of today, and common area, take more than the site has."""
    taken: dict[str, float] = defaultdict(float)
    for _, office in draft.rows("offices"):
        if office.exists:
            taken[office.site] += office.floor_m2
    for number, site in draft.rows("sites"):
        usable = site.usable_m2
        if usable is None:
            continue
        m2 = taken[site.id] + (site.common_m2 if site.id in taken else 0.0)
        place = draft.place("sites", number, "usable_m2")
        if site.common_m2 > usable * _NEGLIGIBLE:
            message = (
                f"sites.{site.id}: common_m2 is {site.common_m2:g}, more than usable_m2, {usable:g}: nobody fits in"
            )
            yield Problem(place, message, f"{usable:g}", severity="warning")
        elif m2 > usable * _NEGLIGIBLE:
            common = f" and common area {site.common_m2:g}" if site.common_m2 else ""
            offices = f"its offices take {taken[site.id]:g} m2{common}"
            message = f"sites.{site.id}: {offices}, more than usable_m2, {usable:g}"
            yield Problem(place, message, f"{usable:g}", severity="warning")
