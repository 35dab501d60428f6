"""Terms of RDF 1.1 in the two libraries, and the switch that keeps literals as they were written."""

import logging
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import pyoxigraph as ox
import rdflib
from rdflib import BNode, Literal, URIRef
from rdflib.term import Node

from partnergraph.namespaces import XSD

__all__ = ["read_term", "term_text", "to_oxigraph", "to_rdflib", "without_normalisation"]


@contextmanager
def without_normalisation() -> Iterator[None]:
    """Keep literals as written inside the block: rdflib neither rewrites them nor logs that one is ill-typed.

    The switch is rdflib's own and holds for the whole process, so threads that make rdflib literals meanwhile
    see it too; we read and validate in one thread. The old setting returns whatever happens inside.
    """
    before = rdflib.NORMALIZE_LITERALS
    logger = logging.getLogger("rdflib.term")

    def silence(_: logging.LogRecord) -> bool:
        return False

    rdflib.NORMALIZE_LITERALS = False
    logger.addFilter(silence)
    try:
        with warnings.catch_warnings():
            # rdflib only warns of "none"^^xsd:boolean and takes it for false; as an error it is ill-typed
            warnings.filterwarnings("error", message="Parsing weird boolean")
            yield
    finally:
        logger.removeFilter(silence)
        rdflib.NORMALIZE_LITERALS = before


def to_rdflib(term: ox.NamedNode | ox.BlankNode | ox.Literal) -> URIRef | BNode | Literal:
    """Return the rdflib term for a term of pyoxigraph, lexical form and all."""
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    if term.language:
        return Literal(term.value, lang=term.language)
    datatype = URIRef(term.datatype.value)
    return Literal(term.value, datatype=None if datatype == XSD.string else datatype, normalize=False)


def to_oxigraph(term: Node) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    """Return the pyoxigraph term for a term of rdflib; raise TypeError for what is no term of RDF 1.1."""
    if isinstance(term, URIRef):
        return ox.NamedNode(term)
    if isinstance(term, BNode):
        return ox.BlankNode(term)
    if isinstance(term, Literal):
        if term.language:
            return ox.Literal(str(term), language=term.language)
        return ox.Literal(str(term), datatype=ox.NamedNode(term.datatype) if term.datatype else None)
    raise TypeError(f"{term!r} is no term of RDF 1.1")


def term_text(term: Node) -> str:
    """Return an IRI or a literal as SPARQL and N-Triples write it, in one line; what is in it cannot end it.

    Raises ValueError for text that is no IRI, and for characters that no text of RDF has.
    """
    return str(to_oxigraph(term))


def read_term(text: str, prefixes: Mapping[str, str]) -> URIRef | Literal:
    """Return the IRI or literal that a query writes as `text`; raise ValueError when it is neither."""
    declared = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in prefixes.items())
    try:
        found = [quad.object for quad in ox.parse(f"{declared}<s:s> <p:p> {text} .", format=ox.RdfFormat.TURTLE)]
    except SyntaxError as error:
        raise ValueError(text) from error
    terms = [to_rdflib(term) for term in found if isinstance(term, ox.NamedNode | ox.Literal)]
    if len(terms) != 1 or isinstance(terms[0], BNode):
        raise ValueError(text)
    return terms[0]
