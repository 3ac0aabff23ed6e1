"""The rules about who has a point within a limit, or enough people."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from consolidate.scenario.entry import Entry
from consolidate.scenario.rule import BaseRule, Id, LanguageCode, Limit, Share, Within


class AccessRule(Within, BaseRule):
    """A rule about reaching a point."""

    agencies: tuple[Id, ...] = ()
    services: tuple[Id, ...] = ()
    except_areas: tuple[Id, ...] = Field((), description="areas the rule leaves out")

    @property
    def where_text(self) -> str:
        """The services and exceptions as a phrase."""
        what = ", ".join(self.services or self.agencies)
        text = f" of {what}" if what else ""
        return text + (f" (leaving out {', '.join(self.except_areas)})" if self.except_areas else "")


class MaxTravel(AccessRule):
    """Nobody lives farther than the limit from a point that can serve them, but for a share of people."""

    type: Literal["max_travel"]
    except_share: Share = Field(
        0.0, description="share of people in scope, per service and period, who may live farther"
    )
    areas: Literal["all", "reached_today"] | tuple[Id, ...] = Field(
        "all", description="all, reached_today (those within the limit of today's network), or a list"
    )

    @property
    def sentence(self) -> str:
        """The rule in words."""
        who = {"all": "Everybody", "reached_today": "Everybody whom today's network reaches"}.get(
            self.areas if isinstance(self.areas, str) else "", "Everybody in the listed areas"
        )
        but = f", but for {self.except_share:.2%} of people," if self.except_share else ""
        return f"{who}{but} has a point{self.where_text} within {self.limit_text}."


class Band(Within):
    """A limit and the share of people within it."""

    share: Share


class Coverage(AccessRule):
    """At least a share of people lives within the limit of a point that can serve them."""

    type: Literal["coverage"]
    share: Share | None = Field(None, description="least share of people in scope, per service and period")
    bands: tuple[Band, ...] = Field((), description="instead of one limit and share: several, which all hold")
    weighted: bool = Field(False, description="true: people count by the weight of the best mode within the limit")
    areas: Literal["all"] | tuple[Id, ...] = "all"

    @property
    def limits(self) -> tuple[Band, ...]:
        """Every limit with its share."""
        return self.bands or (Band(minutes=self.minutes, km=self.km, share=self.share or 0.0),)

    @property
    def sentence(self) -> str:
        """The rule in words."""
        first, *others = self.limits
        more = "".join(f", and at least {band.share:.2%} within {band.limit_text}" for band in others)
        how = "; they count by the weight of the best mode within it" if self.weighted else ""
        people = f"At least {first.share:.2%} of people have a point{self.where_text}"
        return f"{people} within {first.limit_text}{more}{how}."


class GroupAccess(AccessRule):
    """A group has a point within the limit that meets its need, but for a share of it."""

    type: Literal["group_access"]
    group: Id
    except_share: Share = Field(0.0, description="share of the group, per service and period, who may live farther")
    days_per_week: Annotated[float, Field(ge=0, le=7)] = Field(0.0, description="least opening days of the point")

    @property
    def sentence(self) -> str:
        """The rule in words."""
        but = f", but for {self.except_share:.2%} of them," if self.except_share else ""
        days = f", open at least {self.days_per_week:g} days a week," if self.days_per_week else ""
        point = f"a point{self.where_text}{days} that meets their need within {self.limit_text}"
        return f"Everybody of group {self.group}{but} has {point}."


class PopulationBase(Within, BaseRule):
    """Enough people live near every joint point."""

    type: Literal["population_base"]
    at_least: Limit = Field(description="people within the limit of the site, in the period")
    except_sites: tuple[Id, ...] = ()

    @property
    def sentence(self) -> str:
        """The rule in words."""
        but = f" (but for {', '.join(self.except_sites)})" if self.except_sites else ""
        return f"At least {self.at_least:,.0f} people live within {self.limit_text} of every joint point{but}."


class Speakers(Entry):
    """Areas by how many people speak a language; an area is meant when either limit is reached."""

    at_least: Limit | None = Field(None, description="speakers in the area")
    share: Share | None = Field(None, description="speakers as a share of the area's people")


class Language(AccessRule):
    """Where a language is a right, a point that serves in it is within the limit."""

    type: Literal["language"]
    language: LanguageCode
    areas: Literal["statutory"] | Speakers | tuple[Id, ...] = Field(
        "statutory", description="statutory (areas whose languages name it), by number or share of speakers, or a list"
    )

    @property
    def sentence(self) -> str:
        """The rule in words."""
        where = "every area where it is a right by law" if self.areas == "statutory" else "every area in scope"
        return f"Service in {self.language!r}{self.where_text} is within {self.limit_text} of {where}."
