"""The command line: one file per command and no logic; `exits` alone knows what an exit code means."""

from __future__ import annotations

import sys
from typing import NoReturn


def main() -> NoReturn:
    """Run the command that the process was started with, and exit with its code."""
    from consolidate.cli.exits import run

    sys.exit(run(sys.argv[1:]))
