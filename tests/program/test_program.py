"""Blocks of columns and rows become one program: every number where its names say."""

from dataclasses import replace
from pathlib import Path

import highspy
import numpy as np
import pytest
from scipy import sparse

from consolidate.backends.highs import solve
from consolidate.backends.solution import Request
from consolidate.program.lp_text import lp_text
from consolidate.program.program import (
    Program,
    Rows,
    Variables,
    assemble,
    identity,
    pick,
    sum_by,
    with_cost,
    with_row,
)

X = Variables("x", 3, 0, [1.0, 2.0, 3.0], cost=[1.0, -1.0, 0.0])
Y = Variables("y", 2, -1.0, cost=5.0, integer=True)


def test_sum_by_adds_each_entry_into_its_group() -> None:
    """sum_by adds the values of entries that share a row and a column."""
    matrix = sum_by([0, 0, 1, 0], [2, 1, 0, 2], (3, 4), [1, 2, 3, 4])
    assert matrix.toarray().tolist() == [[0, 2, 5, 0], [3, 0, 0, 0], [0, 0, 0, 0]]
    assert sum_by([1, 1], [0, 1], (2, 2)).toarray().tolist() == [[0, 0], [1, 1]]


def test_pick_takes_the_chosen_columns_in_order() -> None:
    """Row i of pick is the chosen column i, as often as it is chosen."""
    assert pick([2, 0, 2], 3).toarray().tolist() == [[0, 0, 1], [1, 0, 0], [0, 0, 1]]
    assert pick([], 3).shape == (0, 3)
    assert identity(2).toarray().tolist() == [[1, 0], [0, 1]]


def test_blocks_are_stacked_in_order_with_their_bounds_and_costs() -> None:
    """Columns and rows stand in the order of their blocks; one number stands for a whole block."""
    total = Rows("total", {"x": sum_by([0, 0, 0], [0, 1, 2], (1, 3))}, 1, 4)
    program = assemble([X, Y], [total, Rows("link", {"y": identity(2), "x": -pick([2, 0], 3)}, upper=0)], offset=7)
    assert program.matrix.toarray().tolist() == [[1, 1, 1, 0, 0], [0, 0, -1, 1, 0], [-1, 0, 0, 0, 1]]
    assert program.cost.tolist() == [1, -1, 0, 5, 5]
    assert (program.lower.tolist(), program.upper.tolist()) == ([0, 0, 0, -1, -1], [1, 2, 3, np.inf, np.inf])
    assert program.integer.tolist() == [False] * 3 + [True] * 2
    assert (program.row_lower.tolist(), program.row_upper.tolist()) == ([1, -np.inf, -np.inf], [4, 0, 0])
    assert (program.columns["y"], program.rows["link"]) == (slice(3, 5), slice(1, 3))
    point = np.array([1, 2, 3, 4, 5])
    assert program.part(point, "y").tolist() == [4, 5]
    assert program.value(point) == 1 - 2 + 45 + 7


def test_zeros_are_dropped_once() -> None:
    """Zeros stored by a block, and terms that cancel, leave no entry in the matrix."""
    stored = sparse.csr_array((np.array([0.0, 2.0]), (np.array([0, 0]), np.array([0, 1]))), shape=(1, 3))
    cancelled = sum_by([0, 0], [1, 1], (1, 3), [1, -1])
    program = assemble([X], [Rows("stored", {"x": stored}, upper=1), Rows("cancelled", {"x": cancelled}, upper=1)])
    assert program.matrix.nnz == 1
    assert program.matrix.toarray().tolist() == [[0, 2, 0], [0, 0, 0]]


@pytest.mark.parametrize("empty", [(), (X,)], ids=["nothing", "no rows"])
def test_blocks_may_be_empty(empty: tuple[Variables, ...]) -> None:
    """Blocks of no size, and programs without rows or columns, keep their shapes."""
    program = assemble(empty, [])
    assert program.matrix.shape == (0, sum(block.size for block in empty))
    assert program.cost.shape == (program.matrix.shape[1],)
    none = Variables("none", 0, cost=np.zeros(0))
    rows = Rows("nobody", {"x": sum_by([], [], (0, 3)), "none": sum_by([], [], (0, 0))})
    program = assemble([none, X], [rows, Rows("one", {"none": sum_by([], [], (1, 0)), "x": pick([1], 3)}, upper=2)])
    assert program.matrix.toarray().tolist() == [[0, 1, 0]]
    assert (program.columns["none"], program.rows["nobody"]) == (slice(0, 0), slice(0, 0))


