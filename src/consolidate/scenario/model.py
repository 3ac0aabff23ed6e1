"""What the scenario file says, as typed and frozen values: the one list of keys, units and limits.

The JSON Schema, the reference page and the checks on tables all come from these classes. A key carries its unit in its
name; money is in ``currency``.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from consolidate.scenario.columns import TravelTable, VisitTable
from consolidate.scenario.day import Day
from consolidate.scenario.entry import Amount, Entry, Growth, Id, Share, Sourced, Year
from consolidate.scenario.objective import Objective
from consolidate.scenario.policy import LanguageCode, Rule


class Horizon(Entry):
    """The years planned for: each period starts on 1 January of its year, the last ends with ``end``."""

    periods: tuple[Year, ...] = Field(min_length=1, description="first year of each period, rising")
    end: Year = Field(description="last year, inclusive")
    discount_rate: Annotated[float, Field(ge=0, lt=1)] = Field(
        0.0, description="real rate per year; mid-year convention"
    )
    decided: Day | None = Field(
        None,
        description="day the plan is decided, from which notice and lead times run; default: start of the first period",
    )


class Staffing(Entry):
    """What an agency's people give and cost: with it, minutes of visits have to be worked by somebody."""

    minutes_per_fte_year: Annotated[float, Field(gt=0, le=200_000)] = Field(
        description="working minutes of customer service a full-time person gives a year"
    )
    hired_wage_per_fte_year: Amount = Field(description="what a person who is hired costs, all in")
    hiring_cost_per_fte: Amount = Field(0.0, description="paid once for each person hired")
    attrition_per_year: Annotated[float, Field(ge=0, lt=1)] = Field(
        0.0, description="share of customer service who leave by themselves, year by year"
    )
    severance_per_fte: Amount | None = Field(
        None, description="paid once for each person dismissed when an office closes; omitted = nobody is dismissed"
    )


class Agency(Sourced):
    """A body that serves the public."""

    id: Id
    name: str | None = None
    staffing: Staffing | None = Field(None, description="omitted = working minutes are not counted")
    relocation_minutes: Amount | None = Field(
        None, description="staff move no farther than this, min one way; omitted = no limit"
    )
    move_targets: Annotated[int, Field(ge=0, le=1000)] = Field(
        10, description="how many of the nearest sites each office may move to, for merge and for colocate each"
    )


class RemoteUse(Entry):
    """Visits that are no longer made, because people are served without coming."""

    by_year: dict[Annotated[Year, Field(strict=False)], Share] = Field(
        default_factory=dict,
        description="share of the visits that are done without coming from a year on, until the next; before: 0",
    )
    support_modes: tuple[Id, ...] = Field((), description="modes, of whichever agency, that give digital support")
    support_minutes: Amount = Field(0.0, description="how near a support point helps, min one way")
    supported_share: Share = Field(
        0.0, description="share of the visits left that need no coming where a support point is near"
    )


class Service(Sourced):
    """Something people visit an agency for."""

    id: Id
    agency: Id
    name: str | None = None
    minutes_per_visit: Annotated[float, Field(gt=0, le=10_000)] | None = Field(
        None, description="working minutes a visit takes; needed where an office has a capacity"
    )
    modes: tuple[Id, ...] = Field(("staffed",), min_length=1, description="modes the service may be given in")
    remote: RemoteUse | None = Field(None, description="how visits move to remote use; omitted = they do not")
    turned_away_per_hour: Share = Field(
        0.0, description="share of visits not made for every hour the point is away, one way; only told, never saved"
    )


