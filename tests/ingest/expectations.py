"""Expectations written by hand: what a careful person reads from a listing, as JSON beside it."""

import json
from pathlib import Path
from typing import Any, Final

from partnergraph.ingest.records import Listing, Record

__all__ = ["LISTINGS", "as_read", "expected"]

LISTINGS: Final = Path(__file__).resolve().parents[1] / "data" / "listing"


def expected(path: Path) -> dict[str, Any]:
    """Return the expectation in a JSON file: the page's address, heading and language, and its records."""
    read: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return read


def as_read(listing: Listing) -> dict[str, Any]:
    """Return a listing in the form of the expectations, findings as line and code in order, each once."""
    return {
        "address": listing.address,
        "page_title": listing.page_title,
        "language": listing.language,
        "records": [_record(record) for record in listing.records],
    }


def _record(record: Record) -> dict[str, Any]:
    return {
        "kind": record.kind,
        "title": record.title,
        "project_name": record.project_name,
        "lines": [record.first_line, record.last_line],
        "language": record.language,
        "period": list(record.period) if record.period else None,
        "networks": list(record.networks),
        "project_areas": list(record.project_areas),
        "goals": list(record.goals),
        "themes": list(record.themes),
        "swedish_partners": list(record.swedish_partners),
        "international_partners": list(record.international_partners),
        "pairs": [[pair.swedish, pair.international, pair.line] for pair in record.pairs],
        "complete": record.complete,
        "findings": sorted([line, code] for line, code in {(found.line, found.code) for found in record.findings}),
    }
