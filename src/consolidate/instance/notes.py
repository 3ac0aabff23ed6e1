"""What a reader should know about the data: counts that disagree."""

from __future__ import annotations

import numpy as np

from consolidate.instance.demand import catchments
from consolidate.instance.instance import Instance

_TOLERANCE = 0.05


def notes(instance: Instance) -> tuple[str, ...]:
    """List sites whose counted visits differ by more than 5 % from those of their nearest areas, with both numbers."""
    scenario, found = instance.scenario, []
    for k, service in enumerate(scenario.services):
        if not instance.demand.counted[k]:
            continue
        counts = np.array([office.visits_per_year.get(service.id, 0.0) for office in scenario.offices])
        sites = np.unique(instance.office_site[counts > 0])
        if not sites.size:
            continue
        home = catchments(instance.ways, sites)
        for s in sites:
            counted = counts[instance.office_site == s].sum()
            given = instance.demand.base[k, home == s].sum()
            if abs(given - counted) > _TOLERANCE * counted:
                found.append(
                    f"{scenario.sites[s].id}, {service.id}: {counted:,.0f} visits a year counted at its offices, "
                    f"{given:,.0f} from the areas nearest to it"
                )
    return tuple(found)
