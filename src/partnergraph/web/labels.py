"""What things are called on our pages: one place, so that a thing has one name on every page of a language."""

from collections.abc import Iterable
from functools import cache
from importlib.resources import as_file, files

from partnergraph.store.embedded import Embedded
from partnergraph.store.vocabulary import Vocabulary

from .service import page_language, service

__all__ = ["labels"]


def labels(iris: Iterable[str], language: str = "") -> dict[str, str]:
    """Return a label for each IRI that has one, in a language, by default that of this request, where there is one.

    All are looked up at once.  Terms of our vocabulary are called what the vocabulary that we ship calls them, and
    those of others that stand on our pages what `terms.ttl` calls them.
    """
    asked, language = set(iris), language or page_language()
    vocabulary = service().vocabularies["ns"]
    ours = vocabulary.said.labels((iri for iri in asked if iri.startswith(f"{vocabulary.iri}#")), language)
    ours |= _terms().labels(asked - ours.keys(), language)
    others = asked - ours.keys()
    return ours | (service().trusted.labels(others, language) if others else {})


@cache
def _terms() -> Embedded:
    """Return what we call terms of other vocabularies."""
    with as_file(files("partnergraph.web") / "terms.ttl") as path:
        return Vocabulary.read("", [path]).said
