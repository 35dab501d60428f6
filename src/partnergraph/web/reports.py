"""What the validation report of a kept release counts."""

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from partnergraph.versions import Kept

__all__ = ["report_counts"]

_REPORT: Final = "report.json"
_LONGEST: Final = 64 * 1024 * 1024


def report_counts(kept: Kept) -> Mapping[str, int] | None:
    """Return how many results of each severity the report of a release holds, or None where it has none to read."""
    path = kept.folder / _REPORT
    try:
        seen = path.stat()
    except OSError:
        return None
    return _counts(path, seen.st_mtime_ns) if seen.st_size <= _LONGEST else None


@lru_cache(maxsize=256)
def _counts(path: Path, changed: int) -> Mapping[str, int] | None:  # noqa: ARG001 - a changed file is another key
    """Read a report; it is long, and a release never changes, so what it counts is remembered."""
    try:
        counts = json.loads(path.read_text(encoding="utf-8"))["counts"]
        return MappingProxyType({str(severity): int(number) for severity, number in counts.items()})
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
