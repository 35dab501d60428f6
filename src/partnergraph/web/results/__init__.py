"""Results as people see them: the rows of an answer, the views that fit them, and what each view draws.

Rows come in as typed values and go out as pieces of a page.  Every view is drawn here, on the server, so that scripts
only make pleasant what is there without them.
"""

from .showing import Result, of_graph, of_rows, of_truth
from .table import Table
from .views import VIEWS, Hint, as_comment, hinted, of_chart

__all__ = ["VIEWS", "Hint", "Result", "Table", "as_comment", "hinted", "of_chart", "of_graph", "of_rows", "of_truth"]
