"""A listing as JSON lines: one object for the page, then one for each record."""

import json
from collections.abc import Iterable, Iterator

from .findings import Finding
from .records import Listing, Record

__all__ = ["json_lines"]


def json_lines(listing: Listing) -> Iterator[str]:
    """Yield the listing as JSON objects, a line each; the first has `kind` “listing”, the rest are its records."""
    yield _line(
        {
            "kind": "listing",
            "address": listing.address,
            "page_title": listing.page_title,
            "language": listing.language,
            "encoding": listing.encoding,
            "lines": listing.lines,
            "sha256": listing.sha256,
            "findings": _findings(listing.findings),
        }
    )
    for record in listing.records:
        yield _line(_record(record))


def _record(record: Record) -> dict[str, object]:
    return {
        "kind": record.kind,
        "title": record.title,
        "project_name": record.project_name,
        "lines": [record.first_line, record.last_line],
        "language": record.language,
        "description": record.description,
        "period": list(record.period) if record.period else None,
        "networks": record.networks,
        "project_areas": record.project_areas,
        "goals": record.goals,
        "themes": record.themes,
        "swedish_partners": record.swedish_partners,
        "international_partners": record.international_partners,
        "pairs": [
            {"swedish": pair.swedish, "international": pair.international, "line": pair.line} for pair in record.pairs
        ],
        "complete": record.complete,
        "findings": _findings(record.findings),
    }


def _findings(findings: Iterable[Finding]) -> list[dict[str, object]]:
    return [{"line": found.line, "code": found.code, "message": found.message()} for found in findings]


def _line(value: dict[str, object]) -> str:
    return json.dumps(value, ensure_ascii=False)
