"""The model of an instance: its columns, its rows, what is minimised; each part a value that can be looked at alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from consolidate.formulation import capacity, facilities, homes, nearest, opening, premises, service, staffing, support
from consolidate.formulation.layout import Layout
from consolidate.formulation.objective import Costs, costs
from consolidate.formulation.rules.registry import RULES
from consolidate.formulation.variables import variables
from consolidate.instance.instance import Instance
from consolidate.program.program import Program, Rows, Variables, assemble, with_cost

CORE: tuple[Callable[[Layout], Rows], ...] = (
    service.one_trajectory,
    service.presence,
    service.no_empty_point,
    service.one_mode,
    premises.in_use,
    premises.no_ghosts,
    service.everyone_served,
    service.only_where_served,
    service.ability_present,
    service.ability_spoken,
    support.supported,
    nearest.nearest,
    nearest.nearest_sum,
    nearest.nearest_able,
    staffing.staff_time,
    opening.opening,
    homes.home_serves,
    facilities.facility_there,
    facilities.no_empty_facility,
    facilities.facility_starts,
    facilities.facility_time,
    capacity.work,
    premises.floor_area,
    premises.joint_needs_two,
    premises.two_make_joint,
    premises.joint_starts,
    premises.who_joins_closes,
)
"""The core constraints, in the order of the formulation."""


@dataclass(frozen=True)
class Level:
    """A level of the objective: what is minimised, and how far later levels may worsen it (a share of its value)."""

    minimise: str
    costs: Costs
    tolerance: float = 0.0


@dataclass(frozen=True)
class Model:
    """A formulated instance, before it is one matrix."""

    layout: Layout
    variables: tuple[Variables, ...]
    constraints: tuple[Rows, ...]
    levels: tuple[Level, ...]

    def program(self) -> Program:
        """Assemble columns and rows under the first level of the objective."""
        return with_costs(assemble(self.variables, self.constraints), self.levels[0].costs)


def formulate(instance: Instance) -> Model:
    """Write down core constraints, the scenario's rules and its objective."""
    layout = Layout(instance)
    blocks = [RULES[rule.type](layout, rule) for rule in instance.scenario.policy]
    own = support.saved_columns(layout), nearest.nearer_columns(layout), staffing.hire(layout)
    ruled = (column for block in blocks for column in block.variables)
    columns = (*variables(layout), *own, *facilities.columns(layout), *ruled)
    rows = tuple(constraint(layout) for constraint in CORE) + tuple(row for block in blocks for row in block.rows)
    return Model(layout, columns, rows, _levels(layout))


def _levels(layout: Layout) -> tuple[Level, ...]:
    objective = layout.instance.scenario.objective
    if objective.priorities:
        return tuple(Level(p.minimise, costs(layout, p.minimise), p.tolerance) for p in objective.priorities)
    return (Level(objective.minimise, costs(layout, objective.minimise)),)


def with_costs(program: Program, cost: Costs) -> Program:
    """Put an objective on the columns it prices."""
    return with_cost(program, cost.blocks, cost.constant)
