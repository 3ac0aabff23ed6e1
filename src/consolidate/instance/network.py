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
    m2: Floats  # (P, T) floor area occupied
    cost: Floats  # (P,) discounted currency over the horizon
    unavoidable: Floats  # (O,) the part of an office's cost that every one of its trajectories has, discounted currency
    fte: Floats  # (P, T) people in service
    emissions: Floats  # (P,) kg CO2e of buildings and commuting over the horizon
    commuting: Floats  # (P,) kg CO2e of commuting alone
    moved_fte: Floats  # (P,) people who change their place of work
    one_off: Floats  # (P,) undiscounted currency, in period ``change``
    change: Ints  # (P,) period of the change, -1 = none


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
        cost=parts.sum(axis=1),
        unavoidable=unavoidable.sum(axis=1),
        fte=np.array([[stay.fte for stay in course.stays] for course in listed]),
        emissions=np.array([course.energy for course in listed]) @ kg_per_kwh + commuting,
        commuting=commuting,
        moved_fte=np.array([course.moved_fte for course in listed]),
        one_off=np.array([course.one_off for course in listed]),
        change=np.array([course.change for course in listed]),
    )


def counted_parts(scenario: Scenario) -> tuple[str, ...]:
    """Parts of cost that count from the scenario's viewpoint."""
    return COMPONENTS if scenario.objective.viewpoint == "state" else tuple(p for p in COMPONENTS if p != "vacancy")


def commuted(course: Trajectory, calendar: Calendar) -> Floats:
    """(Y,) km that people of a course travel more, by year."""
    since = calendar.years[0] if course.change < 0 else calendar.starts[course.change].year
    return np.asarray(course.commute_km * (calendar.in_horizon & (calendar.years >= since)), dtype=np.float64)


def serving(course: Courses, agency_of_office: Ints) -> Serving:
    """List every point that some trajectory serves at."""
    p, t = np.nonzero(course.mode >= 0)
    keys = np.stack([agency_of_office[course.office[p]], course.site[p, t], course.mode[p, t], t], axis=1)
    points, point = np.unique(keys, axis=0, return_inverse=True)
    return Serving(p, point.ravel(), *points.T)


def holding(course: Courses) -> Holding:
    """List every (site, period) that some trajectory occupies."""
    p, t = np.nonzero(course.site >= 0)
    keys = np.stack([course.site[p, t], t], axis=1)
    pairs, index = np.unique(keys, axis=0, return_inverse=True)
    return Holding(p, index.ravel(), *pairs.T)
