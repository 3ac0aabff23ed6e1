"""A solved state, put back into the user's words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from consolidate.engine.state import State
from consolidate.plan.model import Assignment, Decision, Plan, Texts
from consolidate.scenario.model import Area, Service, Site


def decode(state: State) -> Plan:
    """Name every office's decision and every way people take; services that were merged are told apart again."""
    return Plan(_decisions(state), _assignment(state))


def _decisions(state: State) -> tuple[Decision, ...]:
    instance = state.network.layout.instance
    scenario, found = instance.scenario, []
    for o, p in enumerate(state.network.chosen):
        course = instance.courses.listed[p]
        target = scenario.sites[course.target].id if course.target >= 0 else ""
        day = instance.calendar.starts[course.change] if course.change >= 0 else None
        found.append(Decision(scenario.offices[o].id, course.action, target, day, course.size))
    return tuple(found)


def _assignment(state: State) -> Assignment:
    layout = state.network.layout
    instance, segments, arcs = layout.instance, layout.segments, layout.arcs
    scenario, classes = instance.scenario, instance.demand.classes
    used = arcs.segment[state.arcs]
    copies = np.array([len(c.services) for c in classes])[segments.klass[used]]
    row = np.repeat(np.arange(len(used)), copies)
    nth = np.arange(len(row)) - np.repeat(np.cumsum(copies) - copies, copies)
    most = max((len(c.services) for c in classes), default=0)
    table = np.array([list(c.services) + [-1] * (most - len(c.services)) for c in classes]).reshape(-1, most)
    service = table[segments.klass[used[row]], nth]
    visited = instance.demand.by_service[service, segments.area[used[row]], segments.period[used[row]]] > 0
    row, service = row[visited], service[visited]
    group = np.array([c.group for c in classes])[segments.klass[used[row]]]
    group_ids = np.array([g.id for g in scenario.groups] + [""], dtype=object)
    order = np.lexsort(
        (arcs.site[state.arcs[row]], group, service, segments.area[used[row]], segments.period[used[row]])
    )
    row, service, group = row[order], service[order], group[order]
    return Assignment(
        period=segments.period[used[row]],
        area=_ids(scenario.areas)[segments.area[used[row]]],
        service=_ids(scenario.services)[service],
        group=group_ids[group],
        site=_ids(scenario.sites)[arcs.site[state.arcs[row]]],
        millionths=state.millionths[row],
    )


def _ids(rows: Sequence[Area | Service | Site]) -> Texts:
    return np.array([row.id for row in rows], dtype=object)
