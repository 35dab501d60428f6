"""PartnerGraph turns published listings of municipal partnerships into a validated, queryable graph."""

from importlib.metadata import version

__all__ = ["__version__"]

__version__ = version("partnergraph")
