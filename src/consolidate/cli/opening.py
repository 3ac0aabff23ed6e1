"""Reading a scenario for a command: its warnings are said once, or count as errors with --strict."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from consolidate.scenario.load import Loaded


def open_scenario(path: Path, settings: Iterable[str] | None, *, strict: bool = False, quiet: bool = False) -> Loaded:
    """Load a scenario and say its warnings on stderr.

    Raises
    ------
    InvalidInput
        Of everything wrong with it, and with ``strict`` of every warning.
    """
    from consolidate.cli.terminal import talk_console
    from consolidate.errors import InvalidInput
    from consolidate.reports import problems
    from consolidate.scenario.load import load

    loaded = load(path, tuple(settings or ()))
    if strict and loaded.warnings:
        raise InvalidInput([replace(warning, severity="error") for warning in loaded.warnings])
    if not quiet:
        problems.write(loaded.warnings, talk_console())
    return loaded
