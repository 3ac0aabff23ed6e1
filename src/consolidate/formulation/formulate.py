"""The model of an instance: its columns, its rows, what is minimised; each part a value that can be looked at alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from consolidate.formulation import premises, service
from consolidate.formulation.layout import Layout
from consolidate.formulation.objective import Costs, costs
from consolidate.formulation.rules.registry import RULES
from consolidate.formulation.variables import variables
from consolidate.instance.instance import Instance
from consolidate.program.program import Program, Rows, Variables, assemble

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
    service.work,
    premises.floor_area,
    premises.joint_needs_two,
    premises.two_make_joint,
    premises.who_joins_closes,
)
"""The core constraints, in the order of the formulation."""


@dataclass(frozen=True)
class Model:
    """A formulated instance, before it is one matrix."""

    layout: Layout
    variables: tuple[Variables, ...]
    constraints: tuple[Rows, ...]
    costs: Costs

    def program(self) -> Program:
        """Assemble columns, rows and objective."""
        return assemble(priced(self.variables, self.costs), self.constraints, self.costs.constant)


def formulate(instance: Instance) -> Model:
    """Write down core constraints, the scenario's rules and its objective."""
    layout = Layout(instance)
    blocks = [RULES[rule.type](layout, rule) for rule in instance.scenario.policy]
    columns = variables(layout) + tuple(column for block in blocks for column in block.variables)
    rows = tuple(constraint(layout) for constraint in CORE) + tuple(row for block in blocks for row in block.rows)
    return Model(layout, columns, rows, costs(layout, instance.scenario.objective.minimise))


def priced(columns: tuple[Variables, ...], cost: Costs) -> tuple[Variables, ...]:
    """Put the objective on the columns it prices."""
    by_name = {"y": cost.y, "z": cost.z, "x": cost.x}
    return tuple(replace(block, cost=by_name.get(block.name, 0.0)) for block in columns)
