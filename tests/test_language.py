"""Tests of the choice of language."""

import pytest

from partnergraph.language import choose, in_language


@pytest.mark.parametrize(
    ("asked", "accepted", "expected"),
    [
        (None, None, "en"),
        (None, "", "en"),
        (None, "sv", "sv"),
        (None, "sv-SE,sv;q=0.9,en;q=0.8", "sv"),
        (None, "en-GB,sv;q=0.5", "en"),
        (None, "de, fr;q=0.9", "en"),
        (None, "de, sv;q=0.1", "sv"),
        (None, "sv;q=0, en;q=0.1", "en"),
        (None, "sv;q=high", "en"),
        (None, "*", "en"),
        ("sv", "en", "sv"),
        ("SV-fi", "en", "sv"),
        ("xx", "sv", "sv"),
        ("", "sv", "sv"),
    ],
)
def test_the_language_asked_for_wins_over_the_accepted_ones(
    asked: str | None, accepted: str | None, expected: str
) -> None:
    """`?lang=` wins where it is ours, then Accept-Language by weight, then English."""
    assert expected == choose(asked, accepted)


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ({"en": "goal", "sv": "mål"}, "mål"),
        ({"en": "goal"}, "goal"),
        ({"": "SDG", "uk": "ціль"}, "SDG"),
        ({"uk": "ціль", "de": "Ziel"}, "Ziel"),
        ({}, ""),
    ],
)
def test_a_text_is_found_in_the_nearest_language(texts: dict[str, str], expected: str) -> None:
    """A text in the reader's language comes first, then in one of ours, then in any, always the same one."""
    assert expected == in_language(texts, "sv")
