"""The facets of one post: labels, values, what is blank, lost or unknown."""

from typing import Literal

import pytest

from partnergraph.ingest.facets import Facets, read_facets
from partnergraph.ingest.labels import cut_label, label_of
from partnergraph.ingest.lines import numbered
from partnergraph.ingest.records import FieldName
from partnergraph.ingest.vocabulary import Vocabulary


def read(text: str, vocabulary: Vocabulary, *, cut: bool = False) -> Facets:
    """Read the facets in a text, which is the end of a file if `cut`."""
    lines = numbered(text.split("\n"))
    return read_facets(lines, vocabulary, touches_text=False, last_line=lines[-1].number if cut else None)


def codes(facets: Facets) -> list[tuple[int, str]]:
    """Return line and code of each finding."""
    return sorted((found.line, found.code) for found in facets.findings)


NAMES: tuple[FieldName, ...] = ("project-areas", "goals", "themes", "swedish-partners", "international-partners")


def values(facets: Facets) -> list[list[str]]:
    """Return the values of the five facets in their order."""
    return [list(facets.values(name)) for name in NAMES]


def test_labels_say_what_values_are(vocabulary: Vocabulary) -> None:
    """With every label there nothing has to be guessed, in whatever order they stand."""
    text = "Tema\nHuman Rights\nProjektområde\nEducation\nInternationell partner\nKibaha Town Council"

    assert [["Education"], [], ["Human Rights"], [], ["Kibaha Town Council"]] == values(read(text, vocabulary))
    assert [] == codes(read(text, vocabulary))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Education\nFalu kommun\nKolomyia", [["Education"], [], [], ["Falu kommun"], ["Kolomyia"]]),
        ("Human Rights\nFalu kommun\nKolomyia", [[], [], ["Human Rights"], ["Falu kommun"], ["Kolomyia"]]),
        (
            "Health\n5 - Jämställdhet\nPeace\nFalu kommun\nTlokwe",
            [["Health"], ["5"], ["Peace"], ["Falu kommun"], ["Tlokwe"]],
        ),
        ("5 - Jämställdhet\nNya byn kommun\nTlokwe", [[], ["5"], [], ["Nya byn kommun"], ["Tlokwe"]]),
        ("Education\nHealth\n5 - Jämställdhet\nFalu kommun", [["Education", "Health"], ["5"], [], ["Falu kommun"], []]),
        ("Education\nPeace\nFalu kommun\nKolomyia", [["Education"], [], ["Peace"], ["Falu kommun"], ["Kolomyia"]]),
        ("Education\nNya byn kommun\nKolomyia", [["Education"], [], [], ["Nya byn kommun"], ["Kolomyia"]]),
        ("Human Rights\nPeace\nFalu kommun", [[], [], ["Human Rights", "Peace"], ["Falu kommun"], []]),
        ("5 - Jämlikhet\nFalu kommun\nKolomyia", [[], ["5"], [], ["Falu kommun"], ["Kolomyia"]]),
        ("Falu kommun\nNya byn kommun\nKolomyia", [[], [], [], ["Falu kommun", "Nya byn kommun"], ["Kolomyia"]]),
    ],
)
def test_without_labels_value_and_place_decide(text: str, expected: list[list[str]], vocabulary: Vocabulary) -> None:
    """A known value is what it is; an unknown one is told by what stands above and below it."""
    facets = read(text, vocabulary)

    assert expected == values(facets)
    assert {(number, "label-missing") for number in range(1, text.count("\n") + 2)} <= set(codes(facets))


@pytest.mark.parametrize(
    ("text", "expected", "blank"),
    [
        (
            "Globala mål\nHuman Rights\nSvensk partner\nFalu kommun",
            [[], [], ["Human Rights"], ["Falu kommun"], []],
            [1],
        ),
        ("Projektområde\n5 - Jämställdhet", [[], ["5"], [], [], []], [1]),
        ("Svensk partner\nInternationell partner", [[], [], [], [], []], [1, 2]),
        ("Svensk partner:\nInternationell partner: Kolomyia", [[], [], [], [], ["Kolomyia"]], [1]),
    ],
)
def test_a_label_may_have_no_value(
    text: str, expected: list[list[str]], blank: list[int], vocabulary: Vocabulary
) -> None:
    """The next label, or a value that cannot be meant, shows that a value is missing."""
    facets = read(text, vocabulary)

    assert expected == values(facets)
    assert blank == [line for line, code in codes(facets) if code == "blank-value"]


