"""A listing as JSON lines: the contract of `partnergraph parse FILE --json`."""

import json
from pathlib import Path
from typing import Any

from partnergraph.ingest import listing
from partnergraph.ingest.json_lines import json_lines
from partnergraph.ingest.vocabulary import Vocabulary
from tests.ingest.expectations import LISTINGS


def objects(path: Path, vocabulary: Vocabulary) -> list[dict[str, Any]]:
    """Return the objects that a listing gives."""
    return [json.loads(line) for line in json_lines(listing.read(path, vocabulary))]


def test_the_first_object_is_the_page(vocabulary: Vocabulary) -> None:
    """It has the page's address, heading, language, encoding, lines and findings."""
    first, *records = objects(LISTINGS / "article-lines-and-dashes.txt", vocabulary)

    assert ("listing", "https://icld.se/?partner_country=ukraine") == (first["kind"], first["address"])
    assert ("Samarbetsland: Ukraina", "sv", "utf-8", 30, []) == (
        *(first["page_title"], first["language"], first["encoding"], first["lines"], first["findings"]),
    )
    assert ["article", "article"] == [record["kind"] for record in records]


def test_a_record_has_every_key_of_the_contract(vocabulary: Vocabulary) -> None:
    """Lists are lists even when empty, and what is not there is null."""
    record = objects(LISTINGS / "article-lines-and-dashes.txt", vocabulary)[2]

    assert [
        *("kind", "title", "project_name", "lines", "language", "description", "period", "networks", "project_areas"),
        *("goals", "themes", "swedish_partners", "international_partners", "pairs", "complete", "findings"),
    ] == list(record)
    assert ([18, 30], None, None, [], "Fyra par har träffats i Lund.") == (
        *(record["lines"], record["project_name"], record["period"], record["themes"], record["description"]),
    )
    assert {"swedish": "Höör", "international": "Kopychyntsi", "line": 22} == record["pairs"][0]
    assert {
        "line": 30,
        "code": "facet-omits-pair",
        "message": "“Kopychyntsi” of the pair on line 22 is missing from the facet",
    } == record["findings"][1]


def test_a_period_is_two_years(vocabulary: Vocabulary) -> None:
    """From and to, as integers."""
    assert [2018, 2020] == objects(LISTINGS / "all-labels-en.txt", vocabulary)[1]["period"]


def test_each_object_is_one_line(vocabulary: Vocabulary) -> None:
    """No line end of the source gets into the output unescaped, and letters stay readable."""
    read = listing.parse("Umeå\n\nOne\x85\u2028two.\n\nThree.".encode(), vocabulary)
    lines = list(json_lines(read))

    assert 2 == len(lines)
    assert not any("\n" in line for line in lines)
    assert "Umeå" in lines[1]
    assert "One\x85\u2028two.\n\nThree." == json.loads(lines[1])["description"]
