r"""The variables, and the index sets they run over.

=========  ====================  =====================================================================
symbol     index                 meaning
=========  ====================  =====================================================================
y          trajectory p          1: the office follows it (binary)
u          point (a, s, m, t)    1: agency a serves at site s in mode m in period t (integral by links)
z          holding (s, t)        1: the site is in use (binary)
joint      (s, t)                1: two or more parties serve there (binary)
o          (s, t)                1: the site becomes a joint point (joint_start; integral where it is paid for)
b          ability (k, l, s, t)  1: duty k can be met at s in language l (integral by links)
hire       (a, s, t)             people agency a hires at s at the start of a period (where minutes are counted)
facility   (s, m, t)             1: what agencies share in mode m is there (integral by links); facility_start: set up
x          way (d, s, t)         share of segment d's visits made at s
unserved   segment (d, t)        share not served; fixed at 0, there for explaining
saved      (support, i, t)       1: a support point is near area i, willing visits are not made (integral by links)
nearer     way (d, s, t)         share of visits made at s or nearer, where all go to the nearest
=========  ====================  =====================================================================

Duty k stands for the services of one agency with the same modes; segment d for the visits of one class in one area.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from consolidate.instance.demand import Class
from consolidate.instance.instance import Instance
from consolidate.instance.prices import travel_prices
from consolidate.instance.remote import Support
from consolidate.program.program import Floats, Ints, Matrix, sum_by

Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Abilities:
    """Where a duty can be met at all, or in a language; all arrays (B,)."""

    duty: Ints
    language: Ints  # -1 = any
    site: Ints
    period: Ints

    def __len__(self) -> int:
        """Return the number of abilities."""
        return len(self.duty)


@dataclass(frozen=True)
class Segments:
    """Visits of a class in an area in a period, where there are any; all arrays (D,)."""

    klass: Ints
    area: Ints
    period: Ints
    visits: Floats  # per year

    def __len__(self) -> int:
        """Return the number of segments."""
        return len(self.klass)


@dataclass(frozen=True)
class Arcs:
    """Ways a segment's visits can go; all arrays (E,)."""

    segment: Ints
    site: Ints
    place: Ints  # index among places: (duty, language, site, period)

    def __len__(self) -> int:
        """Return the number of arcs."""
        return len(self.segment)


