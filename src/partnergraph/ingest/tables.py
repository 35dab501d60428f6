"""Our own CSV tables, read strictly: the columns that were promised, no stray whitespace, every fault with its line.

The tables under `data/` are edited by hand, so a fault must name the file and the line and say what was expected.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from partnergraph.errors import UnreadableInput

__all__ = ["Row", "read_rows"]

BAR = "|"
"""Stands between several values in one cell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of a table: `cells` by column, and where it stands, with `line` counted from 1."""

    path: Path
    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def required(self, column: str) -> str:
        """Return the cell; raise UnreadableInput when it is empty."""
        if not self.cells[column]:
            raise self.broken(f"{column} is empty")
        return self.cells[column]

    def several(self, column: str) -> tuple[str, ...]:
        """Return the values of a cell that may hold several, with a bar between them; raise on an empty one."""
        values = tuple(self.cells[column].split(BAR)) if self.cells[column] else ()
        if any(value != value.strip() or not value for value in values):
            raise self.broken(f"{column} has an empty value or a space beside a bar")
        return values

    def year(self, column: str) -> int | None:
        """Return the cell as a year of four digits, or None when it is empty."""
        text = self.cells[column]
        if text and not (text.isascii() and text.isdigit() and len(text) == 4):  # noqa: PLR2004 - as stated above
            raise self.broken(f"{column} is “{text}”, expected a year of four digits")
        return int(text) if text else None

    def degrees(self, column: str, limit: int) -> Decimal | None:
        """Return the cell as degrees between `-limit` and `limit`, digits kept as written, or None when it is empty."""
        text = self.cells[column]
        if not text:
            return None
        try:
            value = Decimal(text)
        except InvalidOperation:
            raise self.broken(f"{column} is “{text}”, expected a decimal number") from None
        if not (value.is_finite() and abs(value) <= limit):
            raise self.broken(f"{column} is {text}, expected degrees between -{limit} and {limit}")
        return value

    def broken(self, message: str, *, hint: str = "") -> UnreadableInput:
        """Return the error that says what is wrong with this row, for the caller to raise."""
        return UnreadableInput(message, source=str(self.path), line=self.line, hint=hint)


def read_rows(path: Path, columns: Sequence[str]) -> tuple[Row, ...]:
    """Read a CSV table (UTF-8, comma, one header line) whose columns are exactly `columns`, in that order.

    Raises UnreadableInput with file and line when the file is missing or is not such a table.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return tuple(_rows(path, csv.reader(file, strict=True), tuple(columns)))
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise UnreadableInput("The table is not UTF-8", source=str(path), line=line) from error
    except OSError as error:
        raise UnreadableInput(f"The table cannot be read: {error.strerror}", source=str(path)) from error


def _rows(path: Path, reader: Iterator[list[str]], columns: tuple[str, ...]) -> Iterator[Row]:
    """Yield the rows below the header, each with its own line."""
    line = 1
    cells = _next(path, reader, line)
    if cells is None or tuple(cells) != columns:
        raise UnreadableInput("The columns are not as expected", source=str(path), line=1, hint=",".join(columns))
    while (cells := _next(path, reader, line := line + 1)) is not None:
        row = Row(path=path, line=line, cells=dict(zip(columns, cells, strict=False)))
        if len(cells) != len(columns):
            raise row.broken(f"{len(cells)} cells, expected {len(columns)}")
        if any("\n" in cell or cell != cell.strip() for cell in cells):
            raise row.broken("A cell begins or ends with a space, or holds a line break")
        yield row


def _next(path: Path, reader: Iterator[list[str]], line: int) -> list[str] | None:
    """Return the cells of the next row, or None at the end of the table."""
    try:
        return next(reader, None)
    except csv.Error as error:
        raise UnreadableInput(f"The row is not CSV: {error}", source=str(path), line=line) from error
