"""Tests of the datatypes of parameters: what is written rightly is taken as it is, and nothing else."""

import pytest
from rdflib import XSD

from partnergraph.sparql.catalogue.datatypes import literal


@pytest.mark.parametrize(
    ("datatype", "right", "wrong"),
    [
        ("string", ["", " a ", "\n"], []),
        ("boolean", ["true", "0"], ["yes", "", "True"]),
        ("integer", ["-3", "007", "+1"], ["1.0", "1e3", "９", "9" * 19, "1 2"]),
        ("nonNegativeInteger", ["0"], ["-1"]),
        ("positiveInteger", ["12"], ["0", "-1"]),
        ("decimal", ["0.5", ".5", "-2"], ["1e5", "NaN", "."]),
        ("double", ["1e5", "0.5"], ["INF", "e5"]),
        ("gYear", ["2020"], ["20", "2020-01", "last"]),
        ("gYearMonth", ["2020-12"], ["2020-13"]),
        ("date", ["2024-02-29"], ["2023-02-29", "2024-13-45", "20240229"]),
        ("dateTime", ["2024-02-29T10:00:00Z"], ["2024-02-29", "2024-02-29T25:00:00Z"]),
    ],
)
def test_only_what_is_written_rightly_is_a_value(datatype: str, right: list[str], wrong: list[str]) -> None:
    """Each type takes its own spellings, keeps them as they are, and refuses all others."""
    of = str(XSD[datatype])

    assert right == [str(literal(text, of)) for text in right]
    for text in wrong:
        with pytest.raises(ValueError, match=r"^.*$"):
            literal(text, of)
