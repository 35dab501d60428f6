"""Tests of what an editor completes: our own terms, named in the reader's language, and what things of a class have."""

import json

from .conftest import Server


def test_terms_come_with_what_they_are_called(server: Server) -> None:
    """Classes and properties of ours have a name, a label and a definition in the language that is asked for."""
    english = json.loads(server.ask("/sparql/terms.json?lang=en").body)
    swedish = json.loads(server.ask("/sparql/terms.json?lang=sv").body)
    terms = {each["name"]: each for each in swedish["terms"]}
    assert ("class", "Partnerskap") == (terms["pg:Partnership"]["kind"], terms["pg:Partnership"]["label"])
    assert ("property", "svensk part") == (terms["pg:swedishPartner"]["kind"], terms["pg:swedishPartner"]["label"])
    assert terms["pg:Partnership"]["about"].startswith("En varaktig relation")
    assert {each["name"] for each in english["terms"]} == set(terms)


def test_the_shapes_say_what_things_of_a_class_have(server: Server) -> None:
    """What a class needs comes first, properties of other vocabularies are among them, and each is a term."""
    told = json.loads(server.ask("/sparql/terms.json").body)
    names = {each["name"] for each in told["terms"]}
    needed = ["pg:internationalPartner", "pg:partner", "pg:swedishPartner"]
    assert needed == [name for name in told["properties"]["pg:Partnership"] if "artner" in name]
    assert told["properties"]["pg:Partnership"].index("pg:goal") > told["properties"]["pg:Partnership"].index(
        "pg:partner"
    )
    assert "wgs:lat" in told["properties"]["pg:Territory"]
    assert {path for paths in told["properties"].values() for path in paths} <= names
    assert all(each["name"].partition(":")[0] in told["prefixes"] for each in told["terms"])


def test_words_that_are_refused_are_not_offered(server: Server) -> None:
    """Everything is offered that a query may hold, and SERVICE, which it may not, is not."""
    told = json.loads(server.ask("/sparql/terms.json").body)
    assert {"SELECT", "OPTIONAL", "GROUP"} <= set(told["keywords"])
    assert {"COUNT", "STRLEN"} <= set(told["functions"])
    assert "SERVICE" not in told["keywords"]
