"""Visits that move to remote use, by hand: by year and area, counted once."""

import numpy as np
import pytest
from tests.formulation.tiny import tiny

from consolidate.instance.demand import Demand
from consolidate.instance.instance import build
from consolidate.scenario.load import from_data

STEPS = {2026: 0.1, 2028: 0.5}
WILLING = {"support_modes": ["booth"], "support_minutes": 5, "supported_share": 0.25}


def demand(remote: dict[str, object], pace: float = 1.0) -> Demand:
    """2,000 cards a year in three areas, half of the north's of Swedish speakers; periods from 2025 and 2027."""
    scenario = tiny()
    services = [service | ({"remote": remote} if service["id"] == "card" else {}) for service in scenario["services"]]
    areas = [area | ({"remote_factor": pace} if area["id"] == "north" else {}) for area in scenario["areas"]]
    return build(from_data(tiny(services=services, areas=areas)).scenario).demand


def cards(found: Demand, *, willing: bool, group: int) -> np.ndarray:
    """(areas, periods) visits for a card; areas are middle, north, south."""
    (c,) = [c for c, each in enumerate(found.classes)
            if 1 in each.services and (each.support is not None) == willing and each.group == group]  # fmt: skip
    return found.visits[c]


def test_a_share_holds_from_its_year_to_the_next() -> None:
    """Nothing before the first year given, then each share until the next; of a period the mean over its years."""
    found = demand({"by_year": STEPS})
    made, gone = found.by_service[1], found.remote[1]
    assert made == pytest.approx(np.outer([400, 1000, 600], [1 - 0.1 / 2, 1 - (0.1 + 0.5) / 2]))
    assert made + gone == pytest.approx(np.outer([400, 1000, 600], [1, 1]))


@pytest.mark.parametrize(("pace", "gone"), [(0, [0, 0]), (1.5, [75, 450]), (3, [150, 650])])
def test_an_area_moves_at_its_own_pace(pace: float, gone: list[float]) -> None:
    """The share is multiplied by the area's factor, and is never more than all visits."""
    found = demand({"by_year": STEPS}, pace).remote[1]
    assert found[1] == pytest.approx(np.array(gone))
    assert found[0] == pytest.approx(np.array([20, 120]))


def test_willing_visits_are_a_share_of_what_is_left() -> None:
    """Support takes its share of visits still made, of every group alike, and nobody is counted twice."""
    found = demand({"by_year": STEPS} | WILLING)
    left = found.by_service[1]
    assert cards(found, willing=True, group=-1) == pytest.approx(0.25 * left * [[1], [0.5], [1]])
    assert cards(found, willing=True, group=0) == pytest.approx(0.25 * left * [[0], [0.5], [0]])
    assert cards(found, willing=False, group=0) == pytest.approx(0.75 * left * [[0], [0.5], [0]])
    whole = sum(found.visits[c] for c, each in enumerate(found.classes) if 1 in each.services)
    assert whole == pytest.approx(left)


def test_visits_that_are_all_willing_leave_no_others() -> None:
    """With a share of 1 there is no segment of other visits, and without a share none of willing ones."""
    assert all(
        each.support is not None for each in demand(WILLING | {"supported_share": 1}).classes if 1 in each.services
    )
    assert all(each.support is None for each in demand({"by_year": STEPS}).classes)
