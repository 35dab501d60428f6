"""Reading and writing RDF: pyoxigraph parses, strictly and all or nothing; rdflib graphs carry the triples.

The two libraries meet in this room only. Literals keep the form they were written in (`"01"^^xsd:integer` stays
`01`), because SHACL judges what a file says, not what a store will make of it.
"""

from partnergraph.rdf.reading import SUFFIXES, parse_dataset, parse_file, parse_quads, parse_text, statements
from partnergraph.rdf.terms import read_term, term_text, to_oxigraph, to_rdflib, without_normalisation
from partnergraph.rdf.writing import compact, document, nquads, turtle

__all__ = [
    "SUFFIXES",
    "compact",
    "document",
    "nquads",
    "parse_dataset",
    "parse_file",
    "parse_quads",
    "parse_text",
    "read_term",
    "statements",
    "term_text",
    "to_oxigraph",
    "to_rdflib",
    "turtle",
    "without_normalisation",
]
