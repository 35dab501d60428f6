"""Tests of exports: rows written for spreadsheets, scripts and maps, and read back by readers that are not ours."""

import csv
import io
import json
from collections.abc import Mapping, Sequence

import openpyxl  # type: ignore[import-untyped]  # its stubs are a package of their own
import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnergraph.errors import AnswerTooLarge
from partnergraph.exports import Style, Table, iri_columns, joined, labelled, write
from partnergraph.formats import CSV, GEOJSON, JSON, NDJSON, XLSX, Format
from partnergraph.namespaces import XSD
from partnergraph.store.embedded import Value

_TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20)


def _text(text: str) -> Value:
    return Value(text=text, is_iri=False, datatype=str(XSD.string))


def _iri(text: str) -> Value:
    return Value(text=text, is_iri=True)


def _number(text: str, kind: str = "integer") -> Value:
    return Value(text=text, is_iri=False, datatype=str(XSD[kind]))


def _made(
    rows: Sequence[Sequence[Value | None]],
    wanted: Format,
    columns: Sequence[str] = ("a", "b"),
    style: Style | None = None,
) -> bytes:
    output = io.BytesIO()
    write(Table(columns=tuple(columns), rows=iter(map(tuple, rows))), wanted, output, style or Style())
    return output.getvalue()


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝"])
def test_no_cell_is_run_as_a_formula(start: str) -> None:
    """Safe CSV has an apostrophe before what begins a formula, not before negative numbers; plain CSV is untouched."""
    rows = [[_text(f"{start}cmd|' /C calc'!A0"), _number("-5")]]
    safe = list(csv.reader(io.StringIO(_made(rows, CSV, style=Style(safe=True)).decode(), newline="")))
    plain = list(csv.reader(io.StringIO(_made(rows, CSV).decode(), newline="")))
    assert [f"'{start}cmd|' /C calc'!A0", "-5"] == safe[1]
    assert [f"{start}cmd|' /C calc'!A0", "-5"] == plain[1]
    sheet = openpyxl.load_workbook(io.BytesIO(_made(rows, XLSX))).worksheets[0]
    assert ("s", -5) == (sheet["A2"].data_type, sheet["B2"].value)


def test_csv_begins_with_the_mark_of_excel_only_when_asked() -> None:
    """The mark by which Excel knows UTF-8 is there when it is asked for."""
    assert _made([], CSV, style=Style(bom=True)).startswith(b"\xef\xbb\xbfa,b")
    assert _made([], CSV).startswith(b"a,b")


@given(st.lists(st.tuples(_TEXT, st.none() | _TEXT), max_size=8))
def test_no_row_is_lost_whatever_it_holds(rows: list[tuple[str, str | None]]) -> None:
    """Every text comes back from CSV and from JSON in each of its shapes, row by row."""
    values = [[_text(first), None if second is None else _text(second)] for first, second in rows]
    read = list(csv.reader(io.StringIO(_made(values, CSV).decode(), newline="")))
    assert [["a", "b"], *([first, second or ""] for first, second in rows)] == read
    assert [{"a": first, "b": second} for first, second in rows] == json.loads(_made(values, JSON))["rows"]
    arrays = [json.loads(line) for line in _made(values, NDJSON, style=Style(arrays=True)).split(b"\n")[:-1]]
    assert [[first, second] for first, second in rows] == arrays


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (_number("007"), 7),
        (_number("1234567890123456789"), "1234567890123456789"),
        (_number("x"), "x"),
        (_number("1.5", "decimal"), 1.5),
        (_number("INF", "double"), "INF"),
        (_number("many", "double"), "many"),
        (_number("true", "boolean"), True),
        (_number("2026-11-25", "date"), "2026-11-25"),
    ],
)
def test_numbers_that_would_lose_digits_stay_text(value: Value, expected: object) -> None:
    """Numbers and truths are JSON's own where nothing is lost, on a sheet as well."""
    assert expected == json.loads(_made([[value]], JSON, columns=["a"]))["rows"][0]["a"]
    assert (
        expected == openpyxl.load_workbook(io.BytesIO(_made([[value]], XLSX, columns=["a"]))).worksheets[0]["A2"].value
    )


def test_labels_stand_after_their_column() -> None:
    """Columns in which there is any identifier have a column of labels; a name that is taken is not taken twice."""
    rows = [(_iri("urn:x"), _text("t"), None), (_text("no"), None, _iri("urn:y")), (None, None, _iri("urn:x"))]
    columns = ("a", "aLabel", "c")
    asked: list[set[str]] = []

    def labels(iris: object) -> Mapping[str, str]:
        assert isinstance(iris, set)
        asked.append(iris)
        return {"urn:x": "X"}

    places = iri_columns(Table(columns=columns, rows=iter(rows)))
    table = labelled(Table(columns=columns, rows=iter(rows)), places, labels)
    assert ("a", "aLabel_", "aLabel", "c", "cLabel") == table.columns
    found = [[None if value is None else value.text for value in row] for row in table.rows]
    assert [
        ["urn:x", "X", "t", None, None],
        ["no", None, None, "urn:y", None],
        [None, None, None, "urn:x", "X"],
    ] == found
    assert [{"urn:x", "urn:y"}] == asked


def test_rows_are_joined_by_their_first_column() -> None:
    """Different values are joined in their order, wherever their rows stand; the first may be taken alone."""
    rows = [(_iri("urn:x"), _text("1")), (None, _text("0")), (_iri("urn:x"), _text("2")), (_iri("urn:x"), _text("1"))]

    def texts(how: str) -> list[list[str | None]]:
        assert how in {"join", "first"}
        table = joined(Table(columns=("a", "b"), rows=iter(rows)), "join" if how == "join" else "first")
        return [[None if value is None else value.text for value in row] for row in table.rows]

    assert [["urn:x", "1; 2"], [None, "0"]] == texts("join")
    assert [["urn:x", "1"], [None, "0"]] == texts("first")


def test_a_row_without_a_position_is_a_feature_too() -> None:
    """Coordinates are longitude and latitude in numbers; where they are missing the geometry is null (RFC 7946)."""
    columns = ("place", "latitude", "longitude", "name")
    rows = [
        (_iri("urn:x"), _number("59.6", "decimal"), _number("16.5", "decimal"), _text("Västerås")),
        (_text("y"), None, _number("16.5", "decimal"), None),
    ]
    found = json.loads(_made(rows, GEOJSON, columns=columns, style=Style(about={"query": "q"})))
    assert ("FeatureCollection", "q") == (found["type"], found["query"])
    first, second = found["features"]
    assert {"type": "Point", "coordinates": [16.5, 59.6]} == first["geometry"]
    assert ("urn:x", {"place": "urn:x", "name": "Västerås"}) == (first["id"], first["properties"])
    assert (None, False) == (second["geometry"], "id" in second)


def test_what_no_cell_holds_is_an_error_and_never_cut() -> None:
    """A text longer than a cell is refused for a sheet, and whole in CSV."""
    rows = [[_text("x" * 32_768)]]
    with pytest.raises(AnswerTooLarge, match="32,767"):
        _made(rows, XLSX, columns=["a"])
    assert len(_made(rows, CSV, columns=["a"])) > 32_768
