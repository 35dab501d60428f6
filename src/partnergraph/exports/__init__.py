"""Exports: rows of an answer in the forms of spreadsheets, scripts and maps.

A `Table` is made of an answer, given columns of labels and joined rows where those are wanted, and written.  Rows pass
through one by one, so a long table costs no more memory than a short one, unless its rows are to be joined.
"""

from .geojson import POSITION, collection
from .table import Labels, Table, iri_columns, joined, labelled
from .writing import Style, write

__all__ = ["POSITION", "Labels", "Style", "Table", "collection", "iri_columns", "joined", "labelled", "write"]
