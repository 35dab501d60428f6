"""Reading sets of mappings: what is right is read whole, and what is wrong is refused with its line."""

from pathlib import Path

import pytest
from rdflib import URIRef

from partnergraph.errors import UnreadableInput
from partnergraph.graph.sssom import MatchSet, read_sets
from partnergraph.namespaces import SDG, SEMAPV, SKOS

HEADER = """\
# curie_map:
#   sdg: http://metadata.un.org/sdg/
#   semapv: https://w3id.org/semapv/vocab/
#   skos: http://www.w3.org/2004/02/skos/core#
#   target: https://w3id.org/partnergraph/dataset/target/
#   wd: http://www.wikidata.org/entity/
# license: https://creativecommons.org/licenses/by/4.0/
# mapping_date: '2026-11-25'
# mapping_set_description: "Goals: a few"
# mapping_set_id: https://w3id.org/partnergraph/id/mapping-set/few
# mapping_set_title: "A few goals"
# mapping_set_version: '1'
"""
COLUMNS = (
    "subject_id\tsubject_label\tpredicate_id\tobject_id\tmapping_justification\tconfidence\tobject_source\tcomment\n"
)
ROW = "sdg:16\tPeace\tskos:exactMatch\twd:Q1\tsemapv:ManualMappingCuration\t0.9\ttarget:wikidata\t\n"


def _read(folder: Path, text: str) -> MatchSet:
    (folder / "few.sssom.tsv").write_text(text, encoding="utf-8")
    (found,) = read_sets(folder)
    return found


def test_a_set_is_read_with_its_header_and_its_rows(tmp_path: Path) -> None:
    """CURIEs become IRIs, quotes go, and a row is named after its subject and object."""
    found = _read(tmp_path, HEADER + COLUMNS + ROW)
    (match,) = found.matches

    assert "Goals: a few" == found.slots["mapping_set_description"]
    assert (SDG["16"], SKOS.exactMatch, URIRef("http://www.wikidata.org/entity/Q1")) == (
        match.subject,
        match.predicate,
        match.object,
    )
    assert SEMAPV.ManualMappingCuration == match.justification
    assert ("16-wd-q1", "0.9", "wd:Q1") == (match.key, match.confidence, match.object_name)


@pytest.mark.parametrize(
    ("text", "line", "complaint"),
    [
        (
            HEADER.replace("# license: https://creativecommons.org/licenses/by/4.0/\n", "") + COLUMNS + ROW,
            11,
            "license",
        ),
        (HEADER + "# mapping_tool: guessing\n" + COLUMNS + ROW, 13, "mapping_tool"),
        (HEADER + "# [not, a, key]\n" + COLUMNS + ROW, 13, "key: value"),
        (HEADER.replace("mapping-set/few", "mapping-set/many") + COLUMNS + ROW, 12, "mapping_set_id"),
        (HEADER + COLUMNS.replace("confidence\t", "") + ROW, 13, "columns"),
        (HEADER + COLUMNS + ROW.removesuffix("\t\n") + "\n", 14, "7 cells, expected 8"),
        (HEADER + COLUMNS + ROW + ROW, 15, "before"),
        (HEADER + COLUMNS + ROW.replace("0.9", "1.5"), 14, "between 0 and 1"),
        (HEADER + COLUMNS + ROW.replace("0.9", "sure"), 14, "between 0 and 1"),
        (HEADER + COLUMNS + ROW.replace("wd:", "wikidata:"), 14, "curie_map"),
        (HEADER + COLUMNS + ROW.replace("skos:exactMatch", "skos:broader"), 14, "five matches"),
        (HEADER + COLUMNS + ROW.replace("semapv:", "skos:"), 14, "SEMAPV"),
        (HEADER + COLUMNS + ROW.replace("\tPeace\t", "\t\t"), 14, "subject_label is empty"),
        (HEADER + COLUMNS + ROW.replace("Peace", "Peace "), 14, "space"),
    ],
)
def test_what_is_wrong_is_refused_with_its_line(tmp_path: Path, text: str, line: int, complaint: str) -> None:
    """Each fault names the file, the line and what is wrong; nothing is passed over."""
    with pytest.raises(UnreadableInput, match=complaint) as caught:
        _read(tmp_path, text)

    assert caught.value.line == line
    assert caught.value.source.endswith("few.sssom.tsv")


def test_text_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    """A file in another encoding is not guessed at."""
    (tmp_path / "few.sssom.tsv").write_bytes((HEADER + COLUMNS + ROW).encode() + b"\xff")

    with pytest.raises(UnreadableInput, match="UTF-8"):
        read_sets(tmp_path)
