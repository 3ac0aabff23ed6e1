"""Convert: the office stays where it is and serves in another mode; where others serve then, its people leave."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from consolidate.actions import close, home, pricing
from consolidate.actions.calendar import add_months
from consolidate.actions.move import course, today
from consolidate.actions.trajectory import Desks, Setting, Stay, Trajectory, people
from consolidate.scenario.model import Conversion


def trajectories(setting: Setting, index: int) -> Iterator[Trajectory]:
    """Yield every mode the office can change to, with each receiving site of people who leave."""
    office = setting.scenario.offices[index]
    for wanted in office.convert:
        if wanted.mode == office.mode:
            continue
        for target, m2 in receiving(setting, index, wanted.mode):
            yield from _dates(setting, index, wanted, target, m2)


def receiving(setting: Setting, index: int, mode: str) -> list[tuple[int, float]]:
    """Sites that people can leave for, with the m2 they take there; (-1, 0) where nobody leaves."""
    stays = setting.scenario.modes[mode].staffing == "own" or not people(setting.scenario.offices[index])
    return [(-1, 0.0)] if stays else close.receiving(setting, index)


def converted(setting: Setting, index: int, wanted: Conversion, target: int, m2: float) -> Stay:
    """Return the office in its new mode, its people at the receiving site, if they left."""
    office, here = setting.scenario.offices[index], today(setting, index)
    size = office.floor_m2 if wanted.m2 is None else wanted.m2
    there = home.serve(setting, index, replace(here, m2=size, home=-1, visiting_km=0.0), wanted.mode, target)
    if target < 0:
        return there
    return replace(there, fte=0.0, desks=Desks(target if m2 else -1, m2, people(office)), staff=target)


def _dates(setting: Setting, index: int, wanted: Conversion, target: int, m2: float) -> Iterator[Trajectory]:
    """Yield one mode and receiving site for every period in which both can be ready."""
    office, calendar, mode = setting.scenario.offices[index], setting.calendar, setting.scenario.modes[wanted.mode]
    here, there = today(setting, index), converted(setting, index, wanted, target, m2)
    if home.needs_home(setting, wanted.mode) and there.home < 0:
        return
    ready = max(add_months(calendar.decided, wanted.lead_time_months), pricing.ready(setting, target, m2))
    for period, day in enumerate(calendar.starts):
        if day < ready:
            continue
        kept = there.m2 / office.floor_m2 if office.floor_m2 else 1.0
        cash, one_off = pricing.shrinking(setting, office, day, kept)
        cash[pricing.STAFF] = pricing.wages(setting, office, calendar.starts[0])
        cash[pricing.FIT_OUT] += pricing.works(setting, mode.fit_out, day)
        moved, fees, km = pricing.arriving(setting, index, target, m2, there.desks.fte, day)
        stays = (here,) * period + (there,) * (len(calendar.starts) - period)
        yield course(
            setting, index, "convert", stays, cash + moved, target=target, change=period,
            one_off=one_off + mode.fit_out + fees, moved_fte=there.desks.fte, commute_km=km, size=there.m2,
            mode=wanted.mode, kept=kept,
        )  # fmt: skip
