"""The releases that are kept beside the current one: which there are, what they say, and what differs between two."""

from .description import describe
from .difference import Changed, Count, Difference, Differences
from .kept import CURRENT, PREVIOUS, Kept, Versions, kept, versions_folder

__all__ = [
    "CURRENT",
    "PREVIOUS",
    "Changed",
    "Count",
    "Difference",
    "Differences",
    "Kept",
    "Versions",
    "describe",
    "kept",
    "versions_folder",
]
