"""Tests of the canned queries: those that ship, and what is said of a broken one."""

from pathlib import Path

import pytest

from partnergraph import resources
from partnergraph.errors import UnreadableInput
from partnergraph.sparql.catalogue import read_catalogue, read_query

_HEADER = """\
#+ title:
#+   en: One
#+   sv: Ett
#+ description:
#+   en: "One: the first"
#+   sv: Ett är först.
"""


def _written(folder: Path, text: str, name: str = "one.rq") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_five_queries_ship_in_order_of_their_names() -> None:
    """The catalogue holds the five queries by name, each described in English and Swedish."""
    catalogue = read_catalogue(resources.queries())
    assert [
        "goals-by-count",
        "partners-by-country",
        "partnerships-of-municipality",
        "projects-without-stated-goal",
        "provenance-of-partnership",
    ] == list(catalogue)
    for canned in catalogue.values():
        assert {"en", "sv"} == set(canned.title) == set(canned.description)
        assert "select" == canned.form


def test_a_query_is_read_whole(tmp_path: Path) -> None:
    """Name, words and text come from the file, and the text is the file as it stands."""
    canned = read_query(_written(tmp_path, f"{_HEADER}# a comment\nASK {{}}\n"))
    assert ("one", "ask") == (canned.name, canned.form)
    assert {"en": "One: the first", "sv": "Ett är först."} == dict(canned.description)
    assert f"{_HEADER}# a comment\nASK {{}}\n" == canned.text


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("ASK {}", None, "has no title in en, sv"),
        (_HEADER.replace("#+   sv: Ett\n", "") + "ASK {}", None, "has no title in sv"),
        (f"{_HEADER}#+ colour:\nASK {{}}", 7, "'colour' here"),
        (f"{_HEADER}#+ title: One\nASK {{}}", 7, "each with languages below"),
        (f"#+   en: One\n{_HEADER}ASK {{}}", 1, "one of en, sv"),
        (f"{_HEADER}#+   de: Eins\nASK {{}}", 7, "one of en, sv"),
        (f"{_HEADER}#+   en:\nASK {{}}", 7, "with a value"),
        (f"{_HEADER}#+ - title\nASK {{}}", 7, "not `key: value`"),
        (_HEADER.replace('"One: the first"', "One: the first") + "ASK {}", 5, "double quotes"),
        (_HEADER.replace("en: One\n", "en: [One]\n") + "ASK {}", 2, "double quotes"),
        (f"{_HEADER}", None, "holds no query"),
        (f"{_HEADER}ASK {{ SERVICE <http://x/> {{}} }}", None, "SERVICE is refused"),
        (f"{_HEADER}ASK {{ 'x }}", None, "never closed"),
    ],
)
def test_a_broken_query_is_refused_with_file_line_and_reason(
    tmp_path: Path, text: str, line: int | None, words: str
) -> None:
    """What is wrong with a file is said with its name, its line and the reason."""
    path = _written(tmp_path, text)
    with pytest.raises(UnreadableInput, match=words) as caught:
        read_catalogue(tmp_path)
    assert (str(path), line) == (caught.value.source, caught.value.line)


def test_a_name_must_make_an_address(tmp_path: Path) -> None:
    """The name of a file is the name of its query, so it is lower-case words with hyphens."""
    with pytest.raises(UnreadableInput, match="lower-case words"):
        read_query(_written(tmp_path, f"{_HEADER}ASK {{}}", "One Query.rq"))


def test_another_encoding_is_refused(tmp_path: Path) -> None:
    """A file that is not UTF-8 is refused at its first odd byte."""
    path = tmp_path / "one.rq"
    path.write_bytes(_HEADER.encode("latin-1"))
    with pytest.raises(UnreadableInput, match="not UTF-8 at byte"):
        read_query(path)
