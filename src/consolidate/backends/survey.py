"""What every profile comes to on this machine: which solver is here, which is not and how to get it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from consolidate.backends import profile, registry
from consolidate.backends.backend import Availability, Capabilities
from consolidate.backends.profile import Profile


@dataclass(frozen=True)
class Surveyed:
    """A profile, its solver, and whether that is here; ``wrong`` is what a self-test found (None: not made)."""

    name: str
    path: Path
    profile: Profile
    solver: str
    here: Availability
    capabilities: Capabilities
    wrong: tuple[str, ...] | None = None


def survey(*, check: bool = False) -> list[Surveyed]:
    """Look for the solver of every profile; with ``check`` let those that are here solve the sentinels.

    Raises
    ------
    InvalidInput
        A profile is wrong.
    """
    found = []
    for name, path in profile.profiles():
        read = profile.read(path)
        backend = registry.backend(read.backend, read.solver)
        here, wrong = backend.availability(), None
        if check and here:
            from consolidate.backends.sentinels import check as wrong_of

            wrong = tuple(wrong_of(read))
        found.append(Surveyed(name, path, read, backend.name, here, backend.capabilities, wrong))
    return found
