"""Reading the search index of a release: lookups, words and near spellings, each bounded.

A stranger's text never reaches SQLite as syntax: it is cut into plain words, each of which is quoted.
"""

import difflib
import sqlite3
import time
from collections import deque
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Self
from urllib.parse import quote

from partnergraph import manifest
from partnergraph.errors import DeadlineExceeded, ReleaseDamaged, TooLarge
from partnergraph.names import loose, same_text

from .entries import KINDS
from .hits import Found, Hit, Match
from .identifiers import identifiers
from .matching import excerpt, matches
from .writing import grams, kind_token

__all__ = ["FILE", "LONGEST", "Index"]

FILE: Final = "search.sqlite"
"""The name of the index in a release."""

LONGEST: Final = 200
"""Characters a query may be long."""

_STEPS: Final = 10_000
"""Instructions of SQLite's machine between two looks at the clock."""

_MOST: Final = 1_000
"""No more resources than this are ever counted."""

_ROW: Final = (
    "SELECT name.text, name.language, name.property, name.role, name.loose, "
    "resource.iri, resource.kind, resource.country, resource.place, resource.id "
)
_BY_NAME: Final = _ROW + "FROM name JOIN resource ON resource.id = name.resource WHERE "
_BY_WORD: Final = (
    _ROW + "FROM word JOIN name ON name.id = word.rowid JOIN resource ON resource.id = name.resource "
    "WHERE word MATCH ? LIMIT ?"
)
_NEAR_ROWS: Final = "(SELECT rowid AS id FROM gram WHERE gram MATCH ? ORDER BY rank LIMIT 200) AS near"
_BY_GRAM: Final = _ROW + f"FROM {_NEAR_ROWS} JOIN name USING (id) JOIN resource ON resource.id = name.resource"
_BY_TEXT: Final = (
    "SELECT resource.iri, resource.kind, resource.country, resource.place, resource.id, bm25(document, 0, 10, 1) "
    "FROM document JOIN resource ON resource.id = document.rowid WHERE document MATCH ? LIMIT ?"
)
_TEXTS: Final = "SELECT text, language, property FROM name WHERE resource = ? AND role IN ('label', 'name', 'text')"
_ALIKE: Final = 0.75

_Row = tuple[str, str, str, str, str, str, str, str, str, int]
_Ranked = dict[int, Hit]


class Index:
    """The search index of one release, read-only and safe to share between threads; `close` it at the end.

    A search may take so many `seconds`, which none does on an index of a hundred thousand partnerships.
    """

    def __init__(self, path: Path, *, seconds: float = 2.0) -> None:
        self.path = path
        self._seconds = seconds
        self._address = f"file:{quote(str(path))}?mode=ro&immutable=1"
        self._idle: deque[sqlite3.Connection] = deque()

    @classmethod
    def open(cls, release: Path) -> Self | None:
        """Open the index in the folder of a release, or return None where the release was built without one.

        Raises ReleaseDamaged when the file is not what the manifest says.
        """
        if FILE not in manifest.Manifest.read(release).files:
            return None
        manifest.verify(release, only=[FILE])
        return cls(release / FILE)

    def close(self) -> None:
        """Close what is open."""
        while self._idle:
            self._idle.pop().close()

    def find(
        self,
        query: str,
        *,
        kinds: Collection[str] = (),
        skip: int = 0,
        most: int = 10,
        texts: bool = False,
        fuzzy: bool = True,
    ) -> Found:
        """Return the resources that a query names or begins to name, the surest first, then the weightiest.

        `kinds` limits what is looked for; `texts` also looks into descriptions, for words that stand anywhere;
        `fuzzy` looks for near spellings where nothing else is found.
        Raises TooLarge for a query of more than LONGEST characters, and DeadlineExceeded.
        """
        if len(query) > LONGEST:
            raise TooLarge(f"The search is longer than {LONGEST} characters", hint="Search for a few words.")
        query = query.encode("utf-8", "replace").decode("utf-8")  # half a surrogate pair is no text that SQLite takes
        wanted = tuple(kind for kind in KINDS if kind in kinds) or (KINDS if not kinds else ())
        reach = _MOST if texts else skip + most
        with self._connection() as database:
            found = _certain(database, query, wanted)
            _add(found, _begun(database, query, wanted, 4 * reach + 50))
            if texts:
                _add(found, _written(database, query, wanted))
            if fuzzy and not found:
                _add(found, _near(database, query, wanted))
            ordered = sorted(found.items(), key=lambda pair: (pair[1].match.rank, -_weighed(pair[1]), pair[0]))
            shown = [_shown(database, number, hit, query) for number, hit in ordered[skip : skip + most]]
        return Found(hits=tuple(shown), total=min(len(ordered), _MOST), more=len(ordered) > _MOST)

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        """Lend a connection to one thread at a time; raise DeadlineExceeded, or ReleaseDamaged when it is broken."""
        until = time.monotonic() + self._seconds
        try:
            database = self._taken()
            database.set_progress_handler(lambda: time.monotonic() > until, _STEPS)
            try:
                yield database
            finally:
                database.set_progress_handler(None, 0)
                self._idle.append(database)
        except sqlite3.Error as error:
            if "interrupted" in str(error):
                hint = "Search for longer words, or name a type."
                raise DeadlineExceeded("The search took too long", hint=hint) from error
            hint = "Build the release anew with `partnergraph build`."
            raise ReleaseDamaged(f"The search index cannot be read: {error}", hint=hint) from error

    def _taken(self) -> sqlite3.Connection:
        try:
            return self._idle.pop()
        except IndexError:
            return sqlite3.connect(self._address, uri=True, check_same_thread=False)


