"""A comparison as Markdown: fits a comment of a pull request and a job summary."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from consolidate.reports import comparison_words as words
from consolidate.reports.cleaning import markdown as safe
from consolidate.reports.numbers import count, scale
from consolidate.reports.vocabulary import label

if TYPE_CHECKING:
    from consolidate.study.areas import Moves
    from consolidate.study.comparison import Comparison, FigureRow
    from consolidate.study.expected import Check
    from consolidate.study.gate import Verdict

_CODE = re.compile(r"[\w.<>=+\-\u2212% ]+", re.ASCII)
LONGEST: Final = 60_000
"""Characters; a comment on GitHub holds 65,536."""


def text(comparison: Comparison, verdicts: Sequence[Verdict]) -> str:
    """Return the comparison, the gates first; the last sections are left out where all would not fit a comment."""
    names = [column.name for column in comparison.columns]
    plans = [f"- **{safe(column.name)}**: {safe(words.plan_line(column))}" for column in comparison.columns]
    sections = [
        f"# {safe(' · '.join(names))}",
        gates(verdicts),
        "\n".join(f"> **Warning:** {safe(line)}" for line in comparison.warnings),
        "\n".join(plans),
        _figures(comparison, [row for row in comparison.rows if row.differs or len(names) == 1]),
        "\n".join(f"- {safe(line)}" for line in words.indistinct(comparison)),
        _same(words.same(comparison)) if len(names) > 1 else "",
        *(_areas(each, names[0]) for each in comparison.moves),
        _offices(comparison),
    ]
    return _fitting(sections)


def expected(checks: Sequence[Check]) -> str:
    """Return what was expected and not found, and how many figures are as expected."""
    failed = [check for check in checks if check.failed]
    rows = [
        (safe(each.scenario), code(each.figure), words.number(each.expected), words.number(each.tolerance), found(each))
        for each in failed
    ]
    table = _table(("scenario", "figure", "expected", "give or take", "found"), rows, "llrrr") if rows else ""
    kept = count(len(checks) - len(failed), "figure")
    return _fitting(["# Expected figures", table, f"{kept} as expected, {len(failed)} not."])


def found(check: Check) -> str:
    """Return the value that was found."""
    return "none" if check.found is None else words.number(check.found)


def gates(verdicts: Sequence[Verdict]) -> str:
    """Return the verdict on every gate, and what each plan says to those that fail."""
    lines = []
    for each in verdicts:
        mark = ":x: failed" if each.failed else ":white_check_mark: passed"
        lines.append(f"- {mark} {code(each.gate.text)}")
        lines += [f"  - {safe(words.finding_text(each, finding))}" for finding in each.failed]
    return "## Limits\n\n" + "\n".join(lines) if lines else ""


def _figures(comparison: Comparison, rows: Sequence[FigureRow]) -> str:
    """Return the figures that differ."""
    if not rows:
        return "## Figures\n\nAll figures are the same."
    others = comparison.columns[1:]
    headings = ["figure", "unit", safe(comparison.base.name)]
    for column in others:
        headings += [safe(column.name), "change", "%"]
    lines = []
    for row in rows:
        shown = words.row_scale(row)
        cells = [f"{safe(label(row.name))} ({code(row.name)})", safe(shown.unit), shown.show(row.values[0])]
        for value, change in zip(row.values[1:], row.changes, strict=True):
            cells += [shown.show(value), safe(words.difference(change, shown)), words.percent(change, shown)]
        lines.append(cells)
    return "## Figures\n\n" + _table(headings, lines, "ll" + "r" * (len(headings) - 2))


def _same(figures: Sequence[str]) -> str:
    """Return the figures that are the same in all plans, folded away."""
    if not figures:
        return ""
    summary = f"{count(len(figures), 'figure')} the same in all"
    return f"<details><summary>{summary}</summary>\n\n{', '.join(map(code, figures))}\n\n</details>"


def _offices(comparison: Comparison) -> str:
    """Return the decisions that differ."""
    rows = [
        (safe(row.name), *(safe(words.choice_text(choice)) for choice in row.choices))
        for row in comparison.offices[: words.MOST_OFFICES]
    ]
    if not rows:
        return "## Decisions\n\nAll decisions are the same." if len(comparison.columns) > 1 else ""
    headings = ("office", *(safe(column.name) for column in comparison.columns))
    more = len(comparison.offices) - len(rows)
    rest = f"\n\nand {more:,} more." if more else ""
    return "## Decisions that differ\n\n" + _table(headings, rows, "l" * len(headings)) + rest


def _areas(moves: Moves, base: str) -> str:
    """Return who gains and loses most."""
    rows = [
        (
            safe(move.name),
            f"{move.people:,.0f}",
            *(scale("min", move.base, move.plan).show(minutes) for minutes in (move.base, move.plan)),
            scale("min", move.base, move.plan).show(move.change, signed=True),
        )
        for side in (moves.gain, moves.lose)
        for move in side[: words.MOST_AREAS]
    ]
    line = f"{safe(words.moves_line(moves, base))}."
    headings = ("area", "people", f"minutes, {safe(base)}", f"minutes, {safe(moves.name)}", "change")
    listed = "\n\n" + _table(headings, rows, "lrrrr") if rows else ""
    return f"## Who gains, who loses\n\n{line}{listed}"


def code(text: str) -> str:
    """Return a figure's name or a limit as code, and anything else as harmless text."""
    return f"`{text}`" if _CODE.fullmatch(text) else safe(text)


def _table(headings: Sequence[str], rows: Iterable[Sequence[str]], sides: str) -> str:
    """Return a table; ``sides`` has one letter per column, l or r."""
    rule = ["---" if side == "l" else "---:" for side in sides]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (headings, rule, *rows))


def _fitting(sections: Iterable[str]) -> str:
    """Join the sections, up to the first that would not fit."""
    made = ""
    for section in sections:
        if len(made) + len(section) > LONGEST:
            return f"{made}The rest does not fit here: `--format text --verbose` or `--format json` has all of it.\n"
        made += f"{section}\n\n" if section else ""
    return made.rstrip("\n") + "\n"