class Area(Sourced):
    """A place people live in: municipality, postcode area or grid cell."""

    id: Id
    name: str | None = None
    region: str | None = None
    municipality: str | None = Field(None, description="municipality the area lies in; omitted = the area itself")
    lat: Annotated[float, Field(ge=-90, le=90)] | None = Field(None, description="degrees north, WGS84")
    lon: Annotated[float, Field(ge=-180, le=180)] | None = Field(None, description="degrees east, WGS84")
    population: Amount = Field(description="people, in the reference year")
    growth_per_year: Growth = Field(0.0, description="change of population per year, as a share")
    languages: tuple[LanguageCode, ...] = Field((), description="languages in which service is a right here, by law")
    remote_factor: Amount = Field(1.0, description="how fast visits move to remote use here, against elsewhere")
    people: dict[str, Amount] = Field(default_factory=dict, description="people of each group, in the reference year")


class Group(Sourced):
    """People with a need of their own."""

    id: Id
    name: str | None = None
    kind: Literal["language", "step_free", "no_car", "other"] = Field(
        "language",
        description="language: served in it; step_free: served at step-free sites; no_car: travel of their own; other",
    )
    language: LanguageCode | None = Field(None, description="the language they are served in, for kind: language")
    travel: TravelTable | None = Field(
        None, description="columns area, site, minutes, km: how this group travels; a missing pair is unreachable"
    )
    own_visits: bool = Field(False, description="true: their visits are told apart and go only where the need is met")


class Site(Sourced):
    """Premises in which offices stand or to which they may move."""

    id: Id
    name: str | None = None
    kind: Literal["own", "agency", "municipal", "new"] = Field(
        "own",
        description="own: of the agencies in it; agency: open to other agencies; "
        "municipal: of the municipality, which serves there too; new: premises nobody is in yet, open to all",
    )
    area: Id
    lat: Annotated[float, Field(ge=-90, le=90)] | None = None
    lon: Annotated[float, Field(ge=-180, le=180)] | None = None
    step_free: bool = Field(False, description="whether one gets in without steps")
    tariff_per_m2_year: Amount = Field(
        0.0, description="posted share of the site's common cost for each m2 taken; only for fairness between agencies"
    )
    usable_m2: Amount | None = Field(
        None, description="floor area offices may occupy together; omitted = no limit known"
    )
    rent_per_m2_year: Amount | None = Field(
        None, description="rent of newly taken floor area; omitted = nobody can move here"
    )
    running_per_m2_year: Amount | None = Field(
        None, description="running cost of newly taken floor area; omitted = each mover's own cost per m2 today"
    )
    shared_fixed_per_year: Amount = Field(0.0, description="cost of the site while anybody is in it, once for all")
    common_m2: Amount = Field(0.0, description="area for all who are there, rented while anybody is")
    joint_fixed_per_year: Amount = Field(0.0, description="cost of the site while it is a joint point, once for all")
    joint_fit_out: Amount = Field(0.0, description="works when the site becomes a joint point")
    fit_out_per_m2: Amount = Field(0.0, description="works on newly taken floor area")
    lead_time_months: Annotated[int, Field(ge=0, le=240)] = Field(
        0, description="from the decision to the earliest move in"
    )
    double_rent_months: Annotated[int, Field(ge=0, le=60)] = Field(
        0, description="rent of newly taken floor area before the move"
    )


class Lease(Entry):
    """A contract on floor area of an office."""

    m2: Amount
    rent_per_m2_year: Amount
    start: Day | None = None
    end: Day | None = Field(None, description="last day of the contract; null = until further notice")
    breaks: tuple[Day, ...] = Field(
        (), description="days with which the contract may end early; each is its last day then"
    )
    notice_months: Annotated[int, Field(ge=0, le=240)] = Field(
        0, description="notice for a break, or of a lease until further notice"
    )
    break_fee: Amount = Field(0.0, description="paid when a break is used")
    owned: bool = Field(False, description="own premises at an internal rent: can be left on any day")
    renewal_rent_per_m2_year: Amount | None = Field(None, description="rent after ``end``; omitted = unchanged")
    restoration: Amount = Field(0.0, description="paid when the premises are left")
    sale_value: Amount = Field(0.0, description="received when own premises are left")
    landlord: Literal["state", "other"] = Field(
        "other", description="state: what is left stands empty at the state's cost"
    )
    relet_months: Annotated[int, Field(ge=0, le=600)] = Field(
        0, description="until the state's landlord has let it again"
    )


