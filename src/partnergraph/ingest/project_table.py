"""Reading a table of projects (CSV), one row for each, from bytes to `Listing`: the same record that a post gives.

The first row names the columns of COLUMNS that the table has, in any order; the first three must be there.
Commas, semicolons or tabs part the cells, and a bar parts several values in one cell.
"""

import csv
import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from partnergraph import names
from partnergraph.errors import UnreadableInput

from .decoding import decode
from .findings import Finding
from .goal_values import read_goals
from .known_names import Names
from .prose import language_of
from .records import FieldName, Language, Listing, Record, SourceField
from .tables import BAR
from .vocabulary import Vocabulary

__all__ = ["COLUMNS", "parse_table"]

COLUMNS: Final = (
    "title",
    "swedish_partners",
    "international_partners",
    "goals",
    "areas",
    "themes",
    "period",
    "description",
    "language",
    "page",
)
"""The columns a table may have; a column of goals says that a row without a goal states none."""

_NEEDED: Final = 3
_DELIMITERS: Final = ",;\t"
_PERIOD: Final = re.compile(r"(\d{4})\s*[-–—/]\s*(\d{4})")
_ADDRESS: Final = re.compile(r"https?://[^\s<>\"{}|\\^`\[\]]+")
_EVIDENCE: Final[Mapping[str, FieldName]] = {
    "title": "title",
    "swedish_partners": "swedish-partners",
    "international_partners": "international-partners",
    "goals": "goals",
    "areas": "project-areas",
    "themes": "themes",
    "period": "period",
}