def test_terms_of_columns_that_are_not_there_are_left_out() -> None:
    """A row may name a block of columns that the program does not have."""
    program = assemble([X], [Rows("row", {"gone": identity(1), "x": pick([0], 3)}, 1, 1)])
    assert program.matrix.toarray().tolist() == [[1, 0, 0]]


def test_one_more_row_or_another_cost_leaves_the_first_program_alone() -> None:
    """with_row and with_cost give new programs and change nothing of the old one."""
    program = assemble([X, Y], [Rows("a", {"x": pick([0], 3)}, upper=1)], offset=7)
    more = with_row(program, Rows("b", {"y": pick([1], 2)}, lower=3))
    assert more.matrix.toarray().tolist() == [[1, 0, 0, 0, 0], [0, 0, 0, 0, 1]]
    assert (more.rows["b"], more.row_lower[1], more.offset) == (slice(1, 2), 3, 7)
    other = with_cost(program, {"y": np.array([1.0, 2.0]), "gone": np.ones(4)}, offset=1)
    assert (other.cost.tolist(), other.offset) == ([0, 0, 0, 1, 2], 1)
    assert (program.cost.tolist(), program.offset, program.matrix.shape) == ([1, -1, 0, 5, 5], 7, (1, 5))


def written() -> Program:
    """A program with every form that a row and a bound can have."""
    x = Variables("x", 6, [0, -np.inf, -2, 3, 0, -1], [np.inf, np.inf, 5, 3, 1, np.inf], [1, 2, -0.125, 1, -3, 1])
    rows = [
        Rows("between", {"x": pick([0, 1], 6)}, [1, -4.5], 9),
        Rows("least", {"x": -identity(6)[[0, 5]] + 1.5 * pick([2, 2], 6)}, lower=-7),
        Rows("even", {"x": sum_by([0, 0], [1, 4], (1, 6), [1, -2])}, -1, -1),
        Rows("most", {"x": sum_by([0, 0], [1, 4], (1, 6), [1e-5, 123456.75])}, upper=1e5),
    ]
    return assemble([x, replace(Y, size=1)], rows)


def test_the_text_of_a_program_is_read_back_by_a_solver(tmp_path: Path) -> None:
    """HiGHS reads what lp_text writes, and finds the same optimum in it."""
    program, path = written(), tmp_path / "program.lp"
    path.write_text(lp_text(program).replace("[", "_").replace("]", ""), encoding="utf-8")
    reader = highspy.Highs()
    reader.silent()
    assert reader.readModel(str(path)) == highspy.HighsStatus.kOk
    reader.run()
    assert reader.getModelStatus() == highspy.HighsModelStatus.kOptimal
    assert reader.getNumRow() == len(program.row_lower) + 2  # both rows between two limits are written twice
    assert reader.getInfo().objective_function_value == pytest.approx(solve(program, Request()).objective)


def test_the_text_names_everything_by_its_blocks() -> None:
    """Rows and columns are written by the names their blocks give, integers listed at the end."""
    text = lp_text(
        assemble(
            [Variables("y", 2, 0, 1, cost=[2.0, -1.0], integer=True, naming=lambda i: "ab"[i])],
            [Rows("one", {"y": sum_by([0, 0], [0, 1], (1, 2))}, 1, 1, naming=lambda _: "all")],
        )
    )
    assert text.splitlines() == [
        "Minimize", " objective: 2 y[a] - y[b]", "Subject To", " one[all]: y[a] + y[b] = 1",
        "Bounds", " 0 <= y[a] <= 1", " 0 <= y[b] <= 1", "General", " y[a]", " y[b]", "End",
    ]  # fmt: skip
