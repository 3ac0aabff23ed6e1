"""Minutes of work: what people, and modes staffed from elsewhere, bring to a point or take from it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from consolidate.actions.home import trips_per_year
from consolidate.actions.pricing import remaining
from consolidate.actions.trajectory import Setting
from consolidate.instance.network import Courses, Serving
from consolidate.scenario.model import Staffing
from consolidate.units import THERE_AND_BACK

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Workforce:
    """Posts (agency, site, period) of agencies with staffing, sorted, at which minutes can be asked for.

    Entries (trajectory, post) say what a trajectory brings there; what it takes is below 0.
    """

    course: Ints  # (N,)
    post: Ints  # (N,)
    minutes: Floats  # (N,) minutes of work per year
    spoken: dict[str, Floats]  # language of a group with visits of its own -> (N,) share of the minutes worked in it
    agency: Ints  # (R,)
    site: Ints  # (R,)
    period: Ints  # (R,)
    per_fte: Floats  # (R,) minutes of work a person who is hired gives per year
    hiring: Floats  # (R,) currency for each, once
    wage: Floats  # (R,) currency for each per year, to the end of the horizon

    def __len__(self) -> int:
        """Return the number of posts."""
        return len(self.agency)


def workforce(around: Setting, course: Courses, serve: Serving, office_agency: Ints) -> Workforce:
    """Lay out the minutes of all agencies that count them."""
    agencies = around.scenario.agencies
    staffing = {a: agency.staffing for a, agency in enumerate(agencies) if agency.staffing is not None}
    agency = office_agency[course.office]
    counted = np.isin(agency, list(staffing))
    own = _customer_service(around, course, agency, counted, staffing)
    brought, taken = _from_elsewhere(around, course, counted)
    p, t, site, minutes = (np.concatenate(part) for part in zip(own, brought, taken, strict=True))
    keys = np.stack([agency[p], site, t], axis=1)
    points = np.stack([serve.agency, serve.site, serve.period], axis=1)[np.isin(serve.agency, list(staffing))]
    posts = np.unique(np.concatenate([points, keys[minutes < 0]]), axis=0)
    post = _positions(posts, keys, (len(agencies), len(around.sites), len(around.calendar.starts)))
    used = post >= 0
    speaking = {
        language: np.concatenate([
            _speakers(around, language)[course.office[own[0]]],
            _offered(around, language)[course.mode[brought[0], brought[1]]],
            np.zeros(len(taken[0])),
        ])[used]
        for language in _languages(around)
    }  # fmt: skip
    given = [staffing[a] for a in posts[:, 0].tolist()]
    return Workforce(
        course=p[used],
        post=post[used],
        minutes=minutes[used],
        spoken=speaking,
        agency=posts[:, 0],
        site=posts[:, 1],
        period=posts[:, 2],
        per_fte=np.array([each.minutes_per_fte_year for each in given], dtype=np.float64),
        hiring=np.array([each.hiring_cost_per_fte for each in given], dtype=np.float64),
        wage=np.array([each.hired_wage_per_fte_year for each in given], dtype=np.float64),
    )


def _languages(around: Setting) -> list[str]:
    """Return the languages of groups with visits of their own."""
    return sorted({group.language for group in around.scenario.groups if group.language and group.own_visits})


def _speakers(around: Setting, language: str) -> Floats:
    """(O,) share of an office's customer service that can serve in a language."""
    return np.array([office.staff.languages.get(language, 0.0) for office in around.scenario.offices])


def _offered(around: Setting, language: str) -> Floats:
    """(M,) 1 for modes that serve in a language, whoever is there, 0 for others; by name."""
    modes = around.scenario.modes
    return np.array([float(language in modes[name].languages) for name in sorted(modes)])


_Entries = tuple[Ints, Ints, Ints, Floats]  # trajectory, period, site, minutes; all (N,)


def _customer_service(
    around: Setting, course: Courses, agency: Ints, counted: npt.NDArray[np.bool_], staffing: dict[int, Staffing]
) -> _Entries:
    """Minutes of customer service where it works, less those who left; of a possible point from its opening on."""
    offices, calendar = around.scenario.offices, around.calendar
    fte = np.array([office.staff.customer_service_fte for office in offices])
    opened = ~np.array([office.exists for office in offices])
    there = np.zeros((len(around.scenario.agencies), len(calendar.starts), len(calendar.starts)))
    for a, each in staffing.items():
        for start, day in enumerate(calendar.starts):
            yearly = remaining(each, calendar, day.year)[calendar.in_horizon]
            there[a, start] = each.minutes_per_fte_year * calendar.by_period(yearly) / calendar.length
    p, t = np.nonzero((course.staff >= 0) & counted[:, None] & (fte[course.office] > 0)[:, None])
    first = np.where(opened[course.office], course.change, 0)[p]
    return p, t, course.staff[p, t], fte[course.office[p]] * there[agency[p], first, t]


def _from_elsewhere(around: Setting, course: Courses, counted: npt.NDArray[np.bool_]) -> tuple[_Entries, _Entries]:
    """Minutes that modes bring to points, and the same, with the way, taken from homes."""
    modes = [around.scenario.modes[name] for name in sorted(around.scenario.modes)]
    elsewhere = np.array([mode.staffing != "own" for mode in modes])
    given = np.array([mode.staff_minutes_per_year or 0.0 for mode in modes])
    trips = np.array([trips_per_year(mode) if mode.staffing == "visiting" else 0.0 for mode in modes])
    p, t = np.nonzero((course.mode >= 0) & elsewhere[course.mode] & counted[:, None])
    mode, home = course.mode[p, t], course.home[p, t]
    way = THERE_AND_BACK * around.minutes[course.office[p], home]
    travel = np.multiply(trips[mode], way, out=np.zeros(len(p)), where=trips[mode] > 0)
    lent = home >= 0
    brought = (p, t, course.site[p, t], given[mode])
    return brought, (p[lent], t[lent], home[lent], -(given[mode] + travel)[lent])


def _positions(posts: Ints, keys: Ints, shape: tuple[int, int, int]) -> Ints:
    """Index of each key among the posts, -1 = none."""
    table = np.full(shape, -1)
    table[tuple(posts.T)] = np.arange(len(posts))
    return np.asarray(table[tuple(keys.T)])
