"""The charts that there are."""

from .bars import Bars, bars, bars_by
from .matrix import Matrix, matrix
from .timeline import Timeline, timeline

__all__ = ["Bars", "Matrix", "Timeline", "bars", "bars_by", "matrix", "timeline"]
