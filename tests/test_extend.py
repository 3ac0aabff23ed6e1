"""A scenario's model extended by its user: the worked example runs, and what is solved outside comes back as a plan."""

import re
from pathlib import Path

import numpy as np
import pytest

import consolidate
from consolidate.backends import registry
from consolidate.backends.solution import Request
from consolidate.errors import CheckFailed
from consolidate.extend import OpenModel
from consolidate.reports.document import document
from consolidate.reports.json_text import text

ROOT = Path(__file__).parents[1]
TOY = ROOT / "scenarios" / "toy" / "scenario.yaml"


@pytest.fixture(scope="module")
def toy() -> OpenModel:
    return consolidate.model(TOY)


def test_the_worked_example_runs_and_prints_what_it_says(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The Python of the how-to runs as it stands, and its output is the one printed there."""
    monkeypatch.chdir(ROOT)
    page = (ROOT / "docs" / "how-to" / "extend-the-model.md").read_text(encoding="utf-8")
    said = ""
    for code in re.findall(r"```python\n(.*?)```", page, re.DOTALL):
        exec(compile(code, "extend-the-model.md", "exec"), {})
        said += capsys.readouterr().out
    assert said == "".join(re.findall(r"```text\n(.*?)```", page, re.DOTALL))


@pytest.mark.parametrize("layer", ["pyomo", "pulp"])
def test_a_model_that_nobody_extended_has_the_plan_of_solve(toy: OpenModel, layer: str) -> None:
    """Solved outside and decoded, the model gives the very plan and the very figures that `solve` gives."""
    made = toy.to_pyomo() if layer == "pyomo" else toy.to_pulp()
    solve_outside(made, layer)
    found, known = toy.decode(made), consolidate.solve(TOY, gap=0.0)
    assert found.plan.decisions == known.plan.decisions
    assert found.objective.value == known.objective.value
    assert found.totals_match
    assert not found.audit.violations


def solve_outside(made: object, layer: str) -> None:
    """Solve a model as its user would."""
    if layer == "pyomo":
        import pyomo.environ as pyo

        pyo.SolverFactory("appsi_highs").solve(made)
    else:
        import pulp

        made.solve(pulp.HiGHS(msg=False))


def test_a_constraint_in_pulp_changes_the_plan(toy: OpenModel) -> None:
    """What is added to the LpProblem by the names of things holds in the plan that comes back."""
    problem = toy.to_pulp()
    problem += toy.pulp_columns(problem)["y"]["tax-birch:keep"] == 1, "mine"
    solve_outside(problem, "pulp")
    decisions = {decision.office: decision.action for decision in toy.decode(problem).decisions}
    assert decisions["tax-birch"] == "keep"


def test_the_components_are_indexed_by_what_they_stand_for(toy: OpenModel) -> None:
    """Every column and row is in the Pyomo model and in the LpProblem, under its block and with its coefficients."""
    model, problem, program = toy.to_pyomo(), toy.to_pulp(), toy.program
    assert [len(model.component(block.name)) for block in program.variables] == [b.size for b in program.variables]
    assert sum(len(columns) for columns in toy.pulp_columns(problem).values()) == len(program.cost) == len(toy.columns)
    rows = sum(len(part) for part in model.component_objects() if part.ctype.__name__ == "Constraint")
    assert rows == np.count_nonzero(np.diff(program.matrix.indptr))
    assert model.y["tax-birch:keep"].upper == 1


def test_values_in_an_array_are_decoded_with_the_bound_that_was_proven(toy: OpenModel) -> None:
    """An array of values is a plan as well, its gap is that to the bound given, and it can be written as JSON."""
    found = registry.solve(toy.program, Request(gap=0.0))
    result = toy.decode(found.values, bound=found.bound)
    assert result.objective.gap == pytest.approx(0.0, abs=1e-9)
    for each in (result, toy.decode(found.values)):
        assert '"status": "feasible"' in text(document(each))


@pytest.mark.parametrize("fill", [0.0, 0.5, np.nan])
def test_values_that_decide_nothing_are_refused(toy: OpenModel, fill: float) -> None:
    """A model that was not solved, or to fractions, has no plan, and the offices without one are named."""
    with pytest.raises(CheckFailed, match="pension-alder"):
        toy.decode(np.full(len(toy.columns), fill))
    with pytest.raises(CheckFailed, match="pension-alder"):
        toy.decode(toy.to_pyomo())
    with pytest.raises(CheckFailed, match="3 values"):
        toy.decode([1, 2, 3])
