"""Courses that move an office, or its people, once: as today until a period starts, then elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from consolidate.actions import home, pricing
from consolidate.actions.calendar import Floats
from consolidate.actions.trajectory import NO_DESKS, Desks, Setting, Stay, Trajectory, moved_area, people
from consolidate.scenario.model import Office


def moves(
    setting: Setting, index: int, action: str, target: int, m2: float, *, serves: bool, back_office: bool = False
) -> Iterator[Trajectory]:
    """Yield the course of moving once, for every period in which the target can be ready.

    ``target`` is the site moved to (-1: none), ``m2`` the area taken there, ``serves`` whether the office serves there,
    ``back_office`` whether its back office stays behind.
    """
    office, calendar = setting.scenario.offices[index], setting.calendar
    here, there = today(setting, index), _moved(setting, office, target, m2, serves=serves, back_office=back_office)
    kept = there.desks.m2 / office.floor_m2 if back_office else 0.0
    ready = pricing.ready(setting, target, m2)
    for period, day in enumerate(calendar.starts):
        if day < ready:
            continue
        cash, one_off = pricing.shrinking(setting, office, day, kept)
        cash[pricing.STAFF] = pricing.wages(setting, office, calendar.starts[0])
        moved, fees, km = pricing.arriving(setting, index, target, m2, there.fte, day)
        stays = (here,) * period + (there,) * (len(calendar.starts) - period)
        yield course(
            setting, index, action, stays, cash + moved, target=target, change=period, one_off=one_off + fees,
            moved_fte=there.fte if target >= 0 else 0.0, commute_km=km, size=there.desks.m2, kept=kept,
        )  # fmt: skip


def whole_and_front(setting: Setting, index: int, action: str, targets: Sequence[int]) -> Iterator[Trajectory]:
    """Yield moving the whole office to each target, then customer service alone where the back office can stay."""
    office = setting.scenario.offices[index]
    if (not office.floor_m2 and not people(office)) or home.needs_home(setting, office.mode):
        return
    for target in targets:
        yield from moves(setting, index, action, target, moved_area(office), serves=True)
    if front_leaves(office):
        m2 = (1.0 - (office.back_office_m2 or 0.0) / office.floor_m2) * moved_area(office)
        for target in targets:
            yield from moves(setting, index, action, target, m2, serves=True, back_office=True)


def front_leaves(office: Office) -> bool:
    """Whether customer service can leave by itself."""
    return 0.0 < (office.back_office_m2 or 0.0) < office.floor_m2 and office.staff.back_office_fte > 0


def today(setting: Setting, index: int) -> Stay:
    """Where an office is today."""
    office = setting.scenario.offices[index]
    site = setting.site_index[office.site]
    return home.serve(setting, index, Stay(site, m2=office.floor_m2, fte=people(office), staff=site), office.mode)


def course(setting: Setting, index: int, action: str, stays: tuple[Stay, ...], cash: Floats, **more: Any) -> Trajectory:
    """Complete a course with what follows from where it stays: energy, and the cost of modes and of visiting staff.

    ``more`` are its other parts: target, change, and what is not as usual.
    """
    modes, calendar = setting.scenario.modes, setting.calendar
    serving = [modes[stay.mode].cost_per_year if stay.mode else 0.0 for stay in stays]
    if any(serving):
        cash[pricing.RUNNING] += calendar.by_year(serving)
    visiting = [stay.visiting_km for stay in stays]
    if any(visiting):
        cash[pricing.STAFF_TRAVEL] += calendar.by_year(visiting) * pricing.factor_value(setting, "commuting_cost")
    return Trajectory(index, action, stays=stays, cash=cash, energy=energy(setting, stays), **more)


def energy(setting: Setting, stays: tuple[Stay, ...]) -> Floats:
    """(Y,) kWh of the floor area occupied; 0 where the scenario does not say."""
    m2 = setting.calendar.by_year([stay.all_m2 for stay in stays])
    return m2 * setting.calendar.factor(setting.factor("building_energy"))


def _moved(setting: Setting, office: Office, target: int, m2: float, *, serves: bool, back_office: bool) -> Stay:
    """Return where an office is once it has moved."""
    fte, desks = people(office), NO_DESKS
    if back_office:
        fte = office.staff.customer_service_fte
        desks = Desks(setting.site_index[office.site], office.back_office_m2 or 0.0, office.staff.back_office_fte)
    site, mode = (target, office.mode) if serves else (target if m2 else -1, "")
    return Stay(site, mode, m2, fte, office=serves, desks=desks, staff=target)
