"""What runs and scenarios are called beside each other: as short as tells them apart."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


def names(paths: Sequence[Path]) -> list[str]:
    """Return a name for every path: the folder's or the file's, with the folders above where two are the same.

    A ``scenario.yaml`` is called after its folder.
    """
    parts = [_parts(path) for path in paths]
    most = max((len(each) for each in parts), default=0)
    made = ["/".join(each[-1:]) for each in parts]
    for length in range(2, most + 1):
        clashing = {name for name in made if made.count(name) > 1}
        if not clashing:
            break
        made = ["/".join(each[-length:]) if name in clashing else name for name, each in zip(made, parts, strict=True)]
    return made


def _parts(path: Path) -> tuple[str, ...]:
    """Return the words a path can be called by."""
    whole = path.absolute()
    whole = whole.resolve() if not whole.name or ".." in whole.parts else whole
    if path.is_file():
        whole = whole.parent if whole.name == "scenario.yaml" else whole.with_suffix("")
    return tuple(part for part in whole.parts if part != whole.anchor) or (str(path),)
