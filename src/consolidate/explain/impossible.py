"""Data that no plan can save, found before solving."""

from __future__ import annotations

import numpy as np

from consolidate.errors import Conflict, Infeasible
from consolidate.formulation.layout import Layout
from consolidate.formulation.support import supports

_NAMED = 5


def check_reachable(layout: Layout) -> None:
    """Refuse visits that no site could ever serve.

    Raises
    ------
    Infeasible
        Some area has visits for a service, no site it can reach ever offers it, and no support can come near.
    """
    apart, willing = layout.apart, supports(layout.apart)
    served = np.bincount(apart.arcs.segment, minlength=len(apart.segments)) > 0
    saved = willing.saves(apart) @ np.diff(willing.near(apart).indptr) > 0
    lost = np.flatnonzero(~served & ~saved)
    if not len(lost):
        return
    scenario, segments = layout.instance.scenario, apart.segments
    found: dict[str, list[str]] = {}
    for d in lost:
        klass = layout.instance.demand.classes[segments.klass[d]]
        what = ", ".join(scenario.services[k].id for k in klass.services)
        if klass.group >= 0:
            what += f" for group {scenario.groups[klass.group].id}"
        found.setdefault(what, []).append(scenario.areas[segments.area[d]].id)
    conflicts = []
    for what, areas in found.items():
        named = sorted(set(areas))
        more = f" and {len(named) - _NAMED} more" if len(named) > _NAMED else ""
        sentence = f"no site that can be reached can ever serve {what} of {', '.join(named[:_NAMED])}{more}"
        conflicts.append(Conflict("data", sentence, amount=float(len(named))))
    raise Infeasible("The data make a plan impossible: " + "; ".join(c.sentence for c in conflicts), tuple(conflicts))
