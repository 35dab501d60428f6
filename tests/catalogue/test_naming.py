"""Tests of naming: everything people call a place, a goal or a theme leads to the one resource that is meant."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from partnergraph.namespaces import PG, SDG, SDGO
from partnergraph.search import Index
from partnergraph.sparql.catalogue import Naming
from partnergraph.store.embedded import Embedded

_ID = "https://w3id.org/partnergraph/id/"
_GOALS = "http://metadata.un.org/sdg"


@pytest.fixture(scope="session", params=["index", "store"])
def naming(request: pytest.FixtureRequest, shipped: Path) -> Iterator[Naming]:
    """Return the names of the shipped data: with the search index, and from the store alone."""
    index = Index.open(shipped)
    assert index is not None
    yield Naming(Embedded.open(shipped), index if request.param == "index" else None)
    index.close()


def test_the_index_knows_more_spellings(shipped: Path) -> None:
    """A name in another alphabet, or with other words around it, is found where there is a search index."""
    index = Index.open(shipped)
    assert index is not None
    naming = Naming(Embedded.open(shipped), index)

    assert (
        (f"{_ID}body/ua-kherson",)
        == naming("kherson", str(PG.LocalGovernment))
        == naming("ХЕРСОН", str(PG.LocalGovernment))
    )
    assert (str(SDG["16"]),) == naming("Global Goal 16", str(SDGO.Goal))
    index.close()


@pytest.mark.parametrize(
    "text",
    [
        "Västerås", "västerås", "VÄSTERÅS", "Va\u0308stera\u030as", "Vasteras", "Västerås stad", "Västerås  kommun",
        "1980", "Q34550", "se-vasteras", "body:se-vasteras", f"{_ID}body/se-vasteras", f"<{_ID}body/se-vasteras>",
    ],
)  # fmt: skip
def test_a_municipality_has_many_names(naming: Naming, text: str) -> None:
    """Name, spelling without accents, code, slug and IRI all lead to the body, and not to the territory."""
    assert (f"{_ID}body/se-vasteras",) == naming(text, str(PG.LocalGovernment))


@pytest.mark.parametrize("text", ["16", "SDG 16", "sdg16", "Goal 16", "mål 16", "sdg:16", str(SDG["16"])])
@pytest.mark.parametrize("of", [str(SDGO.Goal), _GOALS])
def test_a_goal_has_many_names(naming: Naming, text: str, of: str) -> None:
    """A goal is found by its number, in the words of both languages, and by the IRI of the UN."""
    assert (str(SDG["16"]),) == naming(text, of)


@pytest.mark.parametrize(
    ("text", "of", "iri"),
    [
        ("Херсон", PG.LocalGovernment, f"{_ID}body/ua-kherson"),
        ("Cherson", PG.LocalGovernment, f"{_ID}body/ua-kherson"),
        ("880", PG.LocalGovernment, f"{_ID}body/se-kalmar"),
        ("Ukraina", PG.Country, f"{_ID}country/ua"),
        ("ua", PG.Country, f"{_ID}country/ua"),
        ("2664454", PG.Territory, f"{_ID}territory/se-vasteras"),
        ("Human Rights", f"{_ID}scheme/themes", f"{_ID}theme/human-rights"),
        ("utbildning", f"{_ID}scheme/project-areas", f"{_ID}area/education"),
        ("16.7", SDGO.Target, "http://metadata.un.org/sdg/16.7"),
        ("se-vasteras--ua-shatsk", PG.Partnership, f"{_ID}partnership/se-vasteras--ua-shatsk"),
        ("Västerås – Shatsk", PG.Partnership, f"{_ID}partnership/se-vasteras--ua-shatsk"),
    ],
)
def test_other_things_are_found_in_their_class_or_scheme(naming: Naming, text: str, of: str, iri: str) -> None:
    """Alphabets, lost zeros, languages, codes and slugs: each where its class or scheme has it."""
    assert (iri,) == naming(text, str(of))


@pytest.mark.parametrize("text", ["Atlantis", "", "?", "\\", "<>", "http://", "body:none", "x" * 1_000, "Sverige"])
def test_what_names_nothing_is_nothing(naming: Naming, text: str) -> None:
    """A name of something else, or of nothing, has no answer and no error."""
    assert () == naming(text, str(PG.LocalGovernment))
