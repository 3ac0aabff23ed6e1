"""How much memory a process holds, asked of the system; where that cannot be known, nothing is limited."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

_MB = 1 << 20


def resident_mb(process: int) -> float:
    """Return the resident megabytes of a process; 0 where the system does not tell."""
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1])
    except (OSError, ValueError, IndexError):
        return _asked(process)
    return pages * os.sysconf("SC_PAGE_SIZE") / _MB


def resident_mb_of_group(leader: int) -> float:
    """Return the resident megabytes of a process and those it started, which share its group."""
    found = [int(entry.name) for entry in Path("/proc").glob("[0-9]*")] if Path("/proc").is_dir() else []
    return sum(resident_mb(process) for process in found if _group(process) == leader) or resident_mb(leader)


def _group(process: int) -> int:
    try:
        return os.getpgid(process)
    except OSError:
        return -1


def _asked(process: int) -> float:
    """Ask ps, where there is no /proc."""
    program = shutil.which("ps")
    if program is None or not Path("/bin").is_dir():
        return 0.0
    said = subprocess.run([program, "-o", "rss=", "-p", str(process)], capture_output=True, text=True, check=False)  # noqa: S603
    return float(said.stdout) / 1024 if said.stdout.strip().isdigit() else 0.0
