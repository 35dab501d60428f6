"""The few words everything stands on: names, IRIs, namespaces, resources and errors."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Graph, URIRef

from partnergraph import errors, resources
from partnergraph.iris import KINDS, Minter, between_bodies
from partnergraph.names import fold, loose, romanised, same_text, slug, sorting
from partnergraph.namespaces import PG, PREFIXES, RDF

MINTER = Minter()


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Västerås", "vasteras"),
        ("A\u030angstro\u0308m", "angstrom"),
        ("Херсон", "kherson"),
        ("Берислав", "beryslav"),
        ("Шацьк", "shatsk"),
        ("Łódź", "lodz"),
        ("Moi’s Bridge", "mois bridge"),
        ("  two   words ", "two words"),
        ("–", ""),
    ],
)
def test_folding_gives_plain_letters(written: str, folded: str) -> None:
    """Accents, case, Cyrillic and punctuation fold to ASCII words."""
    assert folded == fold(written)


@given(st.text())
def test_slugs_are_stable_and_plain(text: str) -> None:
    """A slug of a slug is itself, and it holds nothing but letters, digits and single hyphens."""
    made = slug(text)

    assert made == slug(made)
    assert len(made) <= 80
    assert "--" not in made
    assert all(letter in "abcdefghijklmnopqrstuvwxyz0123456789-" for letter in made)


def test_long_slugs_are_cut_at_a_word() -> None:
    """Eighty characters at most, never in the middle of a word unless the word alone is longer."""
    assert slug("word " * 30) == "-".join(["word"] * 16)
    assert slug("x" * 200) == "x" * 80


def test_same_text_ignores_case_spaces_and_composition() -> None:
    """Two writings of a name are equal whatever their capitals, spaces or composition."""
    assert same_text("VA\u0308STERA\u030aS\u00a0 Stad") == same_text("Västerås stad")


@pytest.mark.parametrize("kind", KINDS)
def test_minted_iris_are_recognised(kind: str) -> None:
    """What is minted is parsed back to its kind and path."""
    iri = MINTER.id(kind, "a", 1)  # type: ignore[arg-type]  # KINDS holds exactly these literals

    assert (kind, "a/1") == MINTER.parse(iri)


@pytest.mark.parametrize(
    "other", ["https://example.org/id/body/a", f"{MINTER.base}id/body/", f"{MINTER.base}id/dragon/a", MINTER.base]
)
def test_other_iris_are_not_ours(other: str) -> None:
    """An IRI of another base, another kind or without a path is none of ours."""
    assert MINTER.parse(other) is None


def test_percent_encoded_paths_mean_the_same() -> None:
    """An IRI is recognised in its percent-encoded form too."""
    assert ("body", "se-ål") == MINTER.parse(f"{MINTER.base}id/body/se-%C3%A5l")


def test_another_base_gives_other_iris() -> None:
    """The base is configurable; graph and dataset IRIs follow it."""
    minter = Minter("https://example.org/")

    assert minter.graph("findings") == URIRef("https://example.org/graph/findings")
    assert minter.dataset() == URIRef("https://example.org/dataset")


def test_partnership_slugs_sort_each_side_swedish_first() -> None:
    """The slug does not depend on the order in which partners are named."""
    assert between_bodies(["se-vaxjo", "se-almhult"], ["za-jb-marks"]) == "se-almhult--se-vaxjo--za-jb-marks"


def test_namespace_holds_exactly_the_terms_of_the_ontology() -> None:
    """A term that is in Python and not in the ontology, or the other way round, is an error."""
    ontology = Graph().parse(resources.folder("ontology") / "partnergraph.ttl")
    declared = {str(term).rpartition("#")[2] for term in ontology.subjects(RDF.type) if "#" in str(term)}

    assert declared == {term for term in PG.__annotations__ if not term.startswith("_")}


def test_a_misspelt_term_is_an_error() -> None:
    """The namespace is closed."""
    with pytest.raises(AttributeError):
        _ = PG.hasGaol


def test_prefixes_are_namespaces() -> None:
    """Every prefix leads to an absolute namespace that ends where names begin."""
    assert all(namespace.startswith("http") and namespace[-1] in "/#" for namespace in PREFIXES.values())


@pytest.mark.parametrize("name", ["ontology", "shapes", "data"])
def test_shipped_folders_are_found(name: str) -> None:
    """The folders of the required layout are found from wherever the package runs."""
    assert any(resources.folder(name).iterdir())


def test_a_folder_that_is_not_shipped_is_an_error() -> None:
    """Asking for another folder says which one is missing."""
    with pytest.raises(FileNotFoundError, match="treasure"):
        resources.folder("treasure")


def test_error_tree_is_drawn_as_it_is() -> None:
    """The tree in the module's docstring names every error, under its parent."""
    drawn = errors.__doc__ or ""
    classes = [getattr(errors, name) for name in errors.__all__]

    assert all(f"{each.__name__} " in drawn or f"{each.__name__}\n" in drawn for each in classes)
    assert sorted(errors.__all__) == errors.__all__


def test_errors_say_what_where_and_how() -> None:
    """Place, message and hint stand in the text, in this order."""
    error = errors.UnreadableInput("A dot is missing", source="a.ttl", line=3, column=7, hint="Add a dot.")

    assert str(error) == "a.ttl:3:7: A dot is missing\nAdd a dot."
    assert str(errors.UnreadableInput("Nothing there")) == "Nothing there"


@pytest.mark.parametrize(
    ("written", "forms"),
    [
        ("Västerås", ("vasteras",)),
        ("Vaesteraas", ("vasteras",)),
        ("Göteborg", ("goteborg",)),
        ("Goeteborg", ("goteborg",)),
        ("Ærø", ("aro",)),
        ("Херсон", ("kherson", "cherson")),
        ("Чернігів", ("chernihiv", "tjernihiv")),
    ],
)
def test_ways_of_typing_a_name_meet(written: str, forms: tuple[str, ...]) -> None:
    """Swedish letters typed in two ways are one form, and Cyrillic has the forms of English and Swedish."""
    assert loose(written) == forms[0]
    assert romanised(written) == forms


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("sv", ["Ale", "Växjö", "Åmål", "Älmhult", "Örebro"]),
        ("en", ["Ale", "Älmhult", "Åmål", "Örebro", "Växjö"]),
        ("uk", ["Ґданськ", "Євпаторія", "Жмеринка", "Ізюм", "Київ", "Шацьк"]),
        ("sv", ["Mål 2", "Mål 10", "mål 11"]),
        ("en", ["Aarhus", "Ærø", "Oslo", "Østfold"]),
    ],
)
def test_names_are_sorted_as_a_language_does(language: str, names: list[str]) -> None:
    """Swedish has å, ä and ö last, Ukrainian its own letters in their places, and numbers go by their size."""
    mixed = names[::-1]
    assert names == sorted(mixed, key=lambda name: sorting(name, language))
