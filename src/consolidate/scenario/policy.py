"""The rules of a scenario, one class per type, each with the sentence it stands for.

The ``id`` of a rule is what the audit reports and what an infeasibility is explained in. Where a rule has a scope, an
empty scope means everything.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from consolidate.scenario.access_rules import (
    AccessRule,
    Band,
    Coverage,
    GroupAccess,
    Language,
    MaxTravel,
    PopulationBase,
    Speakers,
)
from consolidate.scenario.day import Day
from consolidate.scenario.entry import Entry
from consolidate.scenario.rule import BaseRule, Id, LanguageCode, Limit, Share


class Patronage(BaseRule):
    """People go to the nearest point that can serve them, also where it is full."""

    type: Literal["patronage"]
    agencies: tuple[Id, ...] = ()

    @property
    def sentence(self) -> str:
        """The rule in words."""
        who = f" of {', '.join(self.agencies)}" if self.agencies else ""
        return f"Everybody visits the nearest point{who} that can serve them."


class Fairness(BaseRule):
    """Nobody is left much worse off than with today's network."""

    type: Literal["fairness"]
    of: Literal["regions", "groups", "agencies"]
    only: tuple[str, ...] = Field((), description="which of them; omitted = all")
    worse_by: Annotated[float, Field(ge=0, le=100)] | None = Field(
        None, description="regions, groups: share by which their visits' minutes may exceed today's, in a period"
    )
    at_most: Limit | None = Field(
        None, description="agencies: discounted currency by which the cost of each may exceed today's"
    )

    @property
    def sentence(self) -> str:
        """The rule in words."""
        which = f" ({', '.join(self.only)})" if self.only else ""
        if self.of == "agencies":
            return f"No agency{which} pays over {self.at_most or 0:,.0f} more than with today's network."
        where = f"In no region{which}" if self.of == "regions" else f"For no group{which}"
        return f"{where} do visits take over {self.worse_by or 0:.1%} longer than with today's network."


class SiteCount(BaseRule):
    """How many sites, points or joint points there may be."""

    type: Literal["site_count"]
    at_least: Annotated[int, Field(ge=0)] | None = None
    at_most: Annotated[int, Field(ge=0)] | None = None
    exactly: Annotated[int, Field(ge=0)] | None = None
    of: Literal["sites", "points", "joint_points"] = Field(
        "points", description="points are (agency, site) pairs that serve"
    )
    per: Literal["total", "region", "agency"] = "total"
    regions: tuple[str, ...] = Field((), description="count only sites in these regions")
    agencies: tuple[Id, ...] = Field((), description="count only points of these agencies")

    @property
    def sentence(self) -> str:
        """The rule in words."""
        bounds = (("exactly", self.exactly), ("at least", self.at_least), ("at most", self.at_most))
        limits = " and ".join(f"{word} {count}" for word, count in bounds if count is not None)
        scope = ", ".join(self.regions + self.agencies)
        each = "" if self.per == "total" else f" in every {self.per}" if self.per == "region" else " of every agency"
        return f"There are {limits} {self.of.replace('_', ' ')}{each}{f' ({scope})' if scope else ''}."


class Lock(BaseRule):
    """What an office or a site must do, or may not do before a day; exactly one of ``office`` and ``site`` is given."""

    type: Literal["lock"]
    office: Id | None = None
    site: Id | None = None
    must: Literal["stay", "close"] | None = Field(
        None, description="office: stay where it is, or close; site: be in use, or be empty, in the rule's periods"
    )
    only_to: tuple[Id, ...] | None = Field(None, description="sites an office may move to")
    not_before: Day | None = Field(None, description="an office moves or closes no earlier")

    @property
    def sentence(self) -> str:
        """The rule in words."""
        subject = f"Office {self.office}" if self.office else f"Site {self.site}"
        parts = []
        if self.must:
            parts.append({"stay": "stays", "close": "closes"}[self.must])
        if self.only_to is not None:
            parts.append(f"moves only to {', '.join(self.only_to) or 'no other site'}")
        if self.not_before:
            parts.append(f"changes no earlier than {self.not_before.isoformat()}")
        return f"{subject} {' and '.join(parts)}."


class Budget(BaseRule):
    """A limit on one-off spending (works, moving, break fees), undiscounted."""

    type: Literal["budget"]
    at_most: Limit = Field(description="currency of the reference year")
    per: Literal["total", "period"] = "total"
    agencies: tuple[Id, ...] = ()

    @property
    def sentence(self) -> str:
        """The rule in words."""
        who = f" of {', '.join(self.agencies)}" if self.agencies else ""
        when = "in every period" if self.per == "period" else "altogether"
        return f"One-off spending{who} is at most {self.at_most:,.0f} {when}."


class Cap(BaseRule):
    """An upper limit on a total over the horizon."""

    type: Literal["cap"]
    of: Literal["cost", "emissions", "travel_km", "travel_minutes"]
    at_most: Limit = Field(description="currency (discounted), kg CO2e, km or minutes there and back")

    @property
    def sentence(self) -> str:
        """The rule in words."""
        unit = {"cost": "", "emissions": " kg CO2e", "travel_km": " km", "travel_minutes": " minutes"}[self.of]
        return f"{self.of.replace('_', ' ').capitalize()} over the horizon is at most {self.at_most:,.0f}{unit}."


def _offices(number: int) -> str:
    return "1 office" if number == 1 else f"{number} offices"


