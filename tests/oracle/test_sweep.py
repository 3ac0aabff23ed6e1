"""The sweep that compares any number of random scenarios."""

import pytest
from tests.oracle.sweep import Outcome, Tally, main


def test_a_sweep_says_that_nothing_differs(capsys: pytest.CaptureFixture[str], random_seed: int) -> None:
    """A few scenarios are compared, in processes of their own, and what they hold is told."""
    status = main(["--scenarios", "2", "--start", str(random_seed), "--jobs", "1", "--looks", "1"])
    said = capsys.readouterr()
    assert said.out.splitlines()[-1] == "mismatches: none", said.out
    assert status == 0
    assert "2 scenarios" in said.out
    assert "2 of 2" in said.err


def test_a_mismatch_is_told_by_its_seed() -> None:
    """What differs is named, and what was taken away counts whether it was missed or not."""
    tally = Tally()
    tally.add(Outcome(7, 12, ("value is 1, not 2",), ("staffing", "sizes"), {"staffing": True, "sizes": False}))
    tally.add(Outcome(8, 0, (), ("sizes",), {"sizes": True}))
    assert [line.split() for line in tally.table()][1:3] == [["sizes", "2", "2", "1"], ["staffing", "1", "1", "1"]]
    assert list(tally.table())[-2:] == ["2 scenarios, 1 without a plan, the others with 12 plans", "mismatches: 7"]
