"""What was taken for granted: the scenario's own list, and what the model had to assume for want of data."""

from __future__ import annotations

from collections.abc import Iterator

from consolidate.actions.trajectory import people
from consolidate.scenario.model import FACTOR_DEFAULTS, FACTOR_UNITS, Assumption, Scenario
from consolidate.scenario.suggest import some_of


def assumptions(scenario: Scenario) -> tuple[str, ...]:
    """List assumptions in words: stated ones first."""
    stated = (text if isinstance(text, str) else _words(text) for text in scenario.assumptions)
    parts = (_about_factors, _about_premises, _about_staff, _about_visits)
    return (*stated, *(text for part in parts for text in part(scenario)))


def _words(assumption: Assumption) -> str:
    text = assumption.what
    if assumption.value is not None:
        text += f": {assumption.value:g} {assumption.unit or ''}".rstrip()
    if assumption.low is not None or assumption.high is not None:
        low, high = (f"{x:g}" if x is not None else "?" for x in (assumption.low, assumption.high))
        text += f" (from {low} to {high})"
    return text + (f"; {assumption.why}" if assumption.why else "")


def _about_factors(scenario: Scenario) -> Iterator[str]:
    factors = scenario.factors
    for name, value in FACTOR_DEFAULTS.items():
        if getattr(factors, name) is None and _matters(scenario, name):
            yield f"{name.replace('_', ' ')} is not given: {value:g} {FACTOR_UNITS[name]} is assumed"
    if factors.building_energy is None or factors.energy_emissions is None:
        yield "emissions of buildings are not counted: building_energy and energy_emissions are not both given"
    if factors.car_emissions is None:
        yield "emissions of visits are not counted: car_emissions is not given"
    if factors.desk_area is None and any(people(office) for office in scenario.offices if office.exists):
        yield "people of a closed office take no floor area where they go: desk_area is not given"


def _matters(scenario: Scenario, name: str) -> bool:
    """Whether a default enters any number of this scenario."""
    if name.startswith("car_"):
        return scenario.factors.car_emissions is not None
    if name == "fit_out_life":
        resized = any(size.works_per_m2 for office in scenario.offices for size in office.resize)
        fitted = any(mode.fit_out or (mode.shared and mode.shared.fit_out) for mode in scenario.modes.values())
        return resized or fitted or any(site.fit_out_per_m2 or site.joint_fit_out for site in scenario.sites)
    if name in ("presence", "peak"):
        return scenario.factors.desk_area is not None
    if name == "commuting_cost":
        visiting = any(mode.staffing == "visiting" for mode in scenario.modes.values())
        return visiting or scenario.factors.commuting_days is not None
    return any(people(office) for office in scenario.offices)


def _about_premises(scenario: Scenario) -> Iterator[str]:
    unpaid = sum(1 for office in scenario.offices if people(office) and office.wage_per_fte_year is None)
    if unpaid:
        yield f"offices with staff that give no wage: {unpaid}; their people cost nothing"
    loose = sum(1 for office in scenario.offices if office.exists and office.floor_m2 and not office.leases)
    if loose:
        yield f"offices that give no lease: {loose}; they pay their site's rent and can be left on any day"
    unknown = sum(1 for site in scenario.sites if site.usable_m2 is None and site.rent_per_m2_year is not None)
    if unknown:
        yield f"sites that give no usable floor area: {unknown}; they are taken to have room for everybody"
    renewed = sum(
        1 for office in scenario.offices for lease in office.leases
        if lease.end and lease.end.year <= scenario.horizon.end and lease.renewal_rent_per_m2_year is None
    )  # fmt: skip
    if renewed:
        yield f"leases that end in the horizon and give no renewal rent: {renewed}; they are renewed at the same rent"


def _about_staff(scenario: Scenario) -> Iterator[str]:
    uncounted = [a.id for a in scenario.agencies if a.staffing is None and not _limited(scenario, a.id)]
    if uncounted:
        yield f"whether people suffice for the visits of {some_of(uncounted)} is not counted: no staffing, no capacity"
    if any(agency.staffing for agency in scenario.agencies):
        yield "working minutes are balanced over a period at each point, not by the hour or weekday"
        yield "people hired take no floor area of their own, and stay there to the end, whatever the office does"
        if any(group.language and group.own_visits for group in scenario.groups):
            yield "people hired speak the languages in which working minutes are short where they are hired"


def _limited(scenario: Scenario, agency: str) -> bool:
    """Whether an agency's visits are held against minutes that its offices have, or that their modes are open."""
    mine = [office for office in scenario.offices if office.agency == agency]
    modes = {mode for office in mine for mode in (office.mode, *(change.mode for change in office.convert))}
    opened = any(scenario.modes[mode].opening_minutes_per_year is not None for mode in modes)
    return opened or any(office.capacity_minutes_per_year is not None for office in mine)


def _about_visits(scenario: Scenario) -> Iterator[str]:
    counted = set()
    if scenario.visits is not None and len(scenario.visits):
        numbers = scenario.visits.numbers
        given = ~(
            (numbers["visits_per_year"] != numbers["visits_per_year"])
            & (numbers["visits_per_1000"] != numbers["visits_per_1000"])
        )
        counted = set(scenario.visits.texts["service"][given])
    spread = [
        s.id
        for s in scenario.services
        if s.id not in counted and any(s.id in o.visits_per_year for o in scenario.offices)
    ]
    if spread:
        yield f"visits of {', '.join(spread)} are counted at offices and spread over the areas nearest to each"
    yield from _about_remote_use(scenario)
    estimate = scenario.travel.estimate
    if estimate and (scenario.travel.matrix is None or scenario.travel.missing == "estimate"):
        line = "great circle" if estimate.method == "haversine" else "ellipsoid"
        yield f"ways are estimated: {line} x {estimate.detour:g} at {estimate.speed_kmh:g} km/h"
        where = {area.id: (area.lat, area.lon) for area in scenario.areas}
        here = sum(1 for site in scenario.sites if site.lat is None or (site.lat, site.lon) == where[site.area])
        if here:
            yield f"sites that stand where their area does: {here}; the people of that area are 0 km away"


def _about_remote_use(scenario: Scenario) -> Iterator[str]:
    paced = any(area.remote_factor != 1 for area in scenario.areas)
    for service in scenario.services:
        remote = service.remote
        if remote is not None and remote.by_year:
            steps = ", ".join(f"{share:.0%} from {year}" for year, share in sorted(remote.by_year.items()))
            how = ", times the remote_factor of the area" if paced else ""
            yield f"visits of {service.id} done without coming: {steps}{how}"
        if remote is not None and remote.supported_share:
            modes = ", ".join(remote.support_modes)
            yield (
                f"of the visits of {service.id} that are left, {remote.supported_share:.0%} are not made where a point "
                f"of mode {modes} is within {remote.support_minutes:g} minutes"
            )
        if service.turned_away_per_hour:
            yield (
                f"visits of {service.id} that distance turns away: {service.turned_away_per_hour:.0%} for every hour "
                "one way; told, and not saved"
            )
