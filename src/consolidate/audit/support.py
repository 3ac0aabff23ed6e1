"""Where a support point is near, so that willing visits need not be made."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from consolidate.audit.facts import Facts
from consolidate.audit.presence import Presence
from consolidate.audit.travel import TOLERANCE, Bools, nearest
from consolidate.scenario.model import RemoteUse


def spared(facts: Facts, periods: Sequence[Presence]) -> Bools:
    """Say of every segment whether its visits are not made: willing ones with a support point near; (T, A, K, G, W)."""
    found: Bools = np.zeros(facts.demand.visits.shape, dtype=bool)
    for k, service in enumerate(facts.services.values()):
        if service.remote and service.remote.supported_share:
            for period, presence in enumerate(periods):
                found[period, :, k, :, 1] = supported(facts, presence, service.remote)[:, None]
    return found


def supported(facts: Facts, presence: Presence, remote: RemoteUse) -> Bools:
    """Say of every area whether any agency serves in a supporting mode within the limit of it, (A,)."""
    supporting = {
        facts.site_index[site]
        for (_, site), there in presence.serving.items()
        if any(each.mode in remote.support_modes for each in there)
    }
    _, way = nearest(facts.distances.minutes, sorted(supporting))
    return np.asarray(way <= remote.support_minutes + TOLERANCE)
