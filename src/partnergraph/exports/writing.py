"""A table in one of the forms in which programs and people want it."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, BinaryIO, Final

from partnergraph.formats import CSV, GEOJSON, NDJSON, XLSX, Format

from .geojson import features
from .plain import harmless, plain
from .table import Table
from .workbook import write_workbook

__all__ = ["Style", "write"]

_BOM: Final = b"\xef\xbb\xbf"
_JSON = json.JSONEncoder(ensure_ascii=False).encode


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How a table is written.

    With `arrays` a row of JSON is a list, else an object.  With `safe` no cell of CSV is taken for a formula; with
    `bom` CSV begins with the mark by which Excel knows UTF-8.  `about` are members beside the rows of JSON, `headings`
    what columns are called on a sheet, where a name does not do, `sheets` and `notes` what `write_workbook` wants.
    """

    arrays: bool = False
    safe: bool = False
    bom: bool = False
    about: Mapping[str, Any] = field(default_factory=dict)
    headings: Mapping[str, str] = field(default_factory=dict)
    sheets: tuple[str, str] = ("Result", "About")
    notes: tuple[tuple[str, str], ...] = ()


def write(table: Table, wanted: Format, output: BinaryIO, style: Style) -> None:
    """Write a table as CSV, XLSX, GeoJSON, newline-delimited JSON, or for any other format as one JSON document.

    Raises AnswerTooLarge for what a spreadsheet cannot hold, and whatever drawing the rows raises.
    """
    if wanted is XLSX:
        headings = [style.headings.get(name, name) for name in table.columns]
        write_workbook(output, table, headings=headings, sheets=style.sheets, notes=style.notes)
        return
    if wanted is CSV and style.bom:
        output.write(_BOM)
    output.writelines(piece.encode("utf-8", "surrogatepass") for piece in _pieces(table, wanted, style))


def _pieces(table: Table, wanted: Format, style: Style) -> Iterable[str]:
    if wanted is CSV:
        return _csv(table, style)
    if wanted is GEOJSON:
        return features(table, style.about)
    row_of = _row(table.columns, arrays=style.arrays)
    if wanted is NDJSON:
        return (f"{_JSON(row_of(row))}\n" for row in table.rows)
    head = _JSON({**style.about, "columns": list(table.columns)})
    lines = _separated(_JSON(row_of(row)) for row in table.rows)
    return chain([f'{head[:-1]}, "rows": ['], lines, ["\n]}\n"])


def _separated(lines: Iterable[str]) -> Iterator[str]:
    between = "\n"
    for line in lines:
        yield between + line
        between = ",\n"


def _row(columns: tuple[str, ...], *, arrays: bool) -> Callable[[Iterable[Any]], object]:
    if arrays:
        return lambda row: [plain(value) for value in row]
    return lambda row: dict(zip(columns, map(plain, row), strict=True))


def _csv(table: Table, style: Style) -> Iterator[str]:
    """Yield lines of CSV (RFC 4180)."""
    text = harmless if style.safe else lambda value: value.text
    line = io.StringIO()
    writer = csv.writer(line, lineterminator="\r\n")
    writer.writerow(table.columns)
    for row in table.rows:
        writer.writerow(["" if value is None else text(value) for value in row])
        yield line.getvalue()
        line.seek(0)
        line.truncate()
    yield line.getvalue()
