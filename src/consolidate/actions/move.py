"""Courses that change once: as today until a period starts, then elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from consolidate.actions import pricing
from consolidate.actions.calendar import Floats
from consolidate.actions.trajectory import Setting, Stay, Trajectory


def moves(setting: Setting, index: int, action: str, target: int, m2: float, *, serves: bool) -> Iterator[Trajectory]:
    """Yield the course of changing once, for every period in which the target can be ready.

    ``target`` is the site moved to (-1: none), ``m2`` the area taken there, ``serves`` whether the office serves there.
    """
    office, calendar = setting.scenario.offices[index], setting.calendar
    site = setting.sites[target]
    here = Stay(setting.site_index[office.site], office.mode, office.floor_m2)
    there = Stay(target if serves or m2 else -1, office.mode if serves else "", m2)
    energy = energy_per_m2(setting)
    for period, day in enumerate(calendar.starts):
        if m2 and day < pricing.earliest(setting, site):
            continue
        left, one_off = pricing.leaving(setting, office, day)
        cash = pricing.staying(setting, office, day) + left
        if m2:
            new, investment = pricing.settling(setting, office, site, m2, day)
            cash, one_off = cash + new, one_off + investment
        before = calendar.years < day.year
        yield Trajectory(
            office=index, action=action, target=target, change=period,
            stays=(here,) * period + (there,) * (len(calendar.starts) - period),
            cash=cash, energy=energy * np.where(before, office.floor_m2, m2), one_off=one_off,
        )  # fmt: skip


def energy_per_m2(setting: Setting) -> Floats:
    """(Y,) kWh per m2 and year of occupied floor area in the horizon; 0 where the scenario does not say."""
    return setting.calendar.factor(setting.factor("building_energy")) * setting.calendar.in_horizon
