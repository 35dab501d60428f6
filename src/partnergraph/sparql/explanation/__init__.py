"""Why a query has the answer it has: what each of its patterns finds, and what in it the data does not know.

A query is cut into its patterns here, without an engine; workers count them; and here the counts become words.
"""

from .findings import Explanation, Hint, Literals, Step, Unknown, explanation
from .plan import Plan, plan

__all__ = ["Explanation", "Hint", "Literals", "Plan", "Step", "Unknown", "explanation", "plan"]
