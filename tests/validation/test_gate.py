"""Tests of the gate as files and requests meet it: what is known, what is reported, and on which line."""

import pytest
from rdflib import Graph, URIRef

from partnergraph.errors import UnreadableInput
from partnergraph.validation import Gate, Submission
from partnergraph.validation.lines import lines_of_subjects

_PREFIXES = b"""@prefix pg: <https://w3id.org/partnergraph/ns#> .
@prefix body: <https://w3id.org/partnergraph/id/body/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""


@pytest.fixture(scope="module")
def gate() -> Gate:
    """Return the gate of what ships."""
    return Gate.shipped()


def test_what_is_known_conforms_by_itself(gate: Gate) -> None:
    """Nothing handed in, and everything known handed in again, have no result."""
    assert gate.judge(Submission(data=Graph())).w3c_conforms
    assert gate.judge(Submission(data=gate.known)).w3c_conforms


def test_results_are_about_what_was_handed_in(gate: Gate) -> None:
    """A body that is known may be named without a word about it, and what is said of it is judged with the rest."""
    named = gate.read(_PREFIXES + b"<https://e.org/a> rdfs:seeAlso body:se-ale .", ".ttl")
    wrong = gate.read(_PREFIXES + b'body:se-ale pg:scbCode "1" .', ".ttl")

    assert gate.judge(named).w3c_conforms
    assert {"https://w3id.org/partnergraph/id/body/se-ale"} == {
        str(result.focus_node) for result in gate.judge(wrong).results
    }


def test_a_code_that_a_known_body_has_is_taken(gate: Gate) -> None:
    """Two bodies of one code are found though only one of them was handed in."""
    read = gate.read(_PREFIXES + b'<https://e.org/a> pg:scbCode "1980" .', ".ttl")
    assert ["1980"] == [str(result.focus_node) for result in gate.judge(read).results]


def test_a_chain_of_classes_that_is_too_long_is_the_fault_of_the_data(gate: Gate) -> None:
    """It is unreadable, and nothing is said of our shapes."""
    chain = "".join(f"<https://e.org/{n}> rdfs:subClassOf <https://e.org/{n + 1}> .\n" for n in range(5_000))
    last = "<https://e.org/5000> rdfs:subClassOf pg:Project . <https://e.org/x> a <https://e.org/0> ."
    read = gate.read(_PREFIXES + f"{chain}{last}".encode(), ".ttl")
    with pytest.raises(UnreadableInput, match="linked too deeply"):
        gate.judge(read)


@pytest.mark.parametrize(
    ("suffix", "text", "lines"),
    [
        (".ttl", '@prefix e: <https://e.org/> .\n\ne:a e:b e:c ;\n  e:d e:f .\n<https://e.org/g>\n  e:b "x" .', [3, 5]),
        (".ttl", "PREFIX e: <https://e.org/>\n e:a e:b e:c .\ne:g e:b e:c, e:d .\n", [None, 3]),
        (".ttl", "@prefix e: <https://e.org/> . @base <https://e.org/> .\n<a> e:b e:c .\n", [None, None]),
        (".nt", "<https://e.org/g> <https://e.org/b> <https://e.org/a> .\r\n" * 2, [None, 1]),
        (".rdf", "<https://e.org/g> <https://e.org/b> <https://e.org/a> .", [None, None]),
    ],
)
def test_a_subject_at_the_start_of_a_line_gives_the_line(suffix: str, text: str, lines: list[int | None]) -> None:
    """Full and short names count, the first one wins, and where it is not clear there is no line."""
    found = lines_of_subjects(text.encode(), suffix)
    assert lines == [found.get(URIRef(f"https://e.org/{name}")) for name in "ag"]
