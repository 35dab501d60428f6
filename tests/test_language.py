"""Tests of the choice of language."""

import pytest

from partnergraph.errors import WrongUsage
from partnergraph.language import OFFERED, choose, in_language
from partnergraph.settings import Settings


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


@pytest.mark.parametrize(
    ("accepted", "default", "expected"),
    [
        (None, "sv", "sv"),
        ("de", "sv", "sv"),
        ("*", "sv", "sv"),
        ("en", "sv", "en"),
        ("sv;q=0, *", "sv", "en"),
        ("sv;q=0", "sv", "en"),
        ("sv-Latn-FI", "en", "sv"),
        ("sv-SE;q=0.2, sv;q=0.9, en;q=0.5", "en", "sv"),
        ("en;q=0.5, *;q=0.7", "en", "sv"),
        ("sv;q=nan", "en", "en"),
        (";;,,=", "en", "en"),
    ],
)
def test_the_site_decides_for_who_asks_for_none_of_ours(accepted: str | None, default: str, expected: str) -> None:
    """The default of the site counts where the header names none of ours, and never against what it refuses."""
    assert expected == choose(None, accepted, default)


def test_a_regional_text_is_a_text_in_the_language() -> None:
    """What is tagged en-GB is found for English before a text in another language."""
    assert "colour" == in_language({"en-GB": "colour", "sv": "färg"}, "en")


def test_the_setting_takes_the_languages_we_have() -> None:
    """Each language of our pages may be the default of a site, and no other."""
    for tag in OFFERED:
        assert tag == Settings.read({"PARTNERGRAPH_LANGUAGE": tag}).language
    with pytest.raises(WrongUsage, match="PARTNERGRAPH_LANGUAGE"):
        Settings.read({"PARTNERGRAPH_LANGUAGE": "de"})