def _certain(database: sqlite3.Connection, query: str, kinds: tuple[str, ...]) -> _Ranked:
    """Find what has this very name, code or IRI, in one writing or another."""
    found: _Ranked = {}
    exact, form = same_text(query), loose(query)
    for row in database.execute(_BY_NAME + "name.exact = ? AND name.exact <> '' LIMIT ?", (exact, _MOST)):
        _add(found, [_hit(row, Match.CODE if row[3] == "code" else Match.NAME, 100)])
    for reading in identifiers(query):
        column, value = ("exact", reading.code) if reading.code else ("loose", reading.key)
        role = "code" if reading.code else "iri"
        sure = (Match.CODE if reading.code else Match.IRI) if reading.exact else Match.FOLDED
        for row in database.execute(
            _BY_NAME + f"name.{column} = ? AND name.{column} <> '' AND name.role = ?", (value, role)
        ):
            if reading.property in {"", row[2]} and (not reading.kinds or row[6] in reading.kinds):
                _add(found, [_hit(row, sure, 100 if reading.exact else 95)])
    for row in database.execute(
        _BY_NAME + "name.loose = ? AND name.loose <> '' AND name.role <> 'iri' LIMIT ?", (form, _MOST)
    ):
        _add(found, [_hit(row, Match.FOLDED, 95)])
    return {number: hit for number, hit in found.items() if hit.kind in kinds}


def _begun(database: sqlite3.Connection, query: str, kinds: tuple[str, ...], most: int) -> Iterator[tuple[int, Hit]]:
    """Find names of which the words of the query begin words."""
    form = loose(query)
    if not form or not kinds:
        return
    for row in database.execute(_BY_WORD, (_phrase(form, kinds, "loose"), most)):
        share = min(1.0, len(form) / max(1, len(row[4])))
        yield (
            _hit(row, Match.PREFIX, 60 + 30 * share)
            if row[4].startswith(form)
            else _hit(row, Match.WORDS, 40 + 30 * share)
        )


def _written(database: sqlite3.Connection, query: str, kinds: tuple[str, ...]) -> Iterator[tuple[int, Hit]]:
    """Find resources in whose names and texts all words of the query begin words."""
    form = loose(query)
    if not form or not kinds:
        return
    for iri, kind, country, place, number, rank in database.execute(
        _BY_TEXT, (_phrase(form, kinds, "names texts"), _MOST + 1)
    ):
        score = 40 * -rank / (1 - rank)  # the better, the lower the rank, which is negative
        yield number, Hit(iri=iri, kind=kind, match=Match.TEXT, score=score, text="", country=country, place=place)


def _near(database: sqlite3.Connection, query: str, kinds: tuple[str, ...]) -> Iterator[tuple[int, Hit]]:
    """Find names that are spelt nearly so."""
    form = loose(query)
    if len(form) < 3 or not kinds:  # noqa: PLR2004 - shorter ones are near to everything
        return
    letters = " OR ".join(f'"{group}"' for group in dict.fromkeys(grams(form)))
    allowed = " OR ".join(f'"__{kind_token(kind)}"' for kind in kinds)
    for row in database.execute(_BY_GRAM, (f"({allowed}) AND ({letters})",)):
        alike = difflib.SequenceMatcher(None, form, row[4])
        if alike.quick_ratio() >= _ALIKE and (ratio := alike.ratio()) >= _ALIKE:
            yield _hit(row, Match.FUZZY, 90 * ratio)


def _phrase(form: str, kinds: tuple[str, ...], columns: str) -> str:
    """Return an expression of FTS5: each word quoted, as a prefix, in one of the columns; the kind in its own."""
    words = " AND ".join(f'"{word}"*' for word in form.split())
    allowed = " OR ".join(f'"{kind_token(kind)}"' for kind in kinds)
    limit = "" if kinds == KINDS else f" AND {{kind}} : ({allowed})"
    return f"{{{columns}}} : ({words}){limit}"


def _hit(row: _Row, match: Match, score: float) -> tuple[int, Hit]:
    text, language, stating, _, _, iri, kind, country, place, number = row
    return number, Hit(
        iri=iri, kind=kind, match=match, score=round(score, 1), text=text, language=language, property=stating,
        country=country, place=place,
    )  # fmt: skip


def _add(found: _Ranked, hits: Iterable[tuple[int, Hit]]) -> None:
    """Keep the surest hit of each resource, and of those equally sure the first."""
    for number, hit in hits:
        known = found.get(number)
        if known is None or (hit.match.rank, -_weighed(hit)) < (known.match.rank, -_weighed(known)):
            found[number] = hit


def _weighed(hit: Hit) -> float:
    """Return the score where it orders; names that begin alike are ordered by weight alone."""
    return hit.score if hit.match in {Match.TEXT, Match.FUZZY} else 0.0


def _shown(database: sqlite3.Connection, number: int, hit: Hit, query: str) -> Hit:
    """Return a hit with the text that made it one."""
    if hit.text:
        return hit
    rows = database.execute(_TEXTS, (number,)).fetchall()
    words = query.split()
    text, language, stating = max(rows, key=lambda row: sum(matches(row[0], word) for word in words))
    return Hit(
        iri=hit.iri, kind=hit.kind, match=hit.match, score=round(hit.score, 1), text=excerpt(text, query),
        language=language, property=stating, country=hit.country, place=hit.place,
    )  # fmt: skip
