"""A solved state, put back into the user's words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from consolidate.engine.state import State
from consolidate.errors import CheckFailed
from consolidate.formulation.layout import Layout
from consolidate.instance.instance import Instance
from consolidate.plan.model import Assignment, Decision, Ints, Plan, Texts
from consolidate.scenario.model import Area, Service, Site


def decode(state: State) -> Plan:
    """Name every office's decision and every way people take; services that were merged are told apart again."""
    return Plan(_decisions(state), _assignment(state))


def followed_by(layout: Layout, decisions: Iterable[Decision]) -> Ints:
    """(O,) The trajectory that each office's decision stands for: `decode` the other way round.

    Raises
    ------
    CheckFailed
        Naming a decision that stands for none.
    """
    known = {_rounded(_decision(layout.instance, p)): p for p in range(len(layout.instance.courses.listed))}
    chosen = {each.office: known.get(_rounded(each), -1) for each in decisions}
    for each in decisions:
        if chosen[each.office] < 0:
            said = " ".join(str(part) for part in (each.action, each.mode, each.to_site, each.date or "") if part)
            raise CheckFailed(
                f"office {each.office}: {said!r} is not among what it can do (`consolidate show` lists it)"
            )
    return np.array([chosen[office.id] for office in layout.instance.scenario.offices], dtype=np.int64)


def _decisions(state: State) -> tuple[Decision, ...]:
    return tuple(_decision(state.network.layout.instance, p) for p in state.network.chosen)


def _decision(instance: Instance, trajectory: int) -> Decision:
    """Say a trajectory in words."""
    scenario, course = instance.scenario, instance.courses.listed[trajectory]
    target = scenario.sites[course.target].id if course.target >= 0 else ""
    day = instance.calendar.starts[course.change] if course.change >= 0 else None
    return Decision(scenario.offices[course.office].id, course.action, target, day, course.size, course.mode)


def _rounded(decision: Decision) -> Decision:
    """Take a size as a table shows it."""
    return replace(decision, m2=round(decision.m2, 2))


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
    willing = np.array([c.support is not None for c in classes])[segments.klass[used[row]]]
    order = np.lexsort(
        (arcs.site[state.arcs[row]], willing, group, service, segments.area[used[row]], segments.period[used[row]])
    )
    row, service, group, willing = row[order], service[order], group[order], willing[order]
    return Assignment(
        period=segments.period[used[row]],
        area=_ids(scenario.areas)[segments.area[used[row]]],
        service=_ids(scenario.services)[service],
        group=group_ids[group],
        site=_ids(scenario.sites)[arcs.site[state.arcs[row]]],
        millionths=state.millionths[row],
        willing=willing.astype(np.int64) if instance.demand.willing_share.any() else None,
    )


def _ids(rows: Sequence[Area | Service | Site]) -> Texts:
    return np.array([row.id for row in rows], dtype=object)
