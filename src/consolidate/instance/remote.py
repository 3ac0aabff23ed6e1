"""Visits that move to remote use: done without coming, or needless where a support point is near."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from consolidate.actions.calendar import Calendar
from consolidate.scenario.model import Scenario, Service

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Support:
    """What makes willing visits needless: a point, of whichever agency, in one of the modes and near enough."""

    modes: frozenset[str]
    minutes: float  # one way, by everybody's travel


def support_of(service: Service) -> Support | None:
    """Return the support that willing visits to a service need; None where none are willing."""
    if service.remote is None or not service.remote.supported_share:
        return None
    return Support(frozenset(service.remote.support_modes), service.remote.support_minutes)


def willing_shares(scenario: Scenario) -> Floats:
    """(K,) share of the visits still made that are willing."""
    return np.array([0.0 if s.remote is None else s.remote.supported_share for s in scenario.services])


def remote_shares(scenario: Scenario, calendar: Calendar) -> Floats:
    """(K, I, H) share of visits done without coming, in every year of the horizon."""
    pace = np.array([area.remote_factor for area in scenario.areas])
    years = calendar.years[calendar.in_horizon]
    shares = np.zeros((len(scenario.services), len(pace), len(years)))
    for k, service in enumerate(scenario.services):
        if service.remote is not None:
            steps = sorted(service.remote.by_year.items())
            known = np.array([0.0, *(share for _, share in steps)])
            yearly = known[np.searchsorted([year for year, _ in steps], years, side="right")]
            shares[k] = np.minimum(pace[:, None] * yearly, 1.0)
    return shares