class Pace(BaseRule):
    """How many offices may change, altogether or in a period."""

    type: Literal["pace"]
    at_most: Annotated[int, Field(ge=0)]
    per: Literal["total", "period"] = "period"
    agencies: tuple[Id, ...] = ()

    @property
    def sentence(self) -> str:
        """The rule in words."""
        who = f" of {', '.join(self.agencies)}" if self.agencies else ""
        when = "in every period" if self.per == "period" else "altogether"
        return f"At most {_offices(self.at_most)}{who} change {when}."


class StaffRelocation(BaseRule):
    """How far, and how many, people may be moved; at least one of ``minutes`` and ``share`` is given."""

    type: Literal["staff_relocation"]
    minutes: Limit | None = Field(None, description="nobody is moved farther, min one way")
    share: Share | None = Field(None, description="share of an agency's people who may be moved")
    agencies: tuple[Id, ...] = ()

    @property
    def sentence(self) -> str:
        """The rule in words."""
        who = f" of {', '.join(self.agencies)}" if self.agencies else ""
        parts = []
        if self.minutes is not None:
            parts.append(f"nobody{who} is moved farther than {self.minutes:g} minutes")
        if self.share is not None:
            parts.append(f"at most {self.share:.1%} of the people{who} are moved")
        text = " and ".join(parts)
        return f"{text[:1].upper()}{text[1:]}."


class SpaceTarget(BaseRule):
    """Floor area per person is at most a target."""

    type: Literal["space_target"]
    m2_per_person: Limit
    agencies: tuple[Id, ...] = ()

    @property
    def sentence(self) -> str:
        """The rule in words."""
        who = f" of {', '.join(self.agencies)}" if self.agencies else ""
        return f"Floor area{who} is at most {self.m2_per_person:g} m2 per person."


class Utilisation(BaseRule):
    """Points are used up to a share of their capacity."""

    type: Literal["utilisation"]
    at_most: Share
    agencies: tuple[Id, ...] = ()

    @property
    def sentence(self) -> str:
        """The rule in words."""
        who = f" of {', '.join(self.agencies)}" if self.agencies else ""
        return f"Points{who} are used to at most {self.at_most:.1%} of their capacity."


class Relation(BaseRule):
    """Sites or offices that depend on each other; one of the three forms."""

    type: Literal["relation"]
    if_open: Id | None = Field(None, description="site that, in use, needs then_open in use")
    then_open: Id | None = None
    not_both: tuple[Id, ...] = Field((), description="sites of which at most one is in use")
    together: tuple[Id, ...] = Field((), description="offices that serve at one site, or not at all")

    @property
    def sentence(self) -> str:
        """The rule in words."""
        if self.together:
            return f"Offices {', '.join(self.together)} serve at one site, or none of them serves."
        if self.not_both:
            return f"At most one of the sites {', '.join(self.not_both)} is in use."
        return f"Site {self.if_open} is in use only if {self.then_open} is."


class Exit(BaseRule):
    """An agency leaving a municipality."""

    type: Literal["exit"]
    at_most: Annotated[int, Field(ge=0)] = Field(0, description="pairs of agency and municipality that may be given up")
    agencies: tuple[Id, ...] = ()
    municipalities: tuple[str, ...] = Field((), description="omitted = all")
    except_municipalities: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """The rule in words."""
        who = ", ".join(self.agencies) or "Agencies"
        where = f" ({', '.join(self.municipalities)})" if self.municipalities else ""
        if not self.at_most:
            return f"{who} stay in every municipality they serve in today{where}."
        kind = "municipality" if self.at_most == 1 else "municipalities"
        return f"{who} leave at most {self.at_most} {kind} they serve in today{where}."


class EarlierDecision(Entry):
    """What an earlier plan said of an office."""

    office: Id
    action: str
    to_site: str = ""
    date: Annotated[Day | None, Field(description="first day of the period of the change; null for keep")] = None
    m2: Limit = Field(0.0, description="the size, for resize and convert; what the back office keeps")
    mode: str = Field("", description="the new mode, for convert")


class Stability(BaseRule):
    """Few decisions differ from an earlier plan."""

    type: Literal["stability"]
    at_most: Annotated[int, Field(ge=0)]
    plan: tuple[EarlierDecision, ...] = ()

    @property
    def sentence(self) -> str:
        """The rule in words."""
        return f"At most {_offices(self.at_most)} decide otherwise than in the earlier plan."


Rule = Annotated[
    MaxTravel
    | Coverage
    | GroupAccess
    | PopulationBase
    | Patronage
    | Fairness
    | Language
    | SiteCount
    | Lock
    | Budget
    | Cap
    | Pace
    | StaffRelocation
    | SpaceTarget
    | Utilisation
    | Relation
    | Exit
    | Stability,
    Field(discriminator="type"),
]

__all__ = [
    "AccessRule",
    "Band",
    "BaseRule",
    "Budget",
    "Cap",
    "Coverage",
    "EarlierDecision",
    "Exit",
    "Fairness",
    "GroupAccess",
    "Language",
    "LanguageCode",
    "Lock",
    "MaxTravel",
    "Pace",
    "Patronage",
    "PopulationBase",
    "Relation",
    "Rule",
    "SiteCount",
    "SpaceTarget",
    "Speakers",
    "Stability",
    "StaffRelocation",
    "Utilisation",
]
