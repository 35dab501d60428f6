"""Writing releases: one folder each, checked, published by an atomic rename and never changed afterwards."""

from .build import STEPS, BuildResult, Progress, build
from .publish import point_to

__all__ = ["STEPS", "BuildResult", "Progress", "build", "point_to"]
