"""What things are called on our pages: one place, so that a thing has one name on every page of a language."""

from collections.abc import Iterable

from .service import page_language, service

__all__ = ["labels"]


def labels(iris: Iterable[str], language: str = "") -> dict[str, str]:
    """Return a label for each IRI that has one, in a language, by default that of this request, where there is one.

    All are looked up at once.  Terms of our vocabulary are called what the vocabulary that we ship calls them.
    """
    asked, language = set(iris), language or page_language()
    vocabulary = service().vocabularies["ns"]
    ours = vocabulary.said.labels((iri for iri in asked if iri.startswith(f"{vocabulary.iri}#")), language)
    others = asked - ours.keys()
    return ours | (service().trusted.labels(others, language) if others else {})
