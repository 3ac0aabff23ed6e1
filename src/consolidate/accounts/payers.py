"""Who pays and who saves: shared cost of a site told apart between those who are there, by a stated key."""

from __future__ import annotations

import math
from collections import defaultdict

import numpy as np

from consolidate.accounts.entries import SHARED, Entries
from consolidate.accounts.figures import Account
from consolidate.accounts.result import PayerRow, PlaceRow
from consolidate.program.program import Floats
from consolidate.scenario.model import Area


def payers(today: Account, plan: Account, entries_today: Entries, entries_plan: Entries) -> tuple[PayerRow, ...]:
    """Return what every party pays over the horizon, discounted; it sums to ``cost.total``."""
    was, is_ = _paid(today, entries_today), _paid(plan, entries_plan)
    parties = sorted({*was, *is_}, key=lambda party: (party[0] != "agency", party[1]))
    return tuple(PayerRow(name, kind, was.get((kind, name), 0.0), is_.get((kind, name), 0.0)) for kind, name in parties)


def _paid(account: Account, found: Entries) -> dict[tuple[str, str], float]:
    """(kind, party) to discounted cost."""
    instance = account.state.network.layout.instance
    weights = instance.calendar.weights
    amounts: defaultdict[tuple[str, str], list[float]] = defaultdict(list)
    for key, yearly in found.items():
        if not key.figure.startswith("cost."):
            continue
        if key.agency != SHARED:
            amounts["agency", key.agency].append(float(yearly @ weights))
            continue
        for party, share in _shares(account, key.source).items():
            amounts[party].append(float((yearly * share) @ weights))
    return {party: math.fsum(parts) for party, parts in amounts.items()}


def _shares(account: Account, site: str) -> dict[tuple[str, str], Floats]:
    """Party to (Y,) its share of a site's common cost, by the scenario's key; 0 beyond the horizon's last year."""
    instance = account.state.network.layout.instance
    calendar, s = instance.calendar, next(i for i, row in enumerate(instance.scenario.sites) if row.id == site)
    key = instance.scenario.objective.shared_by
    by_period = [_weights(account, s, t, key) for t in range(instance.periods)]
    parties = sorted({party for weights in by_period for party in weights})
    share = {party: np.zeros(len(calendar.years)) for party in parties}
    period = np.minimum(
        np.searchsorted(instance.scenario.horizon.periods, calendar.years, side="right") - 1, instance.periods - 1
    )
    for y, t in enumerate(period):
        total = sum(by_period[t].values())
        for party, weight in by_period[t].items():
            share[party][y] = weight / total
    return share


def _weights(account: Account, site: int, period: int, key: str) -> dict[tuple[str, str], float]:
    """Weigh the parties at a site in a period; where the key weighs nobody there, they count alike."""
    network = account.state.network
    instance = network.layout.instance
    courses, agencies = instance.courses, instance.scenario.agencies
    weights: defaultdict[tuple[str, str], float] = defaultdict(float)
    for p in network.chosen:
        agency = agencies[instance.office_agency[courses.office[p]]].id
        for part in courses.listed[p].stays[period].held:
            if part.site == site:
                weights["agency", agency] += {"m2": part.m2, "staff": part.fte}.get(key, 0.0)
    if key == "visits":
        for a, visits in enumerate(_visits(account, site, period)):
            if ("agency", agencies[a].id) in weights:
                weights["agency", agencies[a].id] = float(visits)
    if key == "equal" and instance.municipal[site]:
        weights["municipality", instance.municipalities[instance.locality[site]]] = 0.0
    if not sum(weights.values()):
        return dict.fromkeys(weights, 1.0)
    return {party: weight for party, weight in weights.items() if weight}


def _visits(account: Account, site: int, period: int) -> Floats:
    """Return (A,) visits a year to each agency at a site in a period."""
    layout, trips = account.state.network.layout, account.trips
    arcs = account.state.arcs
    here = (layout.arcs.site[arcs] == site) & (trips.period == period)
    agency = layout.segment_agency[layout.arcs.segment[arcs[here]]]
    size = len(layout.instance.scenario.agencies)
    return np.bincount(agency, weights=trips.visits[here], minlength=size).astype(np.float64)


def places(today: Account, plan: Account, entries_today: Entries, entries_plan: Entries) -> tuple[PlaceRow, ...]:
    """Return what falls in each municipality: discounted cost, emissions, and points in the last period."""
    areas = {area.id: area for area in plan.state.network.layout.instance.scenario.areas}
    weights = plan.state.network.layout.instance.calendar.weights
    table: defaultdict[tuple[str, str], list[float]] = defaultdict(lambda: [0.0] * 6)
    for column, found in enumerate((entries_today, entries_plan)):
        for key, yearly in found.items():
            group = key.figure.partition(".")[0]
            if group != "travel":
                amount = float(yearly @ weights) if group == "cost" else float(yearly.sum())
                table[_town(areas[key.area])][column + (0 if group == "cost" else 2)] += amount
    for column, account in enumerate((today, plan)):
        for area in _points(account):
            table[_town(areas[area])][4 + column] += 1
    return tuple(PlaceRow(region, town, *values) for (region, town), values in sorted(table.items()))


def _town(area: Area) -> tuple[str, str]:
    return area.region or "", area.municipality or area.id


def _points(account: Account) -> list[str]:
    """Area of every (agency, site) pair that serves in the last period."""
    network = account.state.network
    layout = network.layout
    instance = layout.instance
    now = network.points & (instance.serving.period == instance.periods - 1)
    sites = layout.agency_points[np.unique(layout.agency_point[now]), 1]
    return [instance.scenario.sites[s].area for s in sites]