class Resize(Entry):
    """A floor area an office can change to where it is."""

    m2: Annotated[float, Field(gt=0, le=1e9)]
    works_per_m2: Amount = Field(0.0, description="works on the resulting area")
    lead_time_months: Annotated[int, Field(ge=0, le=240)] = 0


class Conversion(Entry):
    """Another mode an office can change to where it is."""

    mode: Id
    m2: Amount | None = Field(None, description="floor area then, at most floor_m2; omitted = as it is")
    lead_time_months: Annotated[int, Field(ge=0, le=240)] = 0


class Staff(Entry):
    """People of an office; they move with it."""

    customer_service_fte: Amount = 0.0
    back_office_fte: Amount = 0.0
    languages: dict[LanguageCode, Share] = Field(
        default_factory=dict, description="share of customer service able to serve in a language; omitted = 0"
    )


class Office(Sourced):
    """An agency's point at a site today."""

    id: Id
    agency: Id
    site: Id
    name: str | None = None
    exists: bool = Field(True, description="false: a possible point, which a plan may open")
    mode: Id = Field("staffed", description="how it serves")
    floor_m2: Amount = 0.0
    resize: tuple[Resize, ...] = Field((), description="sizes it can change to where it is")
    convert: tuple[Conversion, ...] = Field((), description="modes it can change to where it is")
    home: Id | None = Field(
        None, description="site whose people serve here, for modes staffed from elsewhere; omitted = the nearest"
    )
    back_office_m2: Amount | None = Field(
        None, description="floor area on which the back office can stay when customer service leaves"
    )
    moved_m2: Amount | None = Field(None, description="floor area it takes elsewhere when it moves; omitted = floor_m2")
    staff: Staff = Staff()
    wage_per_fte_year: Amount | None = Field(None, description="what an employee costs, all in")
    running_per_year: Amount = 0.0
    leases: tuple[Lease, ...] = ()
    capacity_minutes_per_year: Amount | None = Field(
        None, description="minutes of visits it can give; omitted = no limit"
    )
    visits_per_year: dict[str, Amount] = Field(default_factory=dict, description="visits counted today, by service")


class Facility(Entry):
    """What a mode needs at a site once, for all agencies that serve there in it."""

    minutes_per_year: Annotated[float, Field(gt=0, le=1e9)] | None = Field(
        None, description="opening minutes of all agencies together; omitted = no limit"
    )
    m2: Amount = 0.0
    cost_per_year: Amount = 0.0
    fit_out: Amount = Field(0.0, description="works when it is set up at a site")


class Mode(Sourced):
    """A way of serving the public."""

    name: str | None = None
    staffing: Literal["own", "visiting", "remote", "host"] = Field(
        "own",
        description="own: people who work there; visiting: people of its home site, who travel; "
        "remote: people of its home site, over a line; host: others, such as the municipality",
    )
    staff_minutes_per_year: Amount | None = Field(
        None, description="working minutes a point brings from elsewhere; needed unless staffing is own"
    )
    opening_minutes_per_year: Annotated[float, Field(gt=0, le=1e9)] | None = Field(
        None, description="minutes of visits one agency can give at a site; omitted = no limit"
    )
    days_per_week: Annotated[float, Field(gt=0, le=7)] = Field(5.0, description="days it is open")
    weight: Share = Field(1.0, description="how much a point counts in coverage by weight")
    languages: tuple[LanguageCode, ...] = Field((), description="languages it serves in, whoever is there")
    cost_per_year: Amount = Field(0.0, description="of each point in it: fees, lines, equipment")
    fit_out: Amount = Field(0.0, description="works when an office opens in it or converts to it")
    shared: Facility | None = Field(None, description="what agencies share at a site; omitted = nothing")

    @property
    def from_home(self) -> bool:
        """Whether people of another site of the agency, the home, serve in it."""
        return self.staffing in ("visiting", "remote")


