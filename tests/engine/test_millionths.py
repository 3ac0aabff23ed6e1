"""Shares become whole millionths: nobody is lost, and no point is overfilled by more than rounding explains."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from consolidate.engine.millionths import whole
from consolidate.program.program import Floats, Ints, Matrix, sum_by
from consolidate.units import MILLION

Table = tuple[Floats, Ints, Matrix, Floats]


@st.composite
def tables(draw: st.DrawFn, *, exact: bool) -> Table:
    """Shares (N,) of segments (N,) at points, minutes (R, N) of whole segments, and room (R,) for just these shares.

    ``exact``: the shares are whole millionths to start with, up to what a solver gets wrong.
    """
    segments, points = draw(st.integers(1, 5)), draw(st.integers(1, 4))
    shares, segment, point = [], [], []
    for d in range(segments):
        there = draw(st.lists(st.integers(0, points - 1), min_size=1, max_size=points, unique=True))
        weights = np.array([draw(st.integers(1, 1000)) for _ in there], dtype=float)
        part = weights / weights.sum()
        if exact:
            part = np.floor(part * MILLION) / MILLION
            part[0] += 1 - part.sum()
        shares += list(part)
        segment += [d] * len(there)
        point += there
    size = len(shares)
    each = np.array([draw(st.sampled_from([1.0, 20.0, 333.25, 1e5, 7e6])) for _ in range(segments)])
    minutes = sum_by(point, np.arange(size), (points, size), each[segment])
    room = minutes @ np.array(shares)
    noise = np.array([draw(st.floats(-1e-11, 1e-11)) for _ in range(size)])
    return np.clip(np.array(shares) + noise, 0, 1), np.array(segment), minutes, room


def dealt(table: Table) -> Ints:
    """Deal a table out, all ways costing the same."""
    shares, segment, minutes, room = table
    return whole(shares, segment, minutes, room, np.zeros(len(shares)))


@given(tables(exact=False))
def test_the_millionths_of_a_segment_sum_to_a_million(table: Table) -> None:
    """Every segment's millionths are whole, none below nothing, and sum to a million."""
    units = dealt(table)
    assert units.min() >= 0
    assert np.bincount(table[1], weights=units).tolist() == [MILLION] * (table[1].max() + 1)


@given(tables(exact=False))
def test_no_point_is_fuller_than_rounding_explains(table: Table) -> None:
    """A point is overfilled by at most a millionth of each segment that goes there."""
    _, _, minutes, room = table
    units = dealt(table)
    grain = minutes @ (units > 0).astype(float) / MILLION
    assert np.all(minutes @ units / MILLION <= room + grain + 1e-9 * room)


@given(tables(exact=False))
def test_shares_move_by_no_more_than_a_few_millionths(table: Table) -> None:
    """No share is rounded by more than a millionth for each way there is, of its segment and at its point."""
    shares, segment, _, _ = table
    assert np.abs(dealt(table) - shares * MILLION).max() <= len(segment) + 1


@given(tables(exact=True))
def test_whole_millionths_stay_what_they_are(table: Table) -> None:
    """Shares that are whole millionths within the room come out as they went in, whatever a solver adds to them."""
    shares, _, _, _ = table
    assert dealt(table).tolist() == np.round(shares * MILLION).astype(int).tolist()


def test_a_point_that_is_just_full_keeps_what_it_has() -> None:
    """A point filled to the last minute, up to sums of floats, is not robbed of a millionth for a point with room."""
    for part in range(1, 400):
        shares = np.array([part, MILLION - part]) / MILLION
        minutes = sum_by([0, 1], [0, 1], (2, 2), [0.7, 0.7])
        units = whole(shares, np.array([0, 0]), minutes, np.array([shares[0] * 0.7, 9.0]), np.zeros(2))
        assert units.tolist() == [part, MILLION - part]


def test_a_rest_goes_where_there_is_room() -> None:
    """What rounding down leaves over goes to the point with room, not to a full one."""
    minutes = sum_by([0, 1], [0, 1], (2, 2), [3e6, 3e6])
    units = whole(np.array([1 / 3, 2 / 3]), np.array([0, 0]), minutes, np.array([1e6 - 1, 3e6]), np.zeros(2))
    assert units.tolist() == [333_333, 666_667]
    units = whole(np.array([1 / 3, 2 / 3]), np.array([0, 0]), minutes, np.array([3e6, 2e6 - 1]), np.zeros(2))
    assert units.tolist() == [333_334, 666_666]


def test_what_overfills_a_point_is_taken_back() -> None:
    """Shares that a solver's tolerance made too large are cut to the room, and the rest goes to the next way."""
    minutes = sum_by([0, 1], [0, 1], (2, 2), [1e6, 1e6])
    units = whole(np.array([0.5, 0.5]), np.array([0, 0]), minutes, np.array([499_990.0, 1e6]), np.zeros(2))
    assert units.tolist() == [499_990, 500_010]
