"""A CSV answer as a table for a terminal: columns aligned, our own IRIs shortened, long cells cut."""

import csv
import io
from typing import Final

from partnergraph.rdf import compact

__all__ = ["table"]

_WIDEST: Final = 60


def table(answer: str) -> str:
    """Return the rows of a CSV answer (header first) in aligned columns, with the number of rows below."""
    rows = [[_cell(cell) for cell in row] for row in csv.reader(io.StringIO(answer))]
    header, body = rows[0], rows[1:]
    widths = [max(len(row[place]) for row in rows) for place in range(len(header))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    lines.insert(1, "  ".join("─" * width for width in widths))
    return "\n".join([*lines, f"{len(body)} row{'' if len(body) == 1 else 's'}"])


def _cell(text: str) -> str:
    plain = " ".join(text.split())
    short = compact_text(plain)
    return short if len(short) <= _WIDEST else short[: _WIDEST - 1] + "…"


def compact_text(text: str) -> str:
    """Shorten an IRI by our prefixes; any other text stays as it is."""
    from rdflib import URIRef

    return compact(URIRef(text)) if text.startswith(("http://", "https://")) and " " not in text else text
