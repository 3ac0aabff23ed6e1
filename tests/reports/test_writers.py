"""The result written for people: terminal, Markdown, CSV; nothing in a name is a command to any of them."""

import csv
import io
import re
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console
from tests.reports.golden import assert_golden
from tests.reports.results import result, scenario

from consolidate.accounts.result import Result
from consolidate.audit.report import Violation
from consolidate.reports import console, csv_text, markdown, tables
from consolidate.reports.bars import bar
from consolidate.reports.cleaning import cell, plain, uncell
from consolidate.reports.document import document

NASTY = "\x1b[31mred\x1b[0m [bold]x[/bold] \x1b]8;;http://evil\x07link\x07 \x9b5m\u202eabc\r\nnew :smile:"
FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "=cmd|' /C calc'!A0", " =1", "'=1", "\uff1d1")


def rendered(made: Result, width: int = 80, *, verbose: bool = False, encoding: str = "utf-8") -> str:
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    terminal = Console(file=stream, width=width, no_color=True, markup=False, emoji=False, highlight=False)
    console.write(document(made), terminal, seconds=2.345, verbose=verbose)
    stream.flush()
    return stream.buffer.getvalue().decode(encoding)


def named(name: str) -> Result:
    """A result in which everything that users name has this name."""
    made = result()
    return replace(
        made,
        scenario=scenario(name=name),
        decisions=tuple(replace(row, name=name, office=name, to_site=name) for row in made.decisions),
        affected=tuple(replace(row, name=name) for row in made.affected),
        points=tuple(replace(row, name=name) for row in made.points),
        audit=replace(
            made.audit,
            readings=tuple(replace(each, id=name, sentence=name, where=name) for each in made.audit.readings),
            violations=(Violation(name, name, name),),
        ),
        assumptions=(name,),
        notes=(name,),
        inputs={name: "ab" * 32},
    )


@pytest.mark.parametrize("width", [60, 80, 120])
def test_the_summary_is_the_golden_one(width: int) -> None:
    """The summary of a result reads as the golden file says, narrow and wide, and never leaves the terminal's width."""
    text = rendered(result(), width)
    assert max(map(len, text.splitlines())) <= width
    assert_golden(Path(__file__), f"summary-{width}.txt", text)


def test_verbose_prints_every_figure() -> None:
    """--verbose prints the parts of the cost that the summary leaves out."""
    assert "rent, EUR" in rendered(result(), verbose=True)
    assert "rent, EUR" not in rendered(result())


def test_long_lists_say_what_they_leave_out() -> None:
    """A summary of many changes ends in how many more there are, and --verbose lists them."""
    row = result().decisions[1]
    many = tuple(replace(row, office=f"office-{number}", name="") for number in range(100))
    made = result(decisions=many)
    assert "and 60 more" in rendered(made)
    assert "office-99" in rendered(made, verbose=True)


def test_violations_and_totals_that_differ_are_said() -> None:
    """A result that fails its audit never reads as if it had passed."""
    audit = replace(result().audit, violations=(Violation("language", "north, 2025", "0.4 short"),))
    text = rendered(result(audit=audit, totals_match=False))
    assert "1 violation; TOTALS DIFFER" in text
    assert "language at north, 2025: 0.4 short" in text
    assert "no violation" not in text


@pytest.mark.parametrize("verbose", [False, True], ids=["summary", "verbose"])
def test_names_do_nothing_on_a_terminal(verbose: bool) -> None:
    """Terminal sequences and control characters in any name vanish; rich markup and emoji codes stay letters."""
    text = rendered(named(NASTY), verbose=verbose)
    assert not [letter for letter in text if ord(letter) < 32 and letter != "\n"]
    assert not set(text) & {"\x7f", "\x9b", "\u202e", "\r"}
    assert "evil" not in text
    assert "[bold]x[/bold]" in text.replace("\n", "")
    assert ":smile:" in rendered(named(":smile:"), verbose=verbose)


def test_a_poor_terminal_gets_ascii() -> None:
    """Where the encoding lacks minus and blocks they become - and #, and unknown letters question marks."""
    text = rendered(named("Ähtäri"), encoding="ascii")
    assert "-60,123" in text
    assert "#|" in text
    assert "?ht?ri" in text


def test_plain_keeps_letters_of_every_script() -> None:
    """Names in any script stay as they are spelt; line ends become blanks."""
    name = "Aanaar \u2013 Ánar, Åbo, Ελλάδα, می‌خواهم, 名"
    assert plain(name) == name
    assert plain("a\n b\u2028c") == "a b c"


@pytest.mark.parametrize("text", FORMULAS, ids=repr)
def test_no_text_is_a_formula(text: str) -> None:
    """A text that a spreadsheet would run gets an apostrophe, in every table, and comes back without it."""
    assert cell(text).startswith("'")
    assert uncell(cell(text)) == text
    made = document(named(text))
    for make in (tables.decisions, tables.points, tables.areas, tables.rules):
        table = csv_text.text(make(made))
        rows = list(csv.reader(io.StringIO(table, newline="")))[1:]
        texts = [value for row in rows for value in row if not re.fullmatch(r"-?\d+\.?\d*", value)]
        assert texts
        assert not [value for value in texts if re.match(r"[=+\-@\t\r\uff1d]", value)]


@pytest.mark.parametrize("text", ["", "dvv", "'s-Hertogenbosch", "Åbo", "12"])
def test_harmless_text_stays_as_it_is(text: str) -> None:
    """A text that no spreadsheet runs is not changed, apostrophes included."""
    assert cell(text) == uncell(text) == text


def test_a_separator_in_a_text_ends_no_cell() -> None:
    """Texts are quoted, so that where ; separates cells nothing behind one in a name becomes a cell of its own."""
    table = csv_text.text(tables.areas(document(named("a;=1+1"))))
    assert '"a;=1+1"' in table


def test_the_csv_is_the_golden_one() -> None:
    """--format csv is one table of the figures, numbers as numbers."""
    assert_golden(Path(__file__), "figures.csv", csv_text.text(tables.figures(document(result()))))


def test_the_markdown_is_the_golden_one() -> None:
    """--format md is a report of all figures, decisions, rules, areas, audit and assumptions."""
    assert_golden(Path(__file__), "report.md", markdown.text(document(result())))


def test_names_do_nothing_in_markdown() -> None:
    """HTML, links, table bars and emphasis in names are shown as letters."""
    text = markdown.text(document(named("<script>x</script> | [a](http://b) `c` *d* ![e](f)")))
    assert "<script>" not in text
    assert "\\| \\[a\\](http" in text
    assert "\\!\\[e\\]" in text


@pytest.mark.parametrize(
    ("percent", "drawn"),
    [
        (None, "    │"),
        (0.0, "    │"),
        (-100.0, "████│"),
        (-30.0, "   █│"),
        (1.0, "    │▌"),
        (0.5, "    │"),
        (500.0, "    │████"),
        (40.0, "    │█▌"),
    ],
    ids=str,
)
def test_a_bar_shows_direction_and_size(percent: float | None, drawn: str) -> None:
    """A bar goes left for less and right for more, a cell per 25 %, at most four."""
    assert bar(percent) == drawn
