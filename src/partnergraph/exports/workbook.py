"""A spreadsheet (Office Open XML): the rows on the first sheet, on the second what they are and how to cite them."""

from collections.abc import Iterable, Sequence
from typing import Any, BinaryIO, Final

from partnergraph.errors import AnswerTooLarge
from partnergraph.store.rows import Row

from .plain import plain
from .table import Table

__all__ = ["write_workbook"]

_MOST_ROWS: Final = 1_048_575
_LONGEST: Final = 32_767
_WIDTH: Final = 24
_HINT: Final = "Ask for CSV, which has no such limit."


def write_workbook(
    output: BinaryIO,
    table: Table,
    *,
    headings: Sequence[str],
    sheets: tuple[str, str],
    notes: Sequence[tuple[str, str]],
) -> None:
    """Write a table under its headings, and the `notes` on a sheet of their own.

    Every text is written as text, so nothing in it is ever run as a formula.
    Raises AnswerTooLarge for more rows than a sheet has, and for a text that no cell holds.
    """
    import xlsxwriter  # type: ignore[import-untyped]  # late, because few processes ever need it

    settings = {"constant_memory": True, "strings_to_urls": False, "strings_to_formulas": False}
    with xlsxwriter.Workbook(output, settings) as book:
        bold = book.add_format({"bold": True})
        sheet = book.add_worksheet(sheets[0])
        last = max(len(table.columns) - 1, 0)
        sheet.set_column(0, last, _WIDTH)
        sheet.freeze_panes(1, 0)
        for place, heading in enumerate(headings):
            sheet.write_string(0, place, heading, bold)
        count = _write_rows(sheet, table.rows)
        sheet.autofilter(0, 0, count, last)
        about = book.add_worksheet(sheets[1])
        about.set_column(0, 0, _WIDTH)
        about.set_column(1, 1, 4 * _WIDTH)
        for line, (name, text) in enumerate(notes):
            about.write_string(line, 0, name, bold)
            about.write_string(line, 1, _checked(text))


def _write_rows(sheet: Any, rows: Iterable[Row]) -> int:
    """Write rows below the headings and return their number."""
    count = 0
    for count, row in enumerate(rows, start=1):
        if count > _MOST_ROWS:
            raise AnswerTooLarge(f"The answer has more than {_MOST_ROWS:,} rows, which no sheet holds", hint=_HINT)
        for place, value in enumerate(row):
            match plain(value):
                case None:
                    pass
                case bool(truth):
                    sheet.write_boolean(count, place, truth)
                case str(text):
                    sheet.write_string(count, place, _checked(text))
                case number:
                    sheet.write_number(count, place, number)
    return count


def _checked(text: str) -> str:
    if len(text) > _LONGEST:
        raise AnswerTooLarge(f"A value is longer than the {_LONGEST:,} characters of a cell", hint=_HINT)
    return text
