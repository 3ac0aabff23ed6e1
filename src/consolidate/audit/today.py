"""Where people go in today's network: to the nearest point that can serve them, full or not."""

from __future__ import annotations

import numpy as np

from consolidate.audit.entries import Entries
from consolidate.audit.facts import Facts
from consolidate.audit.presence import Presence
from consolidate.audit.service import need_of, service_at, way_of
from consolidate.audit.support import spared
from consolidate.audit.travel import nearest
from consolidate.units import MILLION


def servable_today(facts: Facts, today: Presence) -> Entries:
    """Send the visits of every period to the nearest point; what none can serve is left out, willing ones are not."""
    visits = facts.demand.visits
    columns = []
    for service, group in np.ndindex(*visits.shape[2:4]):
        able = today.able(facts, service_at(facts, service), need_of(facts, group))
        site, _ = nearest(way_of(facts, group), able)
        asked = (visits[:, :, service, group] > 0).astype(bool) & (site >= 0)[None, :, None]
        period, area, willing = np.nonzero(asked)
        one = np.ones_like(period)
        columns.append(np.stack([period, area, service * one, group * one, willing, site[area], MILLION * one]))
    return Entries(*np.concatenate(columns, axis=1))


def made_today(facts: Facts, today: Presence, servable: Entries) -> Entries:
    """Leave out the willing visits that a support point of today's network saves."""
    saved = spared(facts, [today] * len(facts.calendar.starts))
    return servable.where(~saved[servable.segment])
