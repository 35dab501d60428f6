"""Partners in titles, and lists of pairs in articles."""

import pytest

from partnergraph.ingest.lines import in_blocks, numbered
from partnergraph.ingest.pair_lists import pairs_in
from partnergraph.ingest.titles import partners_in
from partnergraph.ingest.vocabulary import Vocabulary


@pytest.mark.parametrize(
    ("title", "swedish", "others"),
    [
        ("Västerås – Shatsk", ["Västerås"], ["Shatsk"]),
        ("Gotland-Berislav", ["Gotland"], ["Berislav"]),
        ("Västerås City and Gaborone City Council", ["Västerås City"], ["Gaborone City Council"]),
        ("Region Gotland och Kibaha, Tanzania", ["Region Gotland"], ["Kibaha"]),
        ("Älmhult, Växjö and JB Marks, South Africa", ["Älmhult", "Växjö"], ["JB Marks"]),
        ("Ale and Ghanzi, Botswana and Budesti, Moldova", ["Ale"], ["Ghanzi", "Budesti"]),
        ("Växjö and Bihać, Bosnia and Herzegovina", ["Växjö"], ["Bihać"]),
        ("Umeå and Kisumu County, Kenya", ["Umeå"], ["Kisumu County"]),
        ("Kolomyia (Ukraine) and Falun (Sweden)", ["Falun"], ["Kolomyia"]),
        ("Upplands-Bro and Lusaka", ["Upplands-Bro"], ["Lusaka"]),
        ("The partnership between Umeå and Lusaka", ["Umeå"], ["Lusaka"]),
        ("Glömminge kommun och Lutsk", ["Glömminge kommun"], ["Lutsk"]),
    ],
)
def test_partners_are_found_in_a_title(
    title: str, swedish: list[str], others: list[str], vocabulary: Vocabulary
) -> None:
    """Names stand between “and”, dashes and commas; countries are no partners."""
    found = partners_in(title, vocabulary)

    assert found is not None
    assert (swedish, others) == (list(found.swedish), [*found.international, *found.unknown])


@pytest.mark.parametrize(
    "title",
    [
        "Resident Dialogue 2.0",
        "Umeå",
        "Kolomyia and Lutsk",
        "Falun, Sweden",
        "Youth Issues in Focus: Francistown and Lund",
        "Med demokrati som motståndskraft – svenska & ukrainska kommuner i partnerskap",
        "Kalmar och Poltava är en av de parter som ingår i nätverket.",
        "Umeå and the rest of the world",
        "Umeå and Lusaka " * 20,
        "",
    ],
)
def test_other_titles_join_no_partners(title: str, vocabulary: Vocabulary) -> None:
    """A Swedish name, another name, and nothing but names: all of it is needed."""
    assert partners_in(title, vocabulary) is None


def pairs(text: str, vocabulary: Vocabulary) -> list[tuple[str, str, int]]:
    """Return the pairs listed in a text under a title, as Swedish name, other name and line."""
    found = pairs_in(in_blocks(numbered(f"Title\n\n{text}".split("\n"))), vocabulary)
    return [(pair.swedish, pair.international, line) for line, pairs in found.items() for pair in pairs]


def test_pairs_stand_next_to_each_other(vocabulary: Vocabulary) -> None:
    """Two lines that join names make a list, with bullets, numbers, dashes, tabs, words or blank lines between."""
    expected = [("Falun", "Kolomyia", 3), ("Lund", "Lusaka", 4)]
    for text in (
        "Falun och Kolomyia\nLund och Lusaka",
        "• Falun och Kolomyia;\n• Lusaka och Lund.",
        "1. Falun – Kolomyia, Ukraina\n2. Lund – Lusaka (Zambia)",
        "Falun-Kolomyia\nLund\tLusaka",
        "Falun tillsammans med Kolomyia: vatten\nLund med Lusaka: avfall",
    ):
        assert expected == pairs(text, vocabulary), text
    assert [("Falun", "Kolomyia", 3), ("Lund", "Lusaka", 5)] == pairs("Falun / Kolomyia\n\nLund / Lusaka", vocabulary)


def test_a_line_may_join_three(vocabulary: Vocabulary) -> None:
    """A Swedish body with two partners gives two pairs on one line."""
    text = "Ale – Ghanzi och Budesti\nLund – Lusaka"

    assert [("Ale", "Ghanzi", 3), ("Ale", "Budesti", 3), ("Lund", "Lusaka", 4)] == pairs(text, vocabulary)


def test_one_pair_in_prose_is_no_list(vocabulary: Vocabulary) -> None:
    """A single line that joins names is a heading or a chance."""
    assert [] == pairs("They met.\n\nFalun och Kolomyia\n\nThey met again.", vocabulary)


def test_introduced_pairs_may_head_texts_of_their_own(vocabulary: Vocabulary) -> None:
    """Behind “the following:” each pair heads a text, as long as these begin alike."""
    text = "These partnerships are new:\n\nFalun och Kolomyia\n\nOmråde: vatten\n\nLund och Lusaka\n\nOmråde: avfall"

    assert [("Falun", "Kolomyia", 5), ("Lund", "Lusaka", 9)] == pairs(text, vocabulary)
    assert [("Falun", "Kolomyia", 5)] == pairs(text.replace("Område: avfall", "They met in the spring."), vocabulary)
    assert [] == pairs(text.replace("These partnerships are new:", "They met."), vocabulary)


def test_a_title_over_the_name_of_a_project_is_no_pair(vocabulary: Vocabulary) -> None:
    """On a page without facets two posts may follow each other with nothing but their titles between."""
    assert [] == pairs("They met.\n\nFalun och Kolomyia\n\nProject: Water\n\nLund och Lusaka", vocabulary)