@dataclass(frozen=True)
class Layout:
    """Index sets of a model, computed once from the instance.

    Where travel has no price, segments that can go the same ways are merged (unless ``merge`` is false): only their sum
    matters.
    """

    instance: Instance
    merge: bool = True

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """Languages that a group or a rule asks for."""
        return tuple(self.instance.speaks)

    @cached_property
    def places(self) -> Abilities:
        """Where a duty can be met in some mode of it, language -1 first, then every language that is served there."""
        serving, demand = self.instance.serving, self.instance.demand
        keys = []
        for k, duty in enumerate(demand.duties):
            fits = self._fits(k) & (serving.agency == duty.agency)
            pairs = np.unique(np.stack([serving.site[fits], serving.period[fits]], axis=1), axis=0)
            keys.append(_keyed(k, -1, pairs))
            for language in range(len(self.languages)):
                people, point = self.speaking(language, duty.agency), self.offering(language, duty.agency)
                spoken = np.concatenate([people[:, :2], np.stack([serving.site, serving.period], axis=1)[point]])
                able = pairs[np.isin(self._flat(*pairs.T), self._flat(*spoken.T))]
                keys.append(_keyed(k, language, able))
        return Abilities(*np.concatenate(keys).T)

    def _flat(self, site: Ints, period: Ints) -> Ints:
        return site * self.instance.periods + period

    def _fits(self, duty: int) -> Bools:
        """(U,) whether a point's mode can give the duty."""
        modes, allowed = self.instance.modes, self.instance.demand.duties[duty].modes
        return np.array([mode in allowed for mode in modes])[self.instance.serving.mode]

    def speaking(self, language: int, agency: int) -> Ints:
        """(N, 3) site, period and trajectory of every entry that brings speakers of the agency to a point."""
        serving, course = self.instance.serving, self.instance.courses
        speaks = self.instance.speaks[self.languages[language]][course.office[serving.course]]
        point = serving.point
        there = course.staff[serving.course, serving.period[point]] == serving.site[point]
        entry = speaks & there & (serving.agency[point] == agency)
        point = point[entry]
        return np.stack([serving.site[point], serving.period[point], serving.course[entry]], axis=1)

    def offering(self, language: int, agency: int) -> Ints:
        """(N,) points of an agency in modes that serve in a language, whoever is there."""
        serving, modes = self.instance.serving, self.instance.scenario.modes
        speaks = np.array([self.languages[language] in modes[name].languages for name in self.instance.modes])
        return np.flatnonzero(speaks[serving.mode] & (serving.agency == agency))

    @cached_property
    def eligible(self) -> Matrix:
        """Matrix (places, points): the points whose presence makes a place."""
        place, point = [], []
        serving, flat = self.instance.serving, self._flat(self.places.site, self.places.period)
        for k, duty in enumerate(self.instance.demand.duties):
            points = np.flatnonzero(self._fits(k) & (serving.agency == duty.agency))
            for language in range(-1, len(self.languages)):
                mine = np.flatnonzero((self.places.duty == k) & (self.places.language == language))
                rows, columns = _join(flat[mine], self._flat(serving.site[points], serving.period[points]))
                place.append(mine[rows])
                point.append(points[columns])
        shape = (len(self.places), len(serving.agency))
        return sum_by(np.concatenate(place), np.concatenate(point), shape)

    @cached_property
    def spoken(self) -> Matrix:
        """Matrix (places, trajectories): whose people make a place one where the language is spoken."""
        place, course = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
        flat = self._flat(self.places.site, self.places.period)
        for k, duty in enumerate(self.instance.demand.duties):
            for language in range(len(self.languages)):
                mine = np.flatnonzero((self.places.duty == k) & (self.places.language == language))
                entries = self.speaking(language, duty.agency)
                rows, columns = _join(flat[mine], self._flat(entries[:, 0], entries[:, 1]))
                place.append(mine[rows])
                course.append(entries[columns, 2])
        shape = (len(self.places), len(self.instance.courses.office))
        return sum_by(np.concatenate(place), np.concatenate(course), shape)

    @cached_property
    def offered(self) -> Matrix:
        """Matrix (places, points): whose mode makes a place one where the language is served."""
        place, point = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
        serving, flat = self.instance.serving, self._flat(self.places.site, self.places.period)
        for k, duty in enumerate(self.instance.demand.duties):
            for language in range(len(self.languages)):
                mine = np.flatnonzero((self.places.duty == k) & (self.places.language == language))
                points = self.offering(language, duty.agency)
                rows, columns = _join(flat[mine], self._flat(serving.site[points], serving.period[points]))
                place.append(mine[rows])
                point.append(points[columns])
        return sum_by(np.concatenate(place), np.concatenate(point), (len(self.places), len(serving.agency)))

    @cached_property
    def abilities(self) -> Ints:
        """(B,) indices of the places that ask for a language: the columns b."""
        return np.flatnonzero(self.places.language >= 0)

    @cached_property
    def segments(self) -> Segments:
        """Segments with visits; areas with the same ways out are one segment where travel has no price."""
        visits = self.instance.demand.visits
        klass, area, period = np.nonzero(visits > 0)
        apart = Segments(klass, area, period, visits[klass, area, period])
        return self._merged(apart) if self.merge and not travel_prices(self.instance) else apart

    @cached_property
    def arcs(self) -> Arcs:
        """Ways that exist: the site can be reached, and can come to serve the segment; by segment, then site."""
        segments, table = self.segments, self._place_table()
        found = []
        for c, klass in enumerate(self.instance.demand.classes):  # segments are sorted by class, and so come arcs
            mine = np.flatnonzero(segments.klass == c)
            place = table[klass.duty, self._class_language(klass.group) + 1].T[segments.period[mine]]
            row, site = np.nonzero(self._reachable(klass.group)[segments.area[mine]] & (place >= 0))
            found.append((mine[row], site, place[row, site]))
        return Arcs(*(np.concatenate(part) for part in zip(*found, strict=True)))

    @cached_property
    def apart(self) -> Layout:
        """The same layout with every area's visits a segment of its own."""
        return Layout(self.instance, merge=False) if self.merge else self

    def along(self, arcs: Ints, part: str) -> Floats:
        """(N,) ``km``, ``minutes`` or ``impedance`` one way of some arcs, as their group goes."""
        segment, site, instance = self.arcs.segment[arcs], self.arcs.site[arcs], self.instance
        area, group = self.segments.area[segment], self.class_group[self.segments.klass[segment]]
        found = getattr(instance.ways, part)[area, site]
        for g, way in enumerate(instance.group_ways):
            if way is not instance.ways:
                mine = group == g
                found[mine] = getattr(way, part)[area[mine], site[mine]]
        return np.asarray(found, dtype=np.float64)

    def by_distance(self, arcs: Ints) -> Ints:
        """(N,) some arcs in order: segment by segment, the nearest first, ties by site id."""
        return arcs[np.lexsort((self.arcs.site[arcs], self.along(arcs, "impedance"), self.arcs.segment[arcs]))]

    def nearest(self, arcs: Ints) -> Ints:
        """Return the nearest of some arcs for each segment that has one."""
        order = self.by_distance(arcs)
        return order[np.unique(self.arcs.segment[order], return_index=True)[1]]

    @cached_property
    def segment_agency(self) -> Ints:
        """(D,) agency that each segment visits."""
        return self.instance.demand.agency[self.segments.klass]

    @cached_property
    def segment_minutes(self) -> Floats:
        """(D,) minutes a year that all visits of a segment ask for."""
        return self.instance.demand.minutes[self.segments.klass] * self.segments.visits

    @cached_property
    def segment_language(self) -> Ints:
        """(D,) language that each segment has to be served in, -1 = any."""
        return np.array([self._class_language(group) for group in self.class_group])[self.segments.klass]

    @cached_property
    def class_group(self) -> Ints:
        """(C,) group of every class, -1 = everybody else."""
        return np.array([c.group for c in self.instance.demand.classes])

    def _reachable(self, group: int) -> Bools:
        """(I, S) whether people of a group can go to a site and get in."""
        return np.isfinite(self.instance.ways_of(group).minutes) & self.instance.admits(group)

    def near_support(self, support: Support) -> Bools:
        """(I, S) whether a support point at a site would be near an area."""
        return np.asarray(self.instance.ways.minutes <= support.minutes)

    def _merged(self, apart: Segments) -> Segments:
        """Add up segments of a class and period that have the same ways out; exact, since no way has a price.

        Those who go to the nearest point in any case stay apart: each area has a nearest one of its own.
        """
        alike = np.array([self._alike(klass) for klass in self.instance.demand.classes])
        keys = np.stack([apart.klass, apart.period, alike[apart.klass, apart.area]], axis=1)
        _, first, group = np.unique(keys, axis=0, return_index=True, return_inverse=True)
        visits = np.bincount(group.ravel(), weights=apart.visits).astype(np.float64)
        return Segments(apart.klass[first], apart.area[first], apart.period[first], visits)

    def _alike(self, klass: Class) -> Ints:
        """(I,) number of the areas whose visits of a class have the same ways, and the same support points near."""
        instance = self.instance
        if instance.nearest[instance.demand.duties[klass.duty].agency].any():
            return np.arange(len(instance.scenario.areas))
        sites = self._reachable(klass.group)
        if klass.support is not None:
            sites = np.concatenate([sites, self.near_support(klass.support)], axis=1)
        return np.unique(np.packbits(sites, axis=1), axis=0, return_inverse=True)[1].ravel()

    def _class_language(self, group: int) -> int:
        spoken = self.instance.scenario.groups[group].language if group >= 0 else None
        return -1 if not spoken else self.languages.index(spoken)

    def _place_table(self) -> Ints:
        """(duty, language + 1, S, T) index of the place, -1 = none."""
        instance, places = self.instance, self.places
        shape = (len(instance.demand.duties), len(self.languages) + 1, len(instance.usable_m2), instance.periods)
        table = np.full(shape, -1)
        table[places.duty, places.language + 1, places.site, places.period] = np.arange(len(places))
        return table

    @cached_property
    def joint(self) -> Ints:
        """(J,) holdings at which two or more parties can come to serve."""
        return np.flatnonzero(self.parties_most >= 2)

    @cached_property
    def parties_most(self) -> Ints:
        """(Z,) how many parties can serve at most at a holding, the municipality among them."""
        holding, instance = self.instance.holding, self.instance
        pairs = np.unique(np.stack([self.holding_of_point, instance.serving.agency], axis=1), axis=0)
        return np.bincount(pairs[:, 0], minlength=len(holding.site)) + instance.municipal[holding.site]

    @cached_property
    def holding_of_point(self) -> Ints:
        """(U,) the holding a point stands in."""
        return self.holding_at(self.instance.serving.site, self.instance.serving.period)

    def holding_at(self, site: Ints, period: Ints) -> Ints:
        """(N,) the holding of each site and period; every one of them can come to be occupied."""
        holding = self.instance.holding
        return _index_of(self._flat(holding.site, holding.period), self._flat(site, period))

    @cached_property
    def agency_points(self) -> Ints:
        """(A, 3) agency, site and period of every point, whatever its mode."""
        serving = self.instance.serving
        return np.unique(np.stack([serving.agency, serving.site, serving.period], axis=1), axis=0)

    @cached_property
    def agency_point(self) -> Ints:
        """(U,) index of each point among `agency_points`."""
        serving = self.instance.serving
        keys = np.stack([serving.agency, serving.site, serving.period], axis=1)
        return np.unique(keys, axis=0, return_inverse=True)[1].ravel()

    def ability(self) -> tuple[Matrix, Matrix]:
        """Matrices (places, u) and (places, b) whose sum says whether a place serves (b for a language)."""
        plain = self.places.language < 0
        u = self.eligible.multiply(plain[:, None]).tocsr()
        b = sum_by(self.abilities, np.arange(len(self.abilities)), (len(self.places), len(self.abilities)))
        return u, b


def _keyed(duty: int, language: int, pairs: Ints) -> Ints:
    """(N, 4) prefix (site, period) pairs with duty and language."""
    head = np.broadcast_to(np.array([duty, language]), (len(pairs), 2))
    return np.concatenate([head, pairs.reshape(-1, 2)], axis=1)


def _index_of(known: Ints, wanted: Ints) -> Ints:
    """Index of each wanted value among known ones (all distinct, all present)."""
    order = np.argsort(known)
    return order[np.searchsorted(known, wanted, sorter=order)]


def _join(left: Ints, right: Ints) -> tuple[Ints, Ints]:
    """All pairs (i, j) with left[i] == right[j]; left values are distinct."""
    order = np.argsort(left)
    at = np.searchsorted(left, right, sorter=order)
    inside = at < len(left)
    rows = order[np.where(inside, at, 0)] if len(left) else np.zeros_like(at)
    match = inside & (left[rows] == right) if len(left) else np.zeros(len(right), dtype=bool)
    return rows[match], np.flatnonzero(match)
