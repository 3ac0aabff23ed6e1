"""What sites themselves cost and emit while they are in use, and while they are joint points."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from consolidate.actions.calendar import Calendar
from consolidate.actions.pricing import annuity, works_life
from consolidate.scenario.model import Scenario

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Premises:
    """Sites by period; S sites, T periods."""

    common_m2: Floats  # (S,) area for all, taken while the site is in use
    in_use: Floats  # (S,) currency a year while in use
    joint: Floats  # (S,) currency a year while a joint point
    joint_works: Floats  # (S,) investment when the site becomes a joint point, currency
    annuity: Floats  # (T, Y) what an investment of 1 at the start of a period costs by year
    common_kwh: Floats  # (S, Y) kWh a year of the common area while in use
    joint_today: Bools  # (S,) two or more parties serve there today


def premises(scenario: Scenario, calendar: Calendar, sites: dict[str, int]) -> Premises:
    """Take the sites' own area, cost and works from the scenario."""

    def column(name: str) -> Floats:
        return np.array([getattr(site, name) or 0.0 for site in scenario.sites], dtype=np.float64)

    common = column("common_m2")
    energy = calendar.factor(scenario.factors.building_energy) * calendar.in_horizon
    life = works_life(scenario)
    serving: list[set[str]] = [{""} if site.kind == "municipal" else set() for site in scenario.sites]
    for office in scenario.offices:
        if office.exists:
            serving[sites[office.site]].add(office.agency)
    return Premises(
        common_m2=common,
        in_use=column("shared_fixed_per_year") + common * (column("rent_per_m2_year") + column("running_per_m2_year")),
        joint=column("joint_fixed_per_year"),
        joint_works=column("joint_fit_out"),
        annuity=np.array([annuity(1.0, calendar, day, life) for day in calendar.starts]),
        common_kwh=common[:, None] * energy,
        joint_today=np.array([len(parties) >= 2 and parties != {""} for parties in serving]),
    )
