"""Runs as files for other programs: the suffix says which."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from consolidate.errors import UsageError
from consolidate.reports import atomic, csv_text, geojson, json_text, markdown, parquet_table, side_by_side, whole_file
from consolidate.reports.columns import column
from consolidate.reports.document import SCHEMA_VERSION
from consolidate.reports.side_by_side import Exported
from consolidate.reports.tables import Table

FORMATS: Final = ("xlsx", "csv", "parquet", "json", "md", "geojson")
FOLDER_FORMATS: Final = ("csv", "parquet")


def export(folders: Sequence[Path], target: Path, *, table: str | None = None, form: str | None = None) -> str:
    """Write runs as a file, or as a folder with a file for each table.

    Parameters
    ----------
    folders
        The run folders; with several, every table says in a first column ``run`` whose row it is.
    target
        A file whose suffix is one of `FORMATS`, or a folder.
    table
        The one table wanted; CSV and Parquet files hold just one.
    form
        The format where the suffix does not say it.

    Returns
    -------
    str
        What was written, in words.

    Raises
    ------
    UsageError
        When the format is unknown or cannot hold what is asked for.
    FileSystemError
        When a run cannot be read or the target not be written.
    """
    suffix = target.suffix.removeprefix(".").lower()
    if form and suffix in FORMATS and suffix != form and not target.is_dir():
        raise UsageError(f"{target}: its suffix says .{suffix}, --format says {form}")
    form = form or (suffix if suffix in FORMATS else FOLDER_FORMATS[0] if not suffix or target.is_dir() else None)
    if form is None:
        raise UsageError(f"{target}: no format is called .{suffix}; there are: {', '.join(FORMATS)}, or name a folder")
    runs = side_by_side.read_all(folders)
    chosen = _chosen(runs, table)
    if form in FOLDER_FORMATS and (suffix != form or target.is_dir()):
        return _write_folder(runs, target, form, chosen)
    whole_file.write_bytes(target, _content(runs, target, form, chosen))
    return str(target)


def _chosen(runs: Sequence[Exported], table: str | None) -> dict[str, Table]:
    """Return the tables asked for."""
    found = side_by_side.joined(runs)
    if table is None:
        return found
    if table not in found:
        raise UsageError(f"there is no table {table!r}; there are: {', '.join(found)}")
    return {table: found[table]}


def _content(runs: Sequence[Exported], target: Path, form: str, chosen: dict[str, Table]) -> bytes:
    """Return the bytes of a file that holds what is asked for."""
    if form in FOLDER_FORMATS and len(chosen) > 1:
        raise UsageError(
            f"{target}: a {form} file holds one table: add --table NAME, one of {', '.join(chosen)}; or name a folder"
        )
    whole = len(chosen) != 1
    if form in FOLDER_FORMATS:
        return _WRITERS[form](next(iter(chosen.values())), side_by_side.currency(runs))
    if form == "json":
        return json_text.text(_json(runs, None if whole else next(iter(chosen.values())))).encode()
    if form == "md":
        return _markdown(runs, None if whole else next(iter(chosen.values()))).encode()
    if form == "geojson":
        layers = geojson.LAYERS if whole else tuple(chosen)
        if not set(layers) <= set(geojson.LAYERS):
            raise UsageError(f"GeoJSON holds {' and '.join(geojson.LAYERS)}, not the table {layers[0]!r}")
        return json_text.text(geojson.document(runs, layers)).encode()
    if not whole:
        raise UsageError("a workbook holds all tables; --table is for the other formats")
    from consolidate.reports.workbook.result_book import content

    return content(runs)


def _csv(table: Table, currency: str) -> bytes:  # noqa: ARG001  (units stand in the reference, headings are names)
    return csv_text.text(table).encode()


_WRITERS: Final[dict[str, Callable[[Table, str], bytes]]] = {"csv": _csv, "parquet": parquet_table.content}


def _write_folder(runs: Sequence[Exported], target: Path, form: str, chosen: dict[str, Table]) -> str:
    """Write a folder with a file for each table; one that was written so before is replaced whole."""
    names = {f"{name}.{form}" for name in (*side_by_side.joined(runs), "comparison")}

    def is_ours(folder: Path) -> bool:
        return all(path.name in names for path in folder.iterdir())

    with atomic.whole_folder(target, is_ours) as making:
        for name, table in chosen.items():
            (making / f"{name}.{form}").write_bytes(_WRITERS[form](table, side_by_side.currency(runs)))
    return f"{target}: {', '.join(f'{name}.{form}' for name in chosen)}"


def _json(runs: Sequence[Exported], table: Table | None) -> Any:
    """Return the result of one run, the results of several, or one table with what its columns hold."""
    if table is None and len(runs) == 1:
        return runs[0].document
    if table is None:
        return {"schema_version": SCHEMA_VERSION, "runs": {run.name: run.document for run in runs}}
    currency = side_by_side.currency(runs)
    about = {name: column(table.name, name) for name in table.columns}
    return {
        "schema_version": SCHEMA_VERSION,
        "table": table.name,
        "columns": [{"name": name, "kind": each.kind, "unit": each.unit_in(currency)} for name, each in about.items()],
        "rows": [dict(zip(table.columns, row, strict=True)) for row in table.rows],
    }


def _markdown(runs: Sequence[Exported], table: Table | None) -> str:
    """Return the report of one run, the comparison of several, or one table."""
    if table is None and len(runs) == 1:
        return markdown.text(runs[0].document)
    return markdown.table_text(table or side_by_side.comparison(runs))
