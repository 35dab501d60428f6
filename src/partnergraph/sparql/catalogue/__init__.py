"""The canned queries: `.rq` files that run unchanged in any SPARQL editor, described by a header of `#+` lines.

A catalogue is read from folders; a query is bound by giving values for its parameters, each of which is the inside of
one block `VALUES ?name { … }`, or of several that say the same.  Nothing else of a text is ever changed.
"""

from .binding import Resolve, bind, fill, values
from .form import CHARTS, LANGUAGE, LANGUAGES, CannedQuery, Parameter, Term
from .naming import Naming
from .reading import catalogue_of, read_catalogue, read_query
from .usual import Choose, usual

__all__ = [
    "CHARTS",
    "LANGUAGE",
    "LANGUAGES",
    "CannedQuery",
    "Choose",
    "Naming",
    "Parameter",
    "Resolve",
    "Term",
    "bind",
    "catalogue_of",
    "fill",
    "read_catalogue",
    "read_query",
    "usual",
    "values",
]