class Estimate(Entry):
    """Travel from coordinates."""

    method: Literal["haversine", "geodesic"] = "haversine"
    detour: Annotated[float, Field(ge=1, le=10)] = Field(description="road distance over straight distance")
    speed_kmh: Annotated[float, Field(gt=0, le=1000)]


class Travel(Entry):
    """How far every area is from every site, one way."""

    estimate: Estimate | None = None
    matrix: TravelTable | None = Field(None, description="columns area, site, minutes, km")
    missing: Literal["error", "estimate", "unreachable"] = Field(
        "error", description="what a pair missing in the matrix means"
    )
    impedance: Literal["minutes", "km"] = Field(
        "minutes", description="what people go by when they choose the nearest point"
    )


class Factor(Sourced):
    """A number with its unit, year and source."""

    value: Amount
    unit: str
    year: Year | None = None
    low: Amount | None = None
    high: Amount | None = None
    by_year: dict[Annotated[Year, Field(strict=False)], Amount] = Field(
        default_factory=dict, description="value from a year on, until the next"
    )


class Factors(Entry):
    """Numbers that hold everywhere; each has one unit (``FACTOR_UNITS``)."""

    building_energy: Factor | None = None
    energy_emissions: Factor | None = None
    car_emissions: Factor | None = None
    car_occupancy: Factor | None = None
    car_share: Factor | None = None
    moving: Factor | None = None
    fit_out_life: Factor | None = None
    desk_area: Factor | None = None
    presence: Factor | None = None
    peak: Factor | None = None
    commuting_days: Factor | None = None
    commuting_cost: Factor | None = None


FACTOR_UNITS = {
    "building_energy": "kWh/m2/year",
    "energy_emissions": "kg CO2e/kWh",
    "car_emissions": "g CO2e/km",
    "car_occupancy": "persons/car",
    "car_share": "share",
    "moving": "currency/FTE",
    "fit_out_life": "years",
    "desk_area": "m2/FTE",
    "presence": "share",
    "peak": "ratio",
    "commuting_days": "days/year",
    "commuting_cost": "currency/km",
}
"""The unit each factor must be given in."""

FACTOR_DEFAULTS = {
    "car_occupancy": 1.0,
    "car_share": 1.0,
    "fit_out_life": 10.0,
    "moving": 0.0,
    "presence": 1.0,
    "peak": 1.0,
    "commuting_cost": 0.0,
}
"""Used, and listed among the assumptions, where a scenario that needs the factor does not give it.

Without ``building_energy`` and ``energy_emissions`` (both) buildings, without ``car_emissions`` visits, emit nothing
that is counted; the result says so.
"""


class Assumption(Entry):
    """Something the scenario takes for granted, with why."""

    what: str
    why: str | None = None
    value: float | None = None
    unit: str | None = None
    low: float | None = None
    high: float | None = None


class Scenario(Entry):
    """A whole scenario, resolved: every table read, nothing inherited any more."""

    consolidate: Literal[1]
    name: str
    reference_year: Year
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
    horizon: Horizon
    agencies: tuple[Agency, ...] = Field(min_length=1)
    services: tuple[Service, ...] = Field(min_length=1)
    areas: tuple[Area, ...] = Field(min_length=1)
    groups: tuple[Group, ...] = ()
    visits: VisitTable | None = None
    sites: tuple[Site, ...] = Field(min_length=1)
    offices: tuple[Office, ...] = Field(min_length=1)
    modes: dict[Id, Mode] = Field(default_factory=lambda: {"staffed": Mode()})
    travel: Travel
    factors: Factors = Factors()
    policy: tuple[Rule, ...] = ()
    objective: Objective = Objective()
    assumptions: tuple[Assumption | str, ...] = ()
