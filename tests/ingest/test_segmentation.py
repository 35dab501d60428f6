"""Parting glued values: known names first, then the change of case, and nothing lost on the way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnergraph import resources
from partnergraph.ingest.gazetteer import Gazetteer
from partnergraph.ingest.known_names import Names
from partnergraph.ingest.segmentation import covered, segment
from partnergraph.ingest.vocabulary import Vocabulary

KNOWN = Vocabulary.read(resources.folder("ontology"), Gazetteer.read(resources.folder("data")))
"""Read once for the property tests, which take no fixtures of the session."""

SWEDISH_VALUES = sorted(spelling for spelling in KNOWN.swedish.spellings if "kommun" in spelling.casefold())
FOREIGN_VALUES = sorted(spelling for spelling in KNOWN.international.spellings if spelling[0].isascii())
THEMES = sorted(KNOWN.themes.spellings)

SIMPLE = Names(
    whole={"falu kommun": "falun", "lutsk": "lutsk", "city of lutsk": "lutsk", "mogale": "mogale"},
    short={"falun": "falun", "kibaha": "kibaha"},
    spellings=frozenset({"Falu kommun", "Lutsk", "City of Lutsk", "Mogale"}),
    countries=frozenset({"tanzania"}),
    commas=True,
)


def texts(text: str, known: Names = SIMPLE) -> list[str]:
    """Return the values a string is parted into."""
    return [part.text for part in segment(text, known)]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Falu kommun", ["Falu kommun"]),
        ("Falu kommunLutsk", ["Falu kommun", "Lutsk"]),
        ("falu kommunlutskMOGALE", ["falu kommun", "lutsk", "MOGALE"]),
        ("City of LutskLutsk", ["City of Lutsk", "Lutsk"]),
        ("Falu kommun, Lutsk; Mogale | Lutsk • Mogale / Lutsk", ["Falu kommun", *["Lutsk", "Mogale"] * 2, "Lutsk"]),
        ("Falu kommun och Lutsk and Mogale & Lutsk samt Mogale", ["Falu kommun", *["Lutsk", "Mogale"] * 2]),
        ("Falu kommun Lutsk", ["Falu kommun", "Lutsk"]),
        ("Falu kommun – Lutsk", ["Falu kommun", "Lutsk"]),
        ("FalunLutskKibaha", ["Falun", "Lutsk", "Kibaha"]),
        ("Kibaha, TanzaniaLutsk, Mogale", ["Kibaha, Tanzania", "Lutsk", "Mogale"]),
        ("Tlokwe", ["Tlokwe"]),
        ("TlokweLutsk", ["Tlokwe", "Lutsk"]),
        ("LutskTlokweFalu kommun", ["Lutsk", "Tlokwe", "Falu kommun"]),
        ("Tlokwe, SmilaLutsk", ["Tlokwe", "Smila", "Lutsk"]),
        ("Tlokwe, TanzaniaLutsk", ["Tlokwe, Tanzania", "Lutsk"]),
        ("KwaDukuzaMcGregorLutsk", ["KwaDukuza", "McGregor", "Lutsk"]),
        ("GroßstadtLutsk", ["Großstadt", "Lutsk"]),
        ("eThekwiniLutsk", ["eThekwini", "Lutsk"]),
        ("LutskeThekwini", ["Lutsk", "eThekwini"]),
        ("Tlokwe City CouncilSmila Town CouncilLutsk", ["Tlokwe City Council", "Smila Town Council", "Lutsk"]),
        ("eThekwini MunicipalityuMngeni Municipality", ["eThekwini Municipality", "uMngeni Municipality"]),
        ("Nya Stadens stadGamla Byns kommun", ["Nya Stadens stad", "Gamla Byns kommun"]),
        ("Sjuhärads kommunalförbundFalu kommun", ["Sjuhärads kommunalförbund", "Falu kommun"]),
        ("", []),
        ("   ", []),
        (", ", []),
        ("• Falu kommun", ["Falu kommun"]),
    ],
)
def test_values_are_parted(text: str, values: list[str]) -> None:
    """Known names, separators, the change of case and words such as “Council” part what stands together."""
    assert values == texts(text)


def test_commas_do_not_part_unknown_areas() -> None:
    """In a scheme of areas a comma may stand inside a value that nobody knows."""
    assert ["Culture, sports and leisure"] == texts("Culture, sports and leisure", KNOWN.areas)
    assert ["Culture; sports"] != texts("Culture; Sports", KNOWN.areas)


def test_how_a_value_was_found_is_told() -> None:
    """Known, unknown alone, unknown among others, and the beginning of a known one at the end of a file."""
    assert ["known"] == [part.how for part in segment("Lutsk", SIMPLE)]
    assert ["alone"] == [part.how for part in segment("Tlokwe", SIMPLE)]
    assert ["known", "parted"] == [part.how for part in segment("LutskTlokwe", SIMPLE)]
    cut = segment("LutskFalu ko", SIMPLE, at_end_of_file=True)[-1]
    assert ("beginning", "falu kommun", None) == (cut.how, cut.full, cut.names)


def test_values_without_a_change_of_case_between_them_are_marked() -> None:
    """“ronneby kommun” right behind “Region Gotland” is known, but case alone would not have parted them."""
    parts = segment("Region Gotlandronneby kommunUmeå kommun", KNOWN.swedish)

    assert ["Region Gotland", "ronneby kommun", "Umeå kommun"] == [part.text for part in parts]
    assert [True, False, True] == [part.at_boundary for part in parts]
    assert [False, True, True] == [part.glued for part in parts]


def test_a_misspelling_at_the_end_of_a_file_is_not_taken_for_a_cut() -> None:
    """“Lutskm” is no Lutsk with the first letter of Mogale behind it, while “LutskMog” is."""
    assert ["Lutskm"] == [part.text for part in segment("Lutskm", SIMPLE, at_end_of_file=True)]
    assert ["Lutsk", "Mog"] == [part.text for part in segment("LutskMog", SIMPLE, at_end_of_file=True)]
    assert ["Lutsk", "moga"] == [part.text for part in segment("Lutskmoga", SIMPLE, at_end_of_file=True)]


@pytest.mark.parametrize(
    ("text", "whole"),
    [("Falu kommunLutsk", True), ("Lutsk, Mogale", True), ("FalunLutsk", False), ("Lutsk is far", False), ("", False)],
)
def test_only_whole_known_names_cover_a_line(text: str, whole: bool) -> None:  # noqa: FBT001 - a case of the table
    """Short names and anything unknown leave a line uncovered."""
    assert whole == covered(text, SIMPLE)


def test_names_are_found_by_other_words_for_their_kind() -> None:
    """A short name is known with any word for a body around it."""
    assert "falun" == SIMPLE.find("Municipality of Falun")
    assert "kibaha" == SIMPLE.find("Kibaha Town Council")
    assert SIMPLE.find("Tlokwe Town Council") is None


@given(values=st.lists(st.sampled_from(SWEDISH_VALUES), min_size=1, max_size=12))
def test_glued_swedish_names_are_recovered(values: list[str]) -> None:
    """Any known Swedish names written together come apart as they were."""
    assert values == texts("".join(values), KNOWN.swedish)


@given(values=st.lists(st.sampled_from(THEMES), min_size=1, max_size=6))
def test_glued_themes_are_recovered(values: list[str]) -> None:
    """Themes with commas and capitals inside come apart as they were."""
    assert values == texts("".join(values), KNOWN.themes)


@given(values=st.lists(st.sampled_from(FOREIGN_VALUES), min_size=1, max_size=8))
def test_glued_international_names_are_recovered(values: list[str]) -> None:
    """Known names of other countries come apart with nothing between them and with a comma."""
    assert values == texts("".join(values), KNOWN.international)
    assert values == texts(", ".join(values), KNOWN.international)


@given(
    text=st.text(alphabet=st.sampled_from("aåbBÅ ,;|•/-–0.()éЯ"), max_size=60)
    | st.lists(st.sampled_from([*SWEDISH_VALUES, "Tlokwe", ", ", " och ", "x"]), max_size=6).map("".join),
    at_end=st.booleans(),
)
def test_nothing_is_lost_but_separators(text: str, at_end: bool) -> None:  # noqa: FBT001 - hypothesis gives both
    """The parts in order hold every letter and digit of the string, apart from “och” and “and” between values."""
    parts = segment(text, KNOWN.swedish, at_end_of_file=at_end)
    kept = "".join(part.text for part in parts)
    rest = text
    for part in parts:
        before, found, rest = " ".join(rest.split()).partition(part.text)
        assert found == part.text
        assert not [letter for letter in before.replace("och", "") if letter.isalnum()]
    assert not any(letter.isalnum() for letter in rest)
    assert all(part.text == part.text.strip() and part.text for part in parts)
    assert len(kept) <= len(text)
