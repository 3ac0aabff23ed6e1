"""Plans side by side, as values."""

from dataclasses import replace

import pytest
from tests.study.plans import area, decision, plan

from consolidate.errors import UsageError
from consolidate.study.column import Choice
from consolidate.study.comparison import Change, compare


def test_the_first_is_the_baseline_and_changed_figures_come_first() -> None:
    """Figures that differ stand before those that do not, each part in the order of the reference page."""
    found = compare([plan("base"), plan("other", figures={"travel.mean_minutes": 9.0, "cost.rent": 250_000.0})])
    assert found.base.name == "base"
    assert [row.name for row in found.rows if row.differs] == ["cost.rent", "travel.mean_minutes"]
    assert [row.name for row in found.rows[:4]] == ["cost.rent", "travel.mean_minutes", "cost.total", "cost.per_year"]
    rent = found.row("cost.rent")
    assert rent is not None
    assert rent.values == (240_000.0, 250_000.0)
    assert rent.changes == (Change(10_000.0, pytest.approx(4.1666667)),)


def test_a_figure_that_nobody_has_heard_of_appears() -> None:
    """A figure of a later version is compared like any other; where a plan lacks it there is no number."""
    found = compare([plan("base"), plan("other", figures={"water.litres": 7.0}), plan("third")])
    row = found.row("water.litres")
    assert row is not None
    assert row.values == (None, 7.0, None)
    assert row.changes == (Change(None, None), Change(None, None))
    assert row.differs


def test_no_percentage_of_nothing() -> None:
    """A change from 0 has no percentage."""
    row = compare([plan("base"), plan("other", figures={"cost.exit": 5.0})]).row("cost.exit")
    assert row is not None
    assert row.changes == (Change(5.0, None),)


def test_decisions_that_differ_office_by_office() -> None:
    """An office is listed when plans treat it differently or one does not have it; its cost alone does not count."""
    base = plan("base", decisions=[decision("a"), decision("b"), decision("c", cost=1.0)])
    moved = decision("b", "merge", to_site="hall", date="2028-01-01", mode="staffed")
    other = plan("other", decisions=[decision("a"), moved, decision("c", cost=2.0), decision("d")])
    rows = compare([base, other]).offices
    assert [(row.office, row.name) for row in rows] == [("b", "B"), ("d", "D")]
    assert rows[0].choices == (Choice("keep"), Choice("merge", "hall", "2028-01-01", "staffed"))
    assert rows[1].choices == (None, Choice("keep"))


def test_another_size_is_another_decision() -> None:
    """Two plans that shrink an office to different sizes do not decide alike."""
    one, other = (plan(name, decisions=[decision("a", "resize", m2=m2)]) for name, m2 in (("x", 50.0), ("y", 60.0)))
    (row,) = compare([one, other]).offices
    assert [choice.m2 for choice in row.choices if choice] == [50.0, 60.0]


def test_a_loss_that_shrinks_is_a_rise() -> None:
    """From -100 to -50 is +50 %: a percentage has the sign of the change, whatever the baseline's."""
    plans = [plan("base", figures={"cost.total": -100.0}), plan("other", figures={"cost.total": -50.0})]
    row = compare(plans).row("cost.total")
    assert row is not None
    assert row.changes[0].percent == 50.0


@pytest.mark.parametrize(
    ("value", "bound", "within"),
    [(990_020.0, 990_000.0, True), (990_020.0, 990_010.0, False), (989_995.0, 989_995.0, True), (0.0, 0.0, False)],
)
def test_a_difference_within_the_gaps_is_not_distinguishable(value: float, bound: float, within: bool) -> None:
    """If the worse plan's bound reaches the better one's value, neither is known to be better."""
    base = plan("base", figures={"cost.total": 990_000.0}, objective=990_000.0, bound=989_990.0)
    other = plan("other", figures={"cost.total": value}, objective=value, bound=bound)
    found = compare([base, other])
    cost = found.row("cost.total")
    assert cost is not None
    assert found.objective is not None
    assert found.objective.changes[0].is_within_gaps is within
    assert cost.changes[0].is_within_gaps is within
    assert not any(change.is_within_gaps for row in found.rows if row.name != "cost.total" for change in row.changes)


def test_without_a_bound_nothing_is_distinguishable() -> None:
    """A plan whose bound is unknown proves no difference."""
    other = plan("other", figures={"cost.total": 2e6}, objective=2e6, bound=None)
    row = compare([plan("base"), other]).row("cost.total")
    assert row is not None
    assert row.changes[0].is_within_gaps


