"""Whether the people of an area have a point within a limit: what access rules share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from consolidate.formulation.layout import Bools, Layout
from consolidate.formulation.rules import block
from consolidate.formulation.rules.block import RuleBlock
from consolidate.formulation.variables import Names
from consolidate.program.program import Floats, Ints, Matrix, Rows, Variables, identity, sum_by
from consolidate.scenario.policy import AccessRule

Near = tuple[float, float]


@dataclass(frozen=True)
class Reach:
    """One row per (duty, period, area in scope): the places within the limit, and the people; R rows."""

    places: Matrix  # (R, places)
    duty: Ints  # (R,)
    period: Ints  # (R,)
    area: Ints  # (R,)
    people: Floats  # (R,)
    group: Ints  # (R,) index of the (duty, period) a row belongs to
    able: Mapping[str, Matrix]  # block of columns -> (places, columns) whose sum says whether a place serves

    def totals(self) -> Floats:
        """People in scope of each (duty, period)."""
        return np.bincount(self.group, weights=self.people).astype(np.float64)

    def by_group(self) -> Matrix:
        """Matrix (groups, R) that sums people over the rows of a (duty, period)."""
        shape = (int(self.group.max(initial=-1)) + 1, len(self.group))
        return sum_by(self.group, np.arange(len(self.group)), shape, self.people)

    def naming(self, layout: Layout, i: int) -> str:
        """duty,area,period."""
        names, areas = Names(layout), layout.instance.scenario.areas
        return f"{names.duty(self.duty[i])},{areas[self.area[i]].id},{names.period(self.period[i])}"

    def telling(self, layout: Layout, i: int) -> tuple[str, str]:
        """Area with its people; for which services, and when."""
        names, area = Names(layout), layout.instance.scenario.areas[self.area[i]]
        duty = layout.instance.demand.duties[self.duty[i]]
        services = [layout.instance.scenario.services[k] for k in duty.services]
        what = ", ".join(service.name or service.id for service in services)
        return f"{area.name or area.id} ({self.people[i]:,.0f} people)", f"for {what}, {names.period(self.period[i])}"

    def group_naming(self, layout: Layout, i: int) -> str:
        """duty,period."""
        names, row = Names(layout), int(np.flatnonzero(self.group == i)[0])
        return f"{names.duty(self.duty[row])},{names.period(self.period[row])}"


def reach(layout: Layout, rule: AccessRule, scope: Bools, close: Bools, language: int = -1) -> Reach:
    """List rows for the areas in ``scope``, (duties, I) over the duties of the rule, in every period of it.

    ``close`` is (I, S), whether a site is within the limit of an area.
    """
    rows: list[npt.NDArray[np.int64]] = [np.zeros((0, 3), dtype=np.int64)]
    matrices = [sparse.csr_array((0, len(layout.places)))]
    for n, duty in enumerate(block.duties(layout, rule)):
        for t in block.periods(layout, rule):
            areas = np.flatnonzero(scope[n] & block.inhabited(layout, rule, t))
            places = block.at(layout, duty, language, t)
            row, column = np.nonzero(close[np.ix_(areas, layout.places.site[places])])
            matrices.append(sum_by(row, places[column], (len(areas), len(layout.places))))
            rows.append(np.stack([np.full(len(areas), duty), np.full(len(areas), t), areas], axis=1))
    keys = np.concatenate(rows)
    group = np.unique(keys[:, :2], axis=0, return_inverse=True)[1].ravel()
    people = layout.instance.demand.people[keys[:, 2], keys[:, 1]]
    u, b = layout.ability()
    in_reach = sparse.vstack(matrices, format="csr")
    return Reach(in_reach, keys[:, 0], keys[:, 1], keys[:, 2], people, group, {"u": u, "b": b})


def everybody(layout: Layout, rule: AccessRule, areas: str | tuple[str, ...]) -> Bools:
    """(duties, I) areas in scope: all, a list, or those the network of today reaches within the limit."""
    duties, scenario = block.duties(layout, rule), layout.instance.scenario
    shape = (len(duties), len(scenario.areas))
    if areas == "all":
        return np.ones(shape, dtype=bool)
    if isinstance(areas, tuple):
        return np.broadcast_to(block.listed(layout, areas), shape)
    close = block.near(layout, rule)
    return np.array([close[:, serving_today(layout, duty)].any(axis=1) for duty in duties]).reshape(shape)


def serving_today(layout: Layout, duty: int) -> Ints:
    """Sites at which a duty is met today."""
    instance = layout.instance
    owed = instance.demand.duties[duty]
    offices = instance.scenario.offices
    return np.array(
        sorted(
            {
                int(instance.office_site[o])
                for o, office in enumerate(offices)
                if office.exists and instance.office_agency[o] == owed.agency and office.mode in owed.modes
            }
        ),
        dtype=np.int64,
    )


def rows_in_reach(layout: Layout, name: str, found: Reach, extra: dict[str, Matrix], rule: str, lower: float) -> Rows:
    """Rows ``places within the limit + extra >= lower``, one per row of ``found``."""
    return Rows(
        name,
        {**{block: found.places @ able for block, able in found.able.items()}, **extra},
        lower=lower,
        naming=lambda i: found.naming(layout, i),
        rule=rule,
        unit="areas",
        scale=1.0,
        telling=lambda i: found.telling(layout, i),
    )


@dataclass(frozen=True)
class Limit:
    """How many people of each (duty, period) must count at least, or may at most; both (groups,) or one for all."""

    lower: Floats | float = -np.inf
    upper: Floats | float = np.inf


def people_counted(
    layout: Layout, rule: AccessRule, found: Reach, what: str, near: Near, limit: Limit, part: str = ""
) -> RuleBlock:
    """Add a column ``what`` per row of ``found`` that its people count by, and limit how many people count.

    ``near`` is the sign of the column beside the points in reach, and the rows' lower limit; ``part`` tells several
    blocks of a rule apart.
    """
    name, column = f"policy.{rule.id}{part}", f"policy.{rule.id}{part}.{what}"
    sign, lower = near
    share = people_rows(layout, rule, found, {column: found.by_group()}, limit, part)
    linked = rows_in_reach(layout, name, found, {column: sign * identity(len(found.area))}, "", lower)
    columns = Variables(column, len(found.area), 0, 1, naming=lambda i: found.naming(layout, i))
    return RuleBlock((linked, share), (columns,))


def people_rows(
    layout: Layout, rule: AccessRule, found: Reach, terms: dict[str, Matrix], limit: Limit, part: str = ""
) -> Rows:
    """Rows that limit how many people of each (duty, period) count."""
    return Rows(
        f"policy.{rule.id}{part}.share",
        terms,
        limit.lower,
        limit.upper,
        naming=lambda i: found.group_naming(layout, i),
        rule=rule.id,
        unit="people",
        scale=np.maximum(found.totals() / 100, 1.0),
    )