def parse_table(content: bytes, vocabulary: Vocabulary, *, file_name: str) -> Listing:
    """Read a table of projects; what its cells hold that nobody knows is a finding with its line.

    Raises UnreadableInput, with the line, for what is no such table: a column that is unknown, missing or there twice,
    a row of another length, a language, period or page that cannot be read.
    """
    decoded = decode(content)
    rows = list(_rows(decoded.lines, file_name))
    records = tuple(_record(row, number, vocabulary) for number, row in enumerate(rows, start=1))
    pages = {row.cells["page"]: row for row in rows if row.cells.get("page")}
    for row in list(pages.values())[1:]:
        raise row.broken("The page differs from that of an earlier row", "One table is of one page; send several.")
    return Listing(
        key=names.slug(Path(file_name).stem) or "table",
        file_name=file_name,
        address=next(iter(pages), None),
        page_title=None,
        encoding=decoded.encoding,
        sha256=hashlib.sha256(content).hexdigest(),
        lines=len(decoded.lines),
        language=records[0].language if records else "sv",
        records=records,
        findings=decoded.findings,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """A row: its cells by column, its lines, and the name of its table."""

    cells: Mapping[str, str]
    first: int
    last: int
    source: str

    def broken(self, message: str, hint: str) -> UnreadableInput:
        """Return the error that says what is wrong with this row."""
        return UnreadableInput(message, source=self.source, line=self.first, hint=hint)

    def several(self, column: str) -> tuple[str, ...]:
        """Return the values of a cell."""
        return tuple(value for part in self.cells.get(column, "").split(BAR) if (value := part.strip()))


def _rows(lines: tuple[str, ...], source: str) -> Iterator[_Row]:
    """Yield the rows below the first; rows without any text are passed over."""
    delimiter = max(_DELIMITERS, key=lines[0].count) if lines else ","
    reader = csv.reader((f"{line}\n" for line in lines), delimiter=delimiter, strict=True)
    columns: list[str] = []
    first = 1
    while (cells := _next(reader, source, first)) is not None:
        if not columns:
            columns = _columns(cells, source)
        elif any(cells):
            named = dict(zip(columns, cells, strict=False))
            row = _Row(cells=named, first=first, last=reader.line_num, source=source)
            if len(cells) != len(columns):
                raise row.broken(f"The row has {len(cells)} cells, expected {len(columns)}.", _layout())
            yield row
        first = reader.line_num + 1
    if not columns:
        raise UnreadableInput("The table is empty.", source=source, line=1, hint=_layout())


def _next(reader: Iterator[list[str]], source: str, line: int) -> list[str] | None:
    try:
        cells = next(reader, None)
    except csv.Error as error:
        raise UnreadableInput(f"The row is not CSV: {error}.", source=source, line=line, hint=_layout()) from error
    return None if cells is None else [cell.strip() for cell in cells]


def _columns(cells: list[str], source: str) -> list[str]:
    """Return the columns of a table; raise UnreadableInput unless they are ours."""
    columns = [cell.lower() for cell in cells]
    seen: set[str] = set()
    for column in columns:
        if column not in COLUMNS or column in seen:
            fault = "there twice" if column in seen else "unknown"
            message = f"The column “{column[:100]}” is {fault}."
            raise UnreadableInput(message, source=source, line=1, hint=_layout())
        seen.add(column)
    for column in COLUMNS[:_NEEDED]:
        if column not in seen:
            raise UnreadableInput(f"The column “{column}” is missing.", source=source, line=1, hint=_layout())
    return columns


def _layout() -> str:
    needed, others = COLUMNS[:_NEEDED], COLUMNS[_NEEDED:]
    return f"The first row names the columns {', '.join(needed)}, and any of {', '.join(others)}."


def _record(row: _Row, number: int, vocabulary: Vocabulary) -> Record:
    """Return what a row says, with a field as evidence for each cell and a finding for each odd value."""
    cells, findings = row.cells, [] if row.cells["title"] else [Finding(line=row.first, code="title-missing")]
    goals: dict[int, None] = {}
    for value in row.several("goals"):
        read = read_goals(value, row.first, vocabulary.goals)
        goals |= dict.fromkeys(read.goals)
        findings += read.findings
    areas = _concepts(row, "areas", vocabulary.areas, findings)
    themes = _concepts(row, "themes", vocabulary.themes, findings)
    _check_page(row)
    return Record(
        number=number,
        kind="project",
        title=cells["title"],
        first_line=row.first,
        last_line=row.last,
        language=_language(row),
        description=cells.get("description", ""),
        period=_period(row),
        goals=tuple(goals),
        project_areas=areas,
        themes=themes,
        swedish_partners=row.several("swedish_partners"),
        international_partners=row.several("international_partners"),
        has_facets="goals" in cells,
        fields=tuple(
            SourceField(name=name, line=row.first, as_written=cells[column], values=row.several(column))
            for column, name in _EVIDENCE.items()
            if cells.get(column)
        ),
        findings=tuple(findings),
    )


def _concepts(row: _Row, column: str, known: Names, findings: list[Finding]) -> tuple[str, ...]:
    """Return the values of a cell as they are published; one that no scheme knows is a finding and stays as it is."""
    values = []
    for value in row.several(column):
        published = known.find(value)
        if published is None:
            findings.append(Finding(line=row.first, code="unknown-value", detail=(value, _EVIDENCE[column])))
        values.append(published or value)
    return tuple(dict.fromkeys(values))


def _language(row: _Row) -> Language:
    match row.cells.get("language", "").lower():
        case "sv":
            return "sv"
        case "en":
            return "en"
        case "":
            return language_of(f"{row.cells['title']} {row.cells.get('description', '')}", "sv")
        case other:
            raise row.broken(f"The language is “{other[:100]}”.", "Expected sv or en.")


def _period(row: _Row) -> tuple[int, int] | None:
    text = row.cells.get("period", "")
    years = _PERIOD.fullmatch(text)
    if text and not years:
        raise row.broken(f"The period is “{text[:100]}”.", "Expected two years, such as 2019–2021.")
    return (int(years[1]), int(years[2])) if years else None


def _check_page(row: _Row) -> None:
    page = row.cells.get("page", "")
    if page and not _ADDRESS.fullmatch(page):
        raise row.broken(f"The page is “{page[:100]}”.", "Expected an http or https address.")
