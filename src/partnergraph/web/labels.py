"""What things are called on our pages: one place, so that a thing has one name on every page of a language."""

from collections.abc import Iterable
from functools import cache
from importlib.resources import as_file, files

from partnergraph.store.embedded import Embedded
from partnergraph.store.vocabulary import Vocabulary

from .service import Service, page_language, service

__all__ = ["labels", "labels_of", "shipped_labels"]


def labels(iris: Iterable[str], language: str = "") -> dict[str, str]:
    """Return a label for each IRI that has one, in a language, by default that of this request, where there is one.

    All are looked up at once.  Terms of our vocabulary are called what the vocabulary that we ship calls them, and
    those of others that stand on our pages what `terms.ttl` calls them.
    """
    return labels_of(service(), iris, language or page_language())


def labels_of(here: Service, iris: Iterable[str], language: str) -> dict[str, str]:
    """Return the same of a service, also outside of requests."""
    asked = set(iris)
    vocabulary = f"{here.vocabularies['ns'].iri}#"
    ours = _shipped(here, [iri for iri in asked if iri.startswith(vocabulary)], language)
    ours |= _terms().labels(asked - ours.keys(), language)
    others = asked - ours.keys()
    return ours | (here.trusted.labels(others, language) if others else {})


def shipped_labels(iris: Iterable[str], language: str = "") -> dict[str, str]:
    """Return what the vocabulary that we ship, and `terms.ttl`, call some terms, whatever the data says."""
    return _shipped(service(), list(iris), language or page_language())


def _shipped(here: Service, iris: list[str], language: str) -> dict[str, str]:
    return _terms().labels(iris, language) | here.vocabularies["ns"].said.labels(iris, language)


@cache
def _terms() -> Embedded:
    """Return what we call terms of other vocabularies."""
    with as_file(files("partnergraph.web") / "terms.ttl") as path:
        return Vocabulary.read("", [path]).said
