"""What a run is made from, as one hash: two runs of the same hash have the same bytes in result.json."""

from __future__ import annotations

import hashlib
import json
import platform
from dataclasses import asdict, dataclass
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import consolidate

if TYPE_CHECKING:
    from consolidate.engine.options import Options
    from consolidate.scenario.columns import Columns
    from consolidate.scenario.load import Loaded

_LIBRARIES: Final = ("highspy", "numpy", "pulp", "pydantic", "pyomo", "pyscipopt")


@dataclass(frozen=True)
class Origin:
    """What a run is made from.

    Attributes
    ----------
    key
        SHA-256 of the scenario as read, of its files, of the options but for the time limit, and of the program.
    options
        The options of the solve, by name.
    """

    key: str
    options: dict[str, Any]

    @property
    def time_limit(self) -> float | None:
        """Seconds; not in the key, as a plan that is proven optimal does not depend on it."""
        limit = self.options.get("time_limit")
        return None if limit is None else float(limit)


def origin(loaded: Loaded, options: Options) -> Origin:
    """Return what solving this scenario with these options is made from."""
    chosen = asdict(options)
    parts = {
        "program": versions() | {"code": _code()},
        "files": loaded.files,
        "scenario": loaded.resolved,
        "tables": {name: _table(columns) for name, columns in loaded.tables.items()},
        "options": {name: value for name, value in chosen.items() if name != "time_limit"},
    }
    text = json.dumps(parts, sort_keys=True, default=str)
    return Origin(hashlib.sha256(text.encode()).hexdigest(), chosen)


def versions() -> dict[str, str]:
    """Return the versions of the program, and of the libraries that a result may depend on."""
    found = {"consolidate": consolidate.__version__, "python": platform.python_version()}
    for name in _LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def _table(columns: Columns) -> str:
    """Return the hash of a long table."""
    digest = hashlib.sha256()
    for name, texts in sorted(columns.texts.items()):
        digest.update(json.dumps([name, texts.tolist()]).encode())
    for name, numbers in sorted(columns.numbers.items()):
        digest.update(name.encode() + numbers.tobytes())
    return digest.hexdigest()


@lru_cache(maxsize=1)
def _code() -> str:
    """Return the hash of the program's own files: a checkout changes more often than its version's number."""
    digest = hashlib.sha256()
    root = Path(consolidate.__file__).parent
    for path in sorted(root.rglob("*.py")):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
