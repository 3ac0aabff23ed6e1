"""Brute force against the whole pipeline on any number of random scenarios: ``python -m tests.oracle.sweep``.

Every scenario draws from everything that the format knows. Of each, some of the features it holds are taken away in
turn, to see whether they decide anything; what is never decisive is hardly proved.
"""

from __future__ import annotations

import argparse
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from multiprocessing import get_context
from random import Random

from tests.oracle.brute_force import best_plan
from tests.oracle.features import drawn_in, is_decisive
from tests.oracle.random_scenarios import random_scenario, scenario_of
from tests.oracle.test_model_against_oracle import differences_from

SECONDS_BETWEEN_LINES = 15


@dataclass(frozen=True)
class Outcome:
    """What came of one scenario."""

    seed: int
    plans: int  # 0 where none is feasible
    differences: tuple[str, ...]
    drawn: tuple[str, ...]
    decisive: dict[str, bool]  # of those that were looked at


def compare(seed: int, looks: int) -> Outcome:
    """Solve one scenario both ways, and see what some of its features decide."""
    tree = random_scenario(seed, whole=True)
    best = best_plan(scenario_of(tree))
    try:
        differences = differences_from(tree, best)
    except Exception:  # noqa: BLE001  (a crash is a mismatch like another, and the others are still to be seen)
        differences = [traceback.format_exc()]
    drawn = drawn_in(tree)
    looked_at = Random(f"features {seed}").sample(drawn, min(looks, len(drawn)))
    decisive = {feature: is_decisive(tree, feature, best) for feature in looked_at}
    return Outcome(seed, best.plans if best else 0, tuple(differences), tuple(drawn), decisive)


def outcomes(seeds: range, looks: int, jobs: int) -> Iterator[Outcome]:
    """Compare all scenarios, in as many processes as wanted."""
    with get_context("spawn").Pool(jobs) as pool:
        yield from pool.imap_unordered(partial(compare, looks=looks), seeds)


@dataclass
class Tally:
    """What came of all scenarios so far."""

    drawn: Counter[str] = field(default_factory=Counter)
    taken_away: Counter[str] = field(default_factory=Counter)
    decisive: Counter[str] = field(default_factory=Counter)
    wrong: list[int] = field(default_factory=list)
    done: int = 0
    infeasible: int = 0
    plans: int = 0

    def add(self, outcome: Outcome) -> None:
        self.drawn.update(outcome.drawn)
        self.taken_away.update(outcome.decisive.keys())
        self.decisive.update(feature for feature, decides in outcome.decisive.items() if decides)
        self.wrong += [outcome.seed] * bool(outcome.differences)
        self.done += 1
        self.infeasible += outcome.plans == 0
        self.plans += outcome.plans

    def table(self) -> Iterator[str]:
        """Say how often each feature was drawn, taken away, and then missed."""
        yield f"{'feature':32}{'drawn':>8}{'taken away':>12}{'decisive':>10}"
        for feature, count in sorted(self.drawn.items()):
            yield f"{feature:32}{count:8}{self.taken_away[feature]:12}{self.decisive[feature]:10}"
        yield f"{self.done} scenarios, {self.infeasible} without a plan, the others with {self.plans} plans"
        yield f"mismatches: {', '.join(map(str, sorted(self.wrong))) or 'none'}"


def main(arguments: list[str] | None = None) -> int:
    """Run the sweep; 1 if anything differed."""
    parser = argparse.ArgumentParser(prog="python -m tests.oracle.sweep", description=__doc__)
    parser.add_argument("--scenarios", type=int, default=2000, help="how many")
    parser.add_argument("--start", type=int, default=0, help="seed of the first; the others follow")
    parser.add_argument("--jobs", type=int, default=2, help="processes")
    parser.add_argument("--looks", type=int, default=2, help="features taken away of each scenario, one at a time")
    args = parser.parse_args(arguments)
    seeds = range(args.start, args.start + args.scenarios)
    tally, begun, said = Tally(), time.monotonic(), 0.0
    for outcome in outcomes(seeds, args.looks, args.jobs):
        tally.add(outcome)
        if outcome.differences:
            print(f"MISMATCH random_scenario({outcome.seed}, whole=True)", *outcome.differences, sep="\n  ", flush=True)
        passed = time.monotonic() - begun
        if passed >= said + SECONDS_BETWEEN_LINES or tally.done == len(seeds):
            said = passed
            print(f"{tally.done} of {len(seeds)} in {passed:.0f} s, {len(tally.wrong)} mismatches", file=sys.stderr)
    print(*tally.table(), sep="\n")
    return int(bool(tally.wrong))


if __name__ == "__main__":
    sys.exit(main())
