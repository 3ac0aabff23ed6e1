"""Courses that move an office, or its people, once: as today until a period starts, then elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from consolidate.actions import pricing
from consolidate.actions.calendar import Floats
from consolidate.actions.trajectory import Setting, Stay, Trajectory, people


def moves(setting: Setting, index: int, action: str, target: int, m2: float, *, serves: bool) -> Iterator[Trajectory]:
    """Yield the course of moving once, for every period in which the target can be ready.

    ``target`` is the site moved to (-1: none), ``m2`` the area taken there, ``serves`` whether the office serves there.
    """
    office, calendar = setting.scenario.offices[index], setting.calendar
    here, fte = today(setting, index), people(office)
    there = Stay(target if serves or m2 else -1, office.mode if serves else "", m2, fte, office=serves)
    for period, day in enumerate(calendar.starts):
        if day < (pricing.earliest(setting, setting.sites[target]) if m2 else calendar.decided):
            continue
        left, one_off = pricing.leaving(setting, office, day)
        cash = pricing.staying(setting, office, day) + left
        cash[pricing.STAFF] = pricing.wages(setting, office, calendar.starts[0])
        km = 0.0
        if target >= 0:
            moved, fees, km = pricing.relocating(setting, index, target, day)
            cash, one_off = cash + moved, one_off + fees
        if m2:
            new, investment = pricing.settling(setting, office, setting.sites[target], m2, day)
            cash, one_off = cash + new, one_off + investment
        stays = (here,) * period + (there,) * (len(calendar.starts) - period)
        yield Trajectory(
            index, action, target, period, stays, cash, energy(setting, stays), one_off,
            moved_fte=fte if target >= 0 else 0.0, commute_km=km,
        )  # fmt: skip


def today(setting: Setting, index: int) -> Stay:
    """Where an office is today."""
    office = setting.scenario.offices[index]
    return Stay(setting.site_index[office.site], office.mode, office.floor_m2, people(office))


def energy(setting: Setting, stays: tuple[Stay, ...]) -> Floats:
    """(Y,) kWh of the floor area occupied; 0 where the scenario does not say."""
    calendar = setting.calendar
    m2 = np.zeros(len(calendar.years))
    m2[calendar.in_horizon] = np.array([stay.m2 for stay in stays])[calendar.period_of_year]
    return m2 * calendar.factor(setting.factor("building_energy"))
