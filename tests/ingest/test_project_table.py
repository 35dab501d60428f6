"""Tests of tables of projects: what a row says, where it stands, and what is no such table."""

import pytest

from partnergraph.errors import UnreadableInput
from partnergraph.ingest.project_table import COLUMNS, parse_table
from partnergraph.ingest.records import Listing, Record
from partnergraph.ingest.vocabulary import Vocabulary

_HEAD = "title,swedish_partners,international_partners"


@pytest.fixture
def read(vocabulary: Vocabulary) -> "Reader":
    """Return what reads a table."""
    return Reader(vocabulary)


class Reader:
    """Reads tables from text."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary

    def table(self, text: str | bytes) -> Listing:
        """Return the listing in a table."""
        content = text.encode() if isinstance(text, str) else text
        return parse_table(content, self.vocabulary, file_name="Rader 1.csv")

    def record(self, head: str, row: str) -> Record:
        """Return the only record of a table with more columns."""
        return self.table(f"{_HEAD},{head}\nT,Ale,Ghanzi,{row}\n").records[0]


def test_a_row_is_a_project_with_its_lines(read: Reader) -> None:
    """Cells of several lines are counted, empty rows passed over, and each cell is evidence."""
    page = read.table(f'{_HEAD},description\nA,"Ale kommun",Ghanzi,"one\ntwo"\n,,,\nB,Ale | Västerås,Shatsk,\n')

    assert ("rader-1", "Rader 1.csv", 5) == (page.key, page.file_name, page.lines)
    assert [(1, "A", 2, 3), (2, "B", 5, 5)] == [
        (each.number, each.title, each.first_line, each.last_line) for each in page.records
    ]
    assert "one\ntwo" == page.records[0].description
    assert ("Ale", "Västerås") == page.records[1].swedish_partners
    assert ["title", "swedish-partners", "international-partners"] == [f.name for f in page.records[1].fields]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_cells_are_parted_as_the_first_row_has_it(read: Reader, delimiter: str) -> None:
    """Spreadsheets write commas, semicolons or tabs; columns may stand in any order and any case."""
    text = "International_Partners,TITLE,swedish_partners\nGhanzi,T,Ale\n".replace(",", delimiter)
    assert ("T", ("Ale",), ("Ghanzi",)) == (
        (one := read.table(text).records[0]).title,
        one.swedish_partners,
        one.international_partners,
    )


@pytest.mark.parametrize(
    ("cell", "goals", "codes"),
    [
        ("16|4", (16, 4), []),
        ("SDG 16 | 16", (16,), []),
        ("", (), []),
        ("18", (), ["goal-unknown"]),
    ],
)
def test_goals_are_numbers_or_names(read: Reader, cell: str, goals: tuple[int, ...], codes: list[str]) -> None:
    """What is no goal is a finding; with the column there, an empty cell says that none is stated."""
    record = read.record("goals", cell)
    assert goals == record.goals
    assert codes == [finding.code for finding in record.findings]
    assert record.has_facets
    assert not read.table(f"{_HEAD}\nT,Ale,Ghanzi\n").records[0].has_facets


def test_areas_and_themes_are_known_in_both_languages(read: Reader) -> None:
    """Known values are taken as they are published, others as they stand, with a finding."""
    known = next(iter(read.vocabulary.areas.whole.values()))
    record = read.record("areas", f"{known.upper()}|Nonsense")
    assert (known, "Nonsense") == record.project_areas
    assert [("unknown-value", "Nonsense", 2)] == [(f.code, f.detail[0], f.line) for f in record.findings]


def test_a_period_a_language_and_a_page_are_read(read: Reader) -> None:
    """They are what the record, and the listing, say."""
    page = read.table(f"{_HEAD},period,language,page\nT,Ale,Ghanzi,2019–2021,EN,https://e.org/p\n")
    assert ((2019, 2021), "en") == (page.records[0].period, page.records[0].language)
    assert "https://e.org/p" == page.address


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("", 1, "empty"),
        ("title,swedish_partners\n", 1, "“international_partners” is missing"),
        (f"{_HEAD},colour\n", 1, "“colour” is unknown"),
        (f"{_HEAD},goals,goals\n", 1, "“goals” is there twice"),
        (f"{_HEAD}\nT,Ale,Ghanzi\nT,Ale\n", 3, "2 cells, expected 3"),
        (f'{_HEAD}\nT,"Ale,Ghanzi\n', 2, "not CSV"),
        (f"{_HEAD},period\nT,Ale,Ghanzi,soon\n", 2, "The period is “soon”"),
        (f"{_HEAD},language\nT,Ale,Ghanzi,de\n", 2, "The language is “de”"),
        (f"{_HEAD},page\nT,Ale,Ghanzi,javascript:x\n", 2, "The page is “javascript:x”"),
        (f"{_HEAD},page\nT,Ale,Ghanzi,https://e.org/a\nT,Ale,Ghanzi,https://e.org/b\n", 3, "The page differs"),
    ],
)
def test_what_is_no_table_of_projects_is_told_with_its_line(read: Reader, text: str, line: int, says: str) -> None:
    """The error says what is wrong, where, and what the columns are."""
    with pytest.raises(UnreadableInput) as caught:
        read.table(text)
    assert line == caught.value.line
    assert says in caught.value.message
    assert caught.value.hint


def test_odd_bytes_are_findings(read: Reader) -> None:
    """A table in Windows-1252, or with a NUL, is read as a listing would be."""
    page = read.table(f"{_HEAD}\nT\0,Västerås,Shatsk\n".encode("cp1252"))
    assert {"latin-1", "control-characters"} <= {finding.code for finding in page.findings}
    assert ("Västerås",) == page.records[0].swedish_partners


def test_a_row_without_a_title_is_a_finding(read: Reader) -> None:
    """It stands with its line."""
    assert [("title-missing", 2)] == [
        (finding.code, finding.line) for finding in read.table(f"{_HEAD}\n,Ale,Ghanzi\n").records[0].findings
    ]


def test_the_error_names_every_column(read: Reader) -> None:
    """Who has a wrong table is told the right one."""
    with pytest.raises(UnreadableInput) as caught:
        read.table("x\n")
    assert all(column in caught.value.hint for column in COLUMNS)
