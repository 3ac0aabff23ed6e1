"""Limits for a continuous integration: their grammar, and what they say."""

import contextlib
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.study.plans import plan

from consolidate.errors import UsageError
from consolidate.study.comparison import Comparison, compare
from consolidate.study.gate import Gate, Verdict, judge, parse

SPACE = st.sampled_from(["", " ", "  ", "\t"])
FIGURES = st.from_regex(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)?", fullmatch=True)
NUMBERS = st.one_of(
    st.floats(0, 1e9, allow_nan=False).map(repr),
    st.integers(0, 10**12).map(lambda number: f"{number:_}"),
    st.sampled_from([".5", "1e3", "2.5E-2", "0", "1e+6"]),
)


@given(FIGURES, st.sampled_from(["<", "<=", ">", ">="]), st.sampled_from(["", "+", "-", "\u2212"]), NUMBERS, st.data())
def test_every_limit_of_the_grammar_is_read(
    figure: str, operator: str, sign: str, number: str, data: st.DataObject
) -> None:
    """Figure, operator, sign, number and per cent sign mean what they say, with blanks or without."""
    percent = data.draw(st.sampled_from(["", "%"]))
    parts = [figure, operator, sign + number, percent]
    text = "".join(data.draw(SPACE) + part for part in parts) + data.draw(SPACE)
    kind = {("", ""): "value", ("", "%"): "share"}.get((sign, percent), "percent" if percent else "change")
    limit = float(number.replace("_", "")) * (-1 if sign in {"-", "\u2212"} else 1)
    assert parse(text) == Gate(" ".join(text.split()), figure, operator, limit, kind)


WRONG = ["", "cost.total", "cost.total >", "cost.total > +", "cost.total > %", "cost.total = 3", "cost.total == 3"]
WRONG += ["> 3", "cost.total > 3 km", "cost.total > 1,5", "cost.total > ++3", "cost.total > nan", "cost.total > 1e999"]
WRONG += ["cost.total > 3 4", "cost total > 3", "cost.total > e3", "cost.total > 3%%", "cost.total => 3", ". > 3"]


@pytest.mark.parametrize("text", WRONG)
def test_what_is_no_limit_is_refused_with_examples(text: str) -> None:
    """Anything else is a usage error that quotes the text and shows how a limit looks."""
    with pytest.raises(UsageError, match=r"'cost\.total > \+2%'|too large") as caught:
        parse(text)
    assert repr(text) in str(caught.value)


@given(st.text(max_size=40))
def test_no_text_is_more_than_refused(text: str) -> None:
    """Whatever stands there is a limit or a usage error, at once."""
    with contextlib.suppress(UsageError):
        assert math.isfinite(parse(text).limit)


def two(base: float | None, other: float | None, figure: str = "cost.total") -> Comparison:
    return compare([plan("base", figures={figure: base}), plan("other", figures={figure: other})])


def verdict(comparison: Comparison, text: str) -> Verdict:
    (found,) = judge(comparison, [parse(text)])
    return found


@pytest.mark.parametrize(
    ("text", "failed"),
    [
        ("cost.total > +2%", True),
        ("cost.total > +3%", False),
        ("cost.total >= +3%", True),
        ("cost.total > +29_999", True),
        ("cost.total > +30000", False),
        ("cost.total < +5%", True),
        ("cost.total < -1%", False),
        ("cost.total > 1_030_000", False),
        ("cost.total >= 1_030_000", True),
    ],
)
def test_a_rise_of_three_per_cent(text: str, failed: bool) -> None:
    """From 1,000,000 to 1,030,000 is +3 % and +30,000, and a limit that is just met is not crossed by > or <."""
    assert bool(verdict(two(1_000_000.0, 1_030_000.0), text).failed) is failed


@pytest.mark.parametrize(("text", "failed"), [("cost.total < -2%", True), ("cost.total < -3%", False)])
def test_a_fall_of_three_per_cent(text: str, failed: bool) -> None:
    """A negative limit bounds a fall."""
    assert bool(verdict(two(1_000_000.0, 970_000.0), text).failed) is failed


def test_a_bare_number_limits_every_plan_the_baseline_too() -> None:
    """Without a sign the limit is one on every plan's own value."""
    found = verdict(two(0.96, 0.94, "access.within_60_min"), "access.within_60_min < 0.95")
    assert [(finding.plan, finding.failed, finding.found) for finding in found.findings] == [
        ("base", False, 0.96),
        ("other", True, 0.94),
    ]
    as_percentage = verdict(two(0.96, 0.94, "access.within_60_min"), "access.within_60_min < 95%")
    assert [finding.failed for finding in as_percentage.findings] == [False, True]


def test_a_bare_percentage_is_only_for_shares() -> None:
    """95 % of an amount means nothing without a sign, and the message says what to write."""
    with pytest.raises(UsageError, match=r"is no share; for a change write \+2%"):
        verdict(two(1.0, 2.0), "cost.total > 2%")


@pytest.mark.parametrize(("value", "failed"), [(5.0, True), (0.0, False), (-5.0, False)])
def test_from_nothing_any_rise_is_too_much(value: float, failed: bool) -> None:
    """In per cent of 0 a rise is infinite, a fall too, and no change is none."""
    assert bool(verdict(two(0.0, value), "cost.total > +1000%").failed) is failed


@pytest.mark.parametrize("text", ["cost.total > +2%", "cost.total > +2", "cost.total > 2", "cost.total < 2"])
def test_no_number_never_passes(text: str) -> None:
    """A figure without a value in a plan, or in the baseline of a change, fails the limit."""
    assert verdict(two(1.0, None), text).failed
    assert verdict(two(None, 1.0), text).failed


def test_a_difference_within_the_gaps_is_said() -> None:
    """A limit that fails by less than the gaps leave open says so."""
    base = plan("base", figures={"cost.total": 100.0}, objective=100.0, bound=90.0)
    other = plan("other", figures={"cost.total": 101.0}, objective=101.0, bound=90.0)
    (finding,) = verdict(compare([base, other]), "cost.total > +0").failed
    assert finding.is_within_gaps


def test_an_unknown_figure_is_refused_with_a_suggestion() -> None:
    """A misspelt figure is a usage error that names the nearest one; a hopeless one lists them all."""
    with pytest.raises(UsageError, match=r"no figure 'cost\.totl'; did you mean 'cost\.total'\?") as caught:
        verdict(two(1.0, 2.0), "cost.totl > +2%")
    assert caught.value.exit_code == 2
    with pytest.raises(UsageError, match=r"there are .*cost\.total.*network\.offices"):
        verdict(two(1.0, 2.0), "xyzzy > 1")


def test_a_change_needs_a_second_plan() -> None:
    """A signed limit on a single plan is refused; a bare one holds."""
    with pytest.raises(UsageError, match="no second run"):
        verdict(compare([plan("only")]), "cost.total > +2%")
    assert not verdict(compare([plan("only")]), "cost.total > 2_000_000").failed


def test_every_plan_is_held_against_the_baseline() -> None:
    """A change is judged for each of the other plans."""
    plans = [plan(name, figures={"cost.total": value}) for name, value in (("a", 100.0), ("b", 101.0), ("c", 110.0))]
    found = verdict(compare(plans), "cost.total > +2%")
    assert [(finding.plan, finding.failed) for finding in found.findings] == [("b", False), ("c", True)]
