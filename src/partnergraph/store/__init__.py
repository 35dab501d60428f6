"""The store: where a release is asked, by strangers in killable workers and by our own pages in process.

The two ways are never mixed: `WorkerPool` evaluates any query text, `Embedded` answers only bounded questions of ours.
"""

from .answers import MEGABYTE, Answer, Limits, QueryRequest, Request
from .pool import Pool, WorkerPool
from .solutions import Star, Window

__all__ = ["MEGABYTE", "Answer", "Limits", "Pool", "QueryRequest", "Request", "Star", "Window", "WorkerPool"]
