"""Search: every name, code and text of a release in one SQLite file, written by a build and read by a server."""

from .entries import KINDS
from .hits import Found, Hit, Match
from .index import FILE, LONGEST, Index
from .indexes import Indexes
from .matching import matches
from .writing import write

__all__ = ["FILE", "KINDS", "LONGEST", "Found", "Hit", "Index", "Indexes", "Match", "matches", "write"]
