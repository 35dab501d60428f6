"""The client: canned queries and SPARQL over HTTP, with answers as Python values, tables of pandas and graphs.

It asks any SPARQL 1.1 endpoint that holds the graph: a PartnerGraph server, or a store that `publish` filled.
The canned queries come with the package, so the endpoint need not know them.
"""

from .asking import PartnerGraph
from .table import Table

__all__ = ["PartnerGraph", "Table"]
