"""Points staffed from elsewhere: the site whose people serve there, and how far they travel."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from consolidate.actions.trajectory import Setting, Stay
from consolidate.scenario.model import Mode
from consolidate.units import THERE_AND_BACK, WEEKS_PER_YEAR


def needs_home(setting: Setting, mode: str) -> bool:
    """Whether a point in a mode is served by people of another site of its agency."""
    return setting.scenario.modes[mode].from_home


def serve(setting: Setting, index: int, stay: Stay, mode: str, receiving: int = -1) -> Stay:
    """Return a stay of an office in a mode, with its home; ``receiving`` is where its people are, if not as usual."""
    if not needs_home(setting, mode):
        return replace(stay, mode=mode)
    home = _home(setting, index, mode, receiving)
    visits = setting.scenario.modes[mode].staffing == "visiting" and home >= 0
    km = trips_per_year(setting.scenario.modes[mode]) * float(setting.km[index, home]) if visits else 0.0
    return replace(stay, mode=mode, home=home, visiting_km=THERE_AND_BACK * km)


def trips_per_year(mode: Mode) -> float:
    """Days a year on which somebody travels to a point in a visiting mode."""
    return WEEKS_PER_YEAR * mode.days_per_week


def _home(setting: Setting, index: int, mode: str, receiving: int) -> int:
    """Return the site given, the one its people went to, or the agency's nearest with people; -1 = none."""
    office, minutes = setting.scenario.offices[index], setting.minutes[index]
    if office.home is not None:
        home = setting.site_index[office.home]
        reached = setting.scenario.modes[mode].staffing == "remote" or np.isfinite(minutes[home])
        return home if reached else -1
    return receiving if receiving >= 0 else next(iter(nearest(setting, index)), -1)


def choices(setting: Setting, index: int) -> list[int]:
    """Homes that a possible point can be opened from; [-1] where there is nothing to choose."""
    office = setting.scenario.offices[index]
    if office.home is not None or not needs_home(setting, office.mode):
        return [-1]
    return nearest(setting, index)[: setting.agency(index).move_targets]


def nearest(setting: Setting, index: int) -> list[int]:
    """Other sites where people of an office's agency serve today, nearest first."""
    office, minutes = setting.scenario.offices[index], setting.minutes[index]
    here = setting.site_index[office.site]
    staffed = [s for s in setting.staffed_sites(office.agency) if s != here and np.isfinite(minutes[s])]
    return sorted(staffed, key=lambda s: (minutes[s], s))
