"""Close: service and premises end; people keep their jobs at a receiving site of their agency, or are dismissed."""

from __future__ import annotations

from collections.abc import Iterator

from consolidate.actions import merge, pricing
from consolidate.actions.move import course, moves, today
from consolidate.actions.pricing import mover_area
from consolidate.actions.trajectory import Setting, Stay, Trajectory, moved_area, people


def trajectories(setting: Setting, index: int) -> Iterator[Trajectory]:
    """Yield closing with each receiving site, then with everybody dismissed where the agency may do so."""
    if not people(setting.scenario.offices[index]):
        yield from moves(setting, index, "close", -1, 0.0, serves=False)
        return
    for target, m2 in receiving(setting, index):
        yield from moves(setting, index, "close", target, m2, serves=False)
    staffing = setting.agency(index).staffing
    if staffing is not None and staffing.severance_per_fte is not None:
        yield from _dismissing(setting, index, staffing.severance_per_fte)


def receiving(setting: Setting, index: int) -> list[tuple[int, float]]:
    """Sites that people who leave can go to, with the m2 of their desks; the nearest alone where none are counted."""
    office = setting.scenario.offices[index]
    m2 = mover_area(setting, office, closing=True)
    if not m2:
        return [(target, 0.0) for target in merge.others(setting, index)[:1]]
    targets = merge.targets(setting, index, moved_area(office))
    return [(target, m2) for target in targets if setting.sites[target].rent_per_m2_year is not None]


def _dismissing(setting: Setting, index: int, severance_per_fte: float) -> Iterator[Trajectory]:
    """Yield closing at every date with nobody kept: wages end, and severance is paid."""
    office, calendar = setting.scenario.offices[index], setting.calendar
    here, gone = today(setting, index), Stay(-1, office=False)
    for period, day in enumerate(calendar.starts):
        if day < calendar.decided:
            continue
        cash, one_off = pricing.shrinking(setting, office, day, 0.0)
        cash[pricing.STAFF] = pricing.wages(setting, office, calendar.starts[0], day)
        paid = severance_per_fte * people(office)
        cash[pricing.SEVERANCE] = calendar.once(paid, day)
        stays = (here,) * period + (gone,) * (len(calendar.starts) - period)
        yield course(setting, index, "close", stays, cash, target=-1, change=period, one_off=one_off + paid)