def test_equal_plans_do_not_differ() -> None:
    """A plan beside itself: no figure differs, no decision, no area, and nothing is called indistinguishable."""
    found = compare([plan("base", bound=900_000.0), plan("base", bound=900_000.0)])
    assert [column.name for column in found.columns] == ["base", "base (2)"]
    assert not any(row.differs or row.changes[0].is_within_gaps for row in found.rows)
    assert (found.offices, found.moves[0].gain, found.moves[0].lose, found.warnings) == ((), (), (), ())


def test_names_are_made_different() -> None:
    """Columns of one name are numbered, past a name that looks numbered already."""
    found = compare([plan("a"), plan("a (2)"), plan("a"), plan("a")])
    assert [column.name for column in found.columns] == ["a", "a (2)", "a (3)", "a (4)"]


def test_who_gains_and_who_loses() -> None:
    """Areas are held from plan to plan; one that only one plan changes has today's way in the other."""
    base = plan("base", affected=[area("a", 10, 20), area("b", 10, 30), area("c", 5, 9, people=7), area("same", 1, 2)])
    other = plan("other", affected=[area("a", 10, 12), area("b", 10, 35), area("d", 3, 8), area("same", 1, 2)])
    (moves,) = compare([base, other]).moves
    assert [(move.area, move.change) for move in moves.gain] == [("a", -8), ("c", -4)]
    assert [(move.area, move.change) for move in moves.lose] == [("b", 5), ("d", 5)]
    assert (moves.people_who_gain, moves.people_who_lose, moves.unknown) == (1007, 2000, 0)


def test_plans_of_another_today_are_compared_only_where_both_speak() -> None:
    """When the scenarios do not start from the same ways, an area that one plan does not name cannot be told."""
    base = plan("base", affected=[area("a", 10, 20), area("b", 10, 30)])
    other = plan("other", affected=[area("a", 11, 12), area("d", 3, 8)])
    (moves,) = compare([base, other]).moves
    assert [move.area for move in moves.gain] == ["a"]
    assert (moves.lose, moves.unknown) == ((), 2)


def test_an_area_nobody_reaches_is_left_out() -> None:
    """A way that is no number is neither gain nor loss."""
    row = area("a", 10, 20) | {"minutes_plan": None}
    (moves,) = compare([plan("base", affected=[row]), plan("other", affected=[])]).moves
    assert (moves.gain, moves.lose) == ((), ())


def test_other_currencies_are_refused() -> None:
    """Euros beside crowns is an error that names both."""
    with pytest.raises(UsageError, match=r"base are in EUR.*other in SEK") as caught:
        compare([plan("base"), plan("other", currency="SEK")])
    assert caught.value.exit_code == 2


def test_other_horizons_are_warned_of() -> None:
    """Another reference year, horizon or discount rate, or another aim, is said with the values of both."""
    base = plan("base")
    changes = {"reference_year": 2025, "periods": [2025], "end": 2040, "discount_rate": 0.04}
    other = replace(base, name="other", frame=dict(base.frame) | changes)
    aims = plan("third", minimise="emissions", unit="kg CO2e")
    warnings = compare([base, other, aims]).warnings
    assert len(warnings) == 5
    for words in (
        "reference years: base 2024, other 2025",
        "periods: base 2025/2028, other 2025;",
        "last years: base 2029, other 2040",
        "discount rates: base 0.03, other 0.04",
        "minimise different things: base cost, other cost, third emissions",
    ):
        assert any(words in line for line in warnings), words
    assert compare([base, replace(base, frame={})]).warnings == ()  # a run of a version that did not keep it
    assert compare([base, aims]).objective is None


def test_nothing_to_compare_is_refused() -> None:
    """No plan at all is a usage error; a single one is a comparison without changes."""
    with pytest.raises(UsageError, match="nothing to compare"):
        compare([])
    assert compare([plan("only")]).rows[0].changes == ()


def test_another_network_of_today_is_told() -> None:
    """Where today itself differs, the comparison says so, with the first figure that does."""
    base, same, other = plan("base"), plan("same"), plan("other")
    figures = {name: replace(cell, today=(cell.today or 0.0) + 5) for name, cell in other.figures.items()}
    [told] = compare([base, same, replace(other, figures=figures)]).warnings
    assert told.startswith("today is not the same: cost.total ")
    assert f"and {len(figures) - 1} figures more" in told
