"""The meaning of "matches"."""

import pytest

from partnergraph.search import matches
from partnergraph.search.matching import excerpt


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("Västerås stad", "vasteras", True),
        ("Västerås stad", "stad VÄST", True),
        ("Västerås stad", "aster", False),
        ("Херсон", "cherson", True),
        ("Херсон", "khers", True),
        ("Umeå – Kherson", "ume kher", True),
        ("Mjölby", "mjoelby", True),
        ("Mjölby", "", False),
        ("Mjölby", "–", False),
        ("", "a", False),
    ],
)
def test_words_begin_words(text: str, query: str, expected: bool) -> None:  # noqa: FBT001 - what is expected
    """Every word of the query begins a word of the text, in whatever letters."""
    assert expected is matches(text, query)


def test_an_excerpt_shows_the_word() -> None:
    """Of a long text the part around the word is shown, with marks where it was cut."""
    text = "ett två fyra " * 40 + "återvinning " + "fyra fem sex " * 40
    shown = excerpt(text, "atervinning")
    assert "återvinning" in shown
    assert len(shown) < 250
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert "kort text" == excerpt("kort text", "nothing")
