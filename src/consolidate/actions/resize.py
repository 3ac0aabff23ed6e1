"""Resize: the office stays where it is, on another floor area."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from consolidate.actions import pricing
from consolidate.actions.calendar import add_months
from consolidate.actions.move import course, today
from consolidate.actions.trajectory import Setting, Trajectory
from consolidate.scenario.model import Resize


def trajectories(setting: Setting, index: int) -> Iterator[Trajectory]:
    """Yield every size the office can change to, for every period in which the works can be done."""
    office = setting.scenario.offices[index]
    site = setting.sites[setting.site_index[office.site]]
    for size in office.resize:
        grows = size.m2 > office.floor_m2
        if office.floor_m2 and size.m2 != office.floor_m2 and (not grows or site.rent_per_m2_year is not None):
            yield from _dates(setting, index, size)


def _dates(setting: Setting, index: int, size: Resize) -> Iterator[Trajectory]:
    """Yield the course of one size: a share of every lease is given up, or added area pays the site's rent."""
    office, calendar = setting.scenario.offices[index], setting.calendar
    site, here = setting.sites[setting.site_index[office.site]], today(setting, index)
    ratio = size.m2 / office.floor_m2
    kept = min(ratio, 1.0)
    ready = add_months(calendar.decided, size.lead_time_months)
    for period, day in enumerate(calendar.starts):
        if day < ready:
            continue
        cash, one_off = pricing.shrinking(setting, office, day, kept)
        added = max(size.m2 - office.floor_m2, 0.0) * (site.rent_per_m2_year or 0.0)
        cash[pricing.RENT] += calendar.spread(added, day, calendar.stop)
        cash[pricing.RUNNING] = calendar.spread(office.running_per_year, calendar.starts[0], day)
        cash[pricing.RUNNING] += calendar.spread(ratio * office.running_per_year, day, calendar.stop)
        cash[pricing.STAFF] = pricing.wages(setting, office, calendar.starts[0])
        cash[pricing.FIT_OUT] = pricing.works(setting, size.works_per_m2 * size.m2, day)
        stays = (here,) * period + (replace(here, m2=size.m2),) * (len(calendar.starts) - period)
        works = size.works_per_m2 * size.m2
        yield course(
            setting, index, "resize", stays, cash, target=-1, change=period, one_off=one_off + works, size=size.m2,
            kept=kept,
        )  # fmt: skip
