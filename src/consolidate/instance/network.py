"""Trajectories as arrays, and the points, holdings and abilities they can bring about."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from consolidate.actions.calendar import Calendar
from consolidate.actions.trajectory import COMPONENTS, Trajectory
from consolidate.scenario.model import Scenario

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Courses:
    """All trajectories, office by office; P of them over T periods."""

    listed: tuple[Trajectory, ...]
    office: Ints  # (P,)
    site: Ints  # (P, T) site occupied, -1 = none
    mode: Ints  # (P, T) index of the mode served in, -1 = does not serve
    m2: Floats  # (P, T) floor area occupied there
    desk_site: Ints  # (P, T) other site occupied in the same period, -1 = none
    desk_m2: Floats  # (P, T) floor area occupied at the other site
    staff: Ints  # (P, T) site at which customer service works, -1 = none
    home: Ints  # (P, T) site whose people serve, in modes staffed from elsewhere, -1 = none
    cost: Floats  # (P,) discounted currency over the horizon
    unavoidable: Floats  # (O,) the part of an office's cost that every one of its trajectories has, discounted currency
    fte: Floats  # (P, T) people in service
    emissions: Floats  # (P,) kg CO2e of buildings and commuting over the horizon
    commuting: Floats  # (P,) kg CO2e of commuting alone
    moved_fte: Floats  # (P,) people who change their place of work
    one_off: Floats  # (P,) undiscounted currency, in period ``change``
    change: Ints  # (P,) period of the change, -1 = none

    @property
    def all_m2(self) -> Floats:
        """(P, T) floor area occupied, at all sites."""
        return self.m2 + self.desk_m2


@dataclass(frozen=True)
class Serving:
    """Entries (trajectory, point): which trajectories serve at which point; a point is (agency, site, mode, period)."""

    course: Ints  # (N,)
    point: Ints  # (N,)
    agency: Ints  # (U,)
    site: Ints  # (U,)
    mode: Ints  # (U,)
    period: Ints  # (U,)


@dataclass(frozen=True)
class Holding:
    """Entries (trajectory, holding): which trajectories occupy which site when; a holding is (site, period)."""

    course: Ints  # (N,)
    holding: Ints  # (N,)
    m2: Floats  # (N,) floor area taken
    site: Ints  # (Z,)
    period: Ints  # (Z,)


def courses(
    listed: list[Trajectory], scenario: Scenario, calendar: Calendar, kg_per_kwh: Floats, kg_per_km: Floats
) -> Courses:
    """Stack trajectories; kg CO2e per kWh of buildings and per km driven are (Y,), of each year."""
    modes = {mode: m for m, mode in enumerate(sorted(scenario.modes))}
    parts = np.array([course.cash for course in listed]) @ calendar.weights  # (P, COMPONENTS)
    parts[:, [name not in counted_parts(scenario) for name in COMPONENTS]] = 0.0
    commuting = np.array([commuted(course, calendar) for course in listed]) @ kg_per_km
    office = np.array([course.office for course in listed])
    unavoidable = np.full((len(scenario.offices), parts.shape[1]), np.inf)
    np.minimum.at(unavoidable, office, parts)
    return Courses(
        listed=tuple(listed),
        office=office,
        site=np.array([[stay.site for stay in course.stays] for course in listed]),
        mode=np.array([[modes[stay.mode] if stay.mode else -1 for stay in course.stays] for course in listed]),
        m2=np.array([[stay.m2 for stay in course.stays] for course in listed]),
        desk_site=np.array([[stay.desks.site for stay in course.stays] for course in listed]),
        desk_m2=np.array([[stay.desks.m2 for stay in course.stays] for course in listed]),
        staff=np.array([[stay.staff for stay in course.stays] for course in listed]),
        home=np.array([[stay.home for stay in course.stays] for course in listed]),
        cost=parts.sum(axis=1),
        unavoidable=unavoidable.sum(axis=1),
        fte=np.array([[stay.all_fte for stay in course.stays] for course in listed]),
        emissions=np.array([course.energy for course in listed]) @ kg_per_kwh + commuting,
        commuting=commuting,
        moved_fte=np.array([course.moved_fte for course in listed]),
        one_off=np.array([course.one_off for course in listed]),
        change=np.array([course.change for course in listed]),
    )


def counted_parts(scenario: Scenario) -> tuple[str, ...]:
    """Parts of cost that count from the scenario's viewpoint; severance only where somebody may be dismissed."""
    left_out = set() if scenario.objective.viewpoint == "state" else {"vacancy"}
    if all(agency.staffing is None or agency.staffing.severance_per_fte is None for agency in scenario.agencies):
        left_out.add("severance")
    return tuple(part for part in COMPONENTS if part not in left_out)


def commuted(course: Trajectory, calendar: Calendar) -> Floats:
    """(Y,) km that people of a course travel more, by year: to their new place, and to points they visit."""
    since = calendar.years[0] if course.change < 0 else calendar.starts[course.change].year
    moved = np.asarray(course.commute_km * (calendar.in_horizon & (calendar.years >= since)), dtype=np.float64)
    return moved + calendar.by_year([stay.visiting_km for stay in course.stays])


def serving(course: Courses, agency_of_office: Ints) -> Serving:
    """List every point that some trajectory serves at."""
    p, t = np.nonzero(course.mode >= 0)
    keys = np.stack([agency_of_office[course.office[p]], course.site[p, t], course.mode[p, t], t], axis=1)
    points, point = np.unique(keys, axis=0, return_inverse=True)
    return Serving(p, point.ravel(), *points.T)


def holding(course: Courses) -> Holding:
    """List every (site, period) that some trajectory occupies: where it serves, or once did, then desks elsewhere."""
    (p, t), (q, u) = np.nonzero(course.site >= 0), np.nonzero(course.desk_site >= 0)
    m2 = np.concatenate([course.m2[p, t], course.desk_m2[q, u]])
    keys = np.concatenate([np.stack([course.site[p, t], t], axis=1), np.stack([course.desk_site[q, u], u], axis=1)])
    pairs, index = np.unique(keys, axis=0, return_inverse=True)
    return Holding(np.concatenate([p, q]), index.ravel(), m2, *pairs.T)
