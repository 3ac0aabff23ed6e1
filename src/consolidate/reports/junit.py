"""Gates and expectations as JUnit XML, which continuous integrations show as tests: one test case each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from consolidate.reports.cleaning import plain
from consolidate.reports.comparison_words import check_text, finding_text

if TYPE_CHECKING:
    from consolidate.study.expected import Check
    from consolidate.study.gate import Verdict

Case = tuple[str, str, list[str]]
"""The class, the name, and why it fails: nothing for a test that passes."""


def gates(verdicts: Sequence[Verdict]) -> str:
    """Return one test case per gate."""
    return _text(
        ("gates", each.gate.text, [finding_text(each, finding) for finding in each.failed]) for each in verdicts
    )


def expected(checks: Sequence[Check]) -> str:
    """Return one test case per figure that was expected."""
    return _text((each.scenario, each.figure, [check_text(each)] if each.failed else []) for each in checks)


def _text(cases: Iterable[Case]) -> str:
    """Return a test suite as XML; names come from files and may hold anything, so they are made plain first."""
    made = list(cases)
    failures = sum(bool(lines) for _, _, lines in made)
    counts = {"tests": str(len(made)), "failures": str(failures), "errors": "0", "skipped": "0"}
    root = ET.Element("testsuites", {"name": "consolidate", **counts})
    suite = ET.SubElement(root, "testsuite", {"name": "consolidate compare", **counts})
    for group, name, lines in made:
        # a dot would make a package of it
        attributes = {"classname": f"consolidate.{plain(group).replace('.', '_')}", "name": plain(name)}
        case = ET.SubElement(suite, "testcase", attributes)
        if lines:
            failure = ET.SubElement(case, "failure", {"message": plain(lines[0]), "type": "CheckFailed"})
            failure.text = "\n".join(map(plain, lines))
    ET.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"
