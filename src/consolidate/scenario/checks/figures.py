"""Figures that must fit together: factors and their units, prices, people, capacities, floor area."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from consolidate.errors import Problem
from consolidate.scenario.draft import Draft
from consolidate.scenario.model import FACTOR_UNITS, Factor, Factors
from consolidate.scenario.suggest import did_you_mean

OLD_AFTER_YEARS = 10
_AT_LEAST_ONE = ("car_occupancy", "fit_out_life")
_PRICES = ("carbon_price_per_tonne", "value_of_time_per_hour", "travel_price_per_km")
_NEGLIGIBLE = 1 + 1e-9  # sums of decimal numbers


def factors(draft: Draft) -> Iterator[Problem]:
    """Check that each factor is in its unit, within what makes sense, and not too old."""
    value: Factors | None = draft.values.get("factors")
    for name in FACTOR_UNITS if value else ():
        factor: Factor | None = getattr(value, name)
        if factor is not None:
            yield from _unit(draft, name, factor)
            yield from _size(draft, name, factor)
            yield from _age(draft, name, factor)


def _unit(draft: Draft, name: str, factor: Factor) -> Iterator[Problem]:
    currency = draft.values.get("currency")
    allowed = [FACTOR_UNITS[name]]
    if currency and "currency" in FACTOR_UNITS[name]:
        allowed.append(FACTOR_UNITS[name].replace("currency", currency))
    if factor.unit not in allowed:
        message = f"factors.{name}.unit: must be {' or '.join(allowed)}, but is {factor.unit!r}"
        suggestion = did_you_mean(factor.unit, allowed) or "convert the value"
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
        if name == "car_share" and value > 1:
            yield Problem(place, f"{label}: must be at most 1, but is {value:g}", f"{value:g}")
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


def prices(draft: Draft) -> Iterator[Problem]:
    """Check that money is minimised where a price weighs something against it."""
    objective = draft.values.get("objective")
    if objective is None or objective.minimise == "cost":
        return
    for name in _PRICES:
        if getattr(objective, name) is not None:
            message = f"objective.{name}: a price needs minimise: cost, but it is {objective.minimise}"
            yield Problem(draft.place("objective", name), message, suggestion="remove the price, or minimise cost")


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
    """Check that an agency's offices all state a capacity or none does; with one, visits take known minutes."""
    by_agency = defaultdict(list)
    for number, office in draft.rows("offices"):
        by_agency[office.agency].append((number, office))
    limited = set()
    for agency, offices in by_agency.items():
        without = [(number, office) for number, office in offices if office.capacity_minutes_per_year is None]
        if len(without) < len(offices):
            limited.add(agency)
            for number, office in without:
                message = (
                    f"offices.{office.id}: capacity_minutes_per_year is missing; other offices of {agency!r} have one"
                )
                yield Problem(draft.place("offices", number), message, suggestion="give it to all of them or to none")
    for number, service in draft.rows("services"):
        if service.agency in limited and service.minutes_per_visit is None:
            message = (
                f"services.{service.id}: minutes_per_visit is missing; offices of {service.agency!r} have a capacity"
            )
            yield Problem(draft.place("services", number), message)


def floor_area(draft: Draft) -> Iterator[Problem]:
    """Warn of sites whose offices take more than the site has."""
    taken: dict[str, float] = defaultdict(float)
    for _, office in draft.rows("offices"):
        taken[office.site] += office.floor_m2
    for number, site in draft.rows("sites"):
        if site.usable_m2 is not None and taken[site.id] > site.usable_m2 * _NEGLIGIBLE:
            message = (
                f"sites.{site.id}: its offices take {taken[site.id]:g} m2, more than usable_m2, {site.usable_m2:g}"
            )
            place = draft.place("sites", number, "usable_m2")
            yield Problem(place, message, f"{site.usable_m2:g}", severity="warning")