def test_unknown_partners_of_a_label_stay_on_their_side(vocabulary: Vocabulary) -> None:
    """Values one per line belong to the label above them as long as nothing else is due."""
    text = "Svensk partner\nFalu kommun\nTlokwe\nInternationell partner\nKolomyia\nSmila"
    lost = "Svensk partner\nFalu kommun\nTlokwe"

    assert [[], [], [], ["Falu kommun", "Tlokwe"], ["Kolomyia", "Smila"]] == values(read(text, vocabulary))
    assert [[], [], [], ["Falu kommun"], ["Tlokwe"]] == values(read(lost, vocabulary))


@pytest.mark.parametrize(
    ("text", "expected", "code"),
    [
        ("Education\nRegion Norrb", [["Education"], [], [], [], []], "cut-value"),
        ("3 - God hälsa och välbefinnande\nRegion Norrb", [[], ["3"], [], [], []], "cut-value"),
        (
            "3 - God hälsa och välbefinnande\nRegion Norrbotten\nKajia",
            [[], ["3"], [], ["Region Norrbotten"], []],
            "cut-value",
        ),
        ("Globala mål\nSvensk par", [[], [], [], [], []], "cut-label"),
        ("Svensk partner\nFalu kommun\nI", [[], [], [], ["Falu kommun"], []], "cut-label"),
        ("Svensk partner\nIntern", [[], [], [], [], []], "cut-label"),
        ("Svensk partner\nF", [[], [], [], [], []], "cut-value"),
        ("Internationell partner\nTlokwe Munic", [[], [], [], [], []], "cut-value"),
    ],
)
def test_the_end_of_a_file_may_cut_a_line(
    text: str, expected: list[list[str]], code: Literal["cut-value", "cut-label"], vocabulary: Vocabulary
) -> None:
    """A value that is only begun is dropped with a finding, and so is a label."""
    facets = read(text, vocabulary, cut=True)

    assert expected == values(facets)
    assert facets.cut
    assert (text.count("\n") + 1, code) in codes(facets)


def test_the_same_lines_inside_a_file_are_not_cut(vocabulary: Vocabulary) -> None:
    """Only the last line of a file can be cut off."""
    facets = read("Education\nRegion Norrb", vocabulary)

    assert (False, []) == (facets.cut, [code for _, code in codes(facets) if code == "cut-value"])


def test_fields_keep_lines_and_strings_as_written(vocabulary: Vocabulary) -> None:
    """Each line of values is a field: where it stands, what it says, and what was read from it."""
    stated = read("Svensk partner\n falu kommunUmeå kommun ", vocabulary).fields[0]

    assert ("swedish-partners", 2, "falu kommunUmeå kommun") == (stated.name, stated.line, stated.as_written)
    assert ("falu kommun", "Umeå kommun") == stated.values


def test_areas_in_swedish_come_under_their_published_name(vocabulary: Vocabulary) -> None:
    """Areas and themes are known by both names; the English one is what ICLD publishes."""
    assert [["Education"], [], ["Human Rights"], [], []] == values(
        read("Projektområde\nUtbildning\nTema\nMänskliga rättigheter", vocabulary)
    )


def test_labels_are_recognised_in_any_case_and_with_a_colon(vocabulary: Vocabulary) -> None:
    """Only the whole line is a label, alone or with a value behind a colon."""
    label = label_of("SVENSK\u00a0PARTNER: Umeå")

    assert label is not None
    assert ("swedish-partners", "Umeå") == (label.facet, label.value)
    assert label_of("Svensk partner Umeå") is None
    assert label_of("Topic of the year") is None
    assert label_of("Project objective:") is None
    assert ("Svensk partner", None, None) == (cut_label("Svens"), cut_label("Svensk partnerz"), cut_label(""))
    assert [] == values(read("Projektområde", vocabulary))[0]
