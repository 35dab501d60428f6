"""The JSON Schemas hold for every framed document of the shipped data, and for nothing that the shapes refuse."""

import json
from collections import Counter
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # it ships no types
from rdflib import Graph

from partnergraph import jsonld, rdf, resources
from partnergraph.errors import NotFound
from partnergraph.formats import JSONLD
from partnergraph.jsonld.context import forward_terms, terms
from partnergraph.namespaces import BASE, RDF, SH
from partnergraph.store.embedded import Embedded

_PROJECT = f"{BASE}id/project/waste-not-revised"


def _schema(name: str) -> dict[str, Any]:
    schema: dict[str, Any] = json.loads(jsonld.schema_document(name))
    return schema


def _document(shipped: Embedded, iri: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(shipped.document(iri, JSONLD) or b"null")
    return document


@pytest.fixture(scope="module")
def validators() -> dict[str, Draft202012Validator]:
    """Return a validator for each frame."""
    return {name: Draft202012Validator(_schema(name)) for name in jsonld.frame_names()}


def test_schemas_are_valid_and_say_where_they_lie(validators: dict[str, Draft202012Validator]) -> None:
    """Each schema is one of draft 2020-12, under an address of this version."""
    for name, validator in validators.items():
        validator.check_schema(validator.schema)
        assert f"{BASE}schemas/v{jsonld.VERSION}/{name}.json" == _schema(name)["$id"]


def test_every_shipped_document_is_valid(
    shipped: Embedded, documents: dict[str, bytes], validators: dict[str, Draft202012Validator]
) -> None:
    """Every document that has a frame fits the schema of its class, and each schema meets documents."""
    met: Counter[str] = Counter()
    for iri, document in documents.items():
        classes = [value.text for value in shipped.values(iri, str(RDF.type))]
        if name := jsonld.frame_name(classes):
            met[name] += 1
            errors = [
                f"{each.json_path}: {each.message}" for each in validators[name].iter_errors(json.loads(document))
            ]
            assert [] == errors, iri
    assert set(jsonld.frame_names()) == set(met)


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("title", "Waste Not"),
        ("title", {}),
        ("title", {"en": 1}),
        ("goalStatement", "None"),
        ("startYear", "26"),
        ("startYear", 2026),
        ("inPartnership", ["https://w3id.org/partnergraph/id/partnership/a--b"]),
        ("wasDerivedFrom", []),
        ("type", "Partnership"),
    ],
)
def test_what_the_shapes_refuse_is_not_valid(
    shipped: Embedded, validators: dict[str, Draft202012Validator], member: str, value: object
) -> None:
    """A value outside its list, a year of two digits, a list where one may stand and more are found at their place."""
    document = _document(shipped, _PROJECT) | {member: value}
    assert f"$.{member}" in {
        error.json_path[: len(member) + 2] for error in validators["project"].iter_errors(document)
    }


def test_what_must_be_there_is_demanded(shipped: Embedded, validators: dict[str, Draft202012Validator]) -> None:
    """A document without one of the properties that the shape demands is not valid."""
    document = _document(shipped, _PROJECT)
    for name in ("title", "label", "inPartnership", "goalStatement", "wasDerivedFrom"):
        assert not validators["project"].is_valid({key: value for key, value in document.items() if key != name})


def test_what_the_shapes_say_of_forms_is_demanded(
    shipped: Embedded, validators: dict[str, Draft202012Validator]
) -> None:
    """A latitude needs a longitude, a country a code of two letters, and a goal an identifier of the UN."""
    territory = _document(shipped, f"{BASE}id/territory/se-vasteras")
    del territory["long"]
    assert not validators["territory"].is_valid(territory)
    country = _document(shipped, f"{BASE}id/country/se") | {"countryCode": "SWE"}
    assert not validators["country"].is_valid(country)
    goal = _document(shipped, "http://metadata.un.org/sdg/16") | {"id": "http://metadata.un.org/sdg/18"}
    assert ["$.id"] == [error.json_path for error in validators["goal"].iter_errors(goal)]


def test_lists_stand_where_the_shapes_allow_several() -> None:
    """A property that may have several values in some class is always a list in our JSON, any other never is."""
    shapes = Graph()
    for path in resources.folder("shapes").glob("*.ttl"):
        shapes += rdf.parse_file(path, blank=path.stem.replace("-", ""))
    limits: dict[str, list[int | None]] = {}
    for shape in shapes.subjects(RDF.type, SH.PropertyShape):
        name = forward_terms().get(str(shapes.value(shape, SH.path)))
        most = shapes.value(shape, SH.maxCount)
        if name and isinstance(terms()[name], dict) and "@id" in (terms()[name].get("@type", "")):
            limits.setdefault(name, []).append(int(str(most)) if most is not None else None)
    for name, found in limits.items():
        single = all(most == 1 for most in found)
        assert single != ("@set" in terms()[name].get("@container", ())), name


def test_there_is_no_schema_without_a_frame() -> None:
    """A name that no frame has is not found, and the error names those there are."""
    with pytest.raises(NotFound, match="There is no frame nothing"):
        jsonld.schema_document("nothing")
