"""What a plan minimises, as the scenario file says it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from consolidate.scenario.entry import Amount, Entry

Measure = Literal["cost", "emissions", "travel_km", "travel_minutes"]


class Priority(Entry):
    """A level of strict priorities."""

    minimise: Measure
    tolerance: Annotated[float, Field(ge=0, le=10)] = Field(
        0.0, description="share by which later levels may worsen it"
    )


class Weights(Entry):
    """What a unit of each measure weighs: currency, kg CO2e, km and minutes there and back, over the horizon."""

    cost: Amount = 0.0
    emissions: Amount = 0.0
    travel_km: Amount = 0.0
    travel_minutes: Amount = 0.0


class Objective(Entry):
    """What the plan minimises; a price makes cost the sum of money, emissions and travel."""

    minimise: Literal["cost", "emissions", "travel_km", "travel_minutes", "weighted"] = "cost"
    weights: Weights | None = Field(None, description="with minimise: weighted")
    priorities: tuple[Priority, ...] = Field((), description="instead of minimise: strict, the first first")
    viewpoint: Literal["agency", "state"] = Field("agency", description="whose money cost is")
    shared_by: Literal["m2", "staff", "visits", "equal"] = Field(
        "m2", description="how reports tell the common cost of a site apart between those who are there"
    )
    carbon_price_per_tonne: Amount | None = None
    value_of_time_per_hour: Amount | None = None
    travel_price_per_km: Amount | None = None
