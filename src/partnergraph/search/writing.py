"""Writing the search index: the same triples make the same rows in the same order."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from importlib.resources import files
from pathlib import Path
from typing import Final

from rdflib.term import Node

from partnergraph.errors import EngineFailure
from partnergraph.iris import Minter
from partnergraph.names import loose, romanised, same_text

from .entries import Entry, Name, entries
from .identifiers import iri_key

__all__ = ["grams", "kind_token", "write"]

_TYPED: Final = frozenset({"label", "name", "hidden", "code"})
"""Roles of what people type when they look for one thing."""

_MANY: Final = frozenset({"partnership", "project", "target"})
"""Kinds whose names are sentences, or made of other names: misspellings are looked for in the others alone."""


def write(path: Path, triples: Iterable[tuple[Node, Node, Node]], minter: Minter) -> int:
    """Write the index of a default graph to `path`, which must not exist; return how many resources it holds.

    Raises EngineFailure when this machine's SQLite has no full-text search (FTS5), or the file cannot be written.
    """
    found = entries(triples, minter)
    try:
        with closing(sqlite3.connect(path)) as database:
            database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
            database.executescript((files("partnergraph.search") / "schema.sql").read_text(encoding="utf-8"))
            number = 0
            for position, entry in enumerate(found, start=1):
                number = _add(database, position, entry, number)
            for table in ("word", "document", "gram"):
                database.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")  # noqa: S608 - our own names
            database.commit()
            database.execute("VACUUM")
    except sqlite3.Error as error:
        reason = f"The search index {path.name} cannot be written: {error}"
        raise EngineFailure(reason, hint="Check the disk, and that Python's SQLite has FTS5.") from error
    return len(found)


def kind_token(kind: str) -> str:
    """Return a kind as one word of the index."""
    return kind.replace("-", "")


def grams(form: str) -> list[str]:
    """Return the groups of three letters in a loose form, with `_` for spaces and ends."""
    padded = f"_{form.replace(' ', '_')}_"
    return [padded[start : start + 3] for start in range(len(padded) - 2)]


def _add(database: sqlite3.Connection, position: int, entry: Entry, number: int) -> int:
    """Add one entry with its names, which are numbered from `number` on; return the last number."""
    kind = kind_token(entry.kind)
    database.execute(
        "INSERT INTO resource VALUES (?, ?, ?, ?, ?)", (position, entry.iri, entry.kind, entry.country, entry.place)
    )
    words: dict[str, list[str]] = {"names": [], "texts": []}
    for name in entry.in_order():
        for form in _forms(name):
            number += 1
            exact = same_text(name.text) if name.role in _TYPED else ""
            kept = form if name.role != "text" else ""
            row = (number, position, name.role, name.property, name.language, name.text, exact, kept)
            database.execute("INSERT INTO name VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
            if name.role in _TYPED:
                database.execute("INSERT INTO word (rowid, kind, loose) VALUES (?, ?, ?)", (number, kind, form))
            if name.role in _TYPED - {"code"} and entry.kind not in _MANY:
                parts = " ".join((f"__{kind}", *grams(form)))
                database.execute("INSERT INTO gram (rowid, grams) VALUES (?, ?)", (number, parts))
            if name.role != "iri":
                words["texts" if name.role == "text" else "names"].append(form)
    document = (position, kind, "\n".join(words["names"]), "\n".join(words["texts"]))
    database.execute("INSERT INTO document (rowid, kind, names, texts) VALUES (?, ?, ?, ?)", document)
    return number


def _forms(name: Name) -> tuple[str, ...]:
    """Return the forms under which a name is found."""
    if name.role == "iri":
        return (iri_key(name.text),)
    return romanised(name.text) if name.role in {"label", "name", "hidden"} else (loose(name.text),)
