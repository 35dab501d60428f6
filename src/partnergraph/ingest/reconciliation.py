"""From a name as written to the body that bears it: by table, by gazetteer, by normalisation; never by likeness.

Likeness only suggests: `candidates` and `rows` are for a person, who decides by adding a row to
`data/reconciliation.csv`.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from pathlib import Path
from typing import Final, Literal

from partnergraph.names import fold, same_text

from .bodies import Body
from .gazetteer import Gazetteer, fits
from .naming import before_country, genitive_stem, plain
from .tables import Row, read_rows

__all__ = ["COLUMNS", "Candidate", "Identity", "Reconciliation"]

COLUMNS: Final = ("name_as_written", "country", "body", "side", "checked_by", "note")
"""The columns of `reconciliation.csv`."""

_SIDES: Final = {"swedish": True, "international": False}
_LIKENESS: Final = 60
"""The least score, of 100, at which a near match is worth a person's look."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """The key of the body that bears a name, and how that is known."""

    body: str
    method: Literal["table", "gazetteer", "normalised"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A body whose name is like the one asked for; `score` runs from 0 to 100."""

    body: str
    name: str
    score: int


@dataclass(frozen=True, kw_only=True)
class Reconciliation:
    """The checked table over a gazetteer; `checked` holds the bodies behind each name of the table."""

    gazetteer: Gazetteer
    checked: dict[str, tuple[Body, ...]]

    @classmethod
    def read(cls, path: Path, gazetteer: Gazetteer) -> "Reconciliation":
        """Read the table; raise UnreadableInput with file and line for a broken, unchecked or contradicting row."""
        checked: defaultdict[str, list[Body]] = defaultdict(list)
        for row in read_rows(path, COLUMNS):
            body = _checked(row, gazetteer)
            known = checked[same_text(row.required("name_as_written"))]
            if body in known:
                raise row.broken(f"“{row['name_as_written']}” stands for {body.key} on an earlier line too")
            known.append(body)
        return cls(gazetteer=gazetteer, checked={name: tuple(bodies) for name, bodies in checked.items()})

    def identify(self, name: str, *, swedish: bool | None = None, country: str | None = None) -> Identity | None:
        """Return the body that bears this name, or None when none or more than one may.

        The checked table is asked first, then the gazetteer, then the gazetteer with the words for the kind of body,
        a trailing country and diacritics taken off. `country` is ISO 3166-1 alpha-2.
        """
        in_table = _only(self.checked.get(same_text(name), ()), swedish=swedish, country=country)
        if in_table is not None:
            return Identity(body=in_table.key, method="table")
        exact = self.gazetteer.known_as(name)
        if exact:
            body = _only(exact, swedish=swedish, country=country)
            return Identity(body=body.key, method="gazetteer") if body else None
        body = self._normalised(name, swedish=swedish, country=country)
        return Identity(body=body.key, method="normalised") if body else None

    def candidates(self, name: str, *, swedish: bool | None = None, limit: int = 5) -> tuple[Candidate, ...]:
        """Return at most `limit` bodies with a name like this one, likest first; they are suggestions only."""
        before = before_country(name)
        known = before is not None and self.gazetteer.country_named(before[1]) is not None
        wanted = fold(plain(before[0] if before and known else name).text)
        matcher = SequenceMatcher(b=wanted, autojunk=False)
        best: dict[str, int] = {}
        for form, bodies in self._folded.items():
            score = _likeness(matcher, form)
            for body in bodies:
                if score >= max(_LIKENESS, best.get(body.key, 0)) and fits(body, swedish=swedish, country=None):
                    best[body.key] = score
        likest = sorted(best, key=lambda key: (-best[key], key))[:limit]
        return tuple(Candidate(body=k, name=self.gazetteer.bodies[k].name.text, score=best[k]) for k in likest)

    def rows(self, names: Iterable[str], *, swedish: bool | None = None) -> tuple[tuple[str, ...], ...]:
        """Return rows for the table (see COLUMNS), one for each name that is not identified, sorted.

        The best candidate stands in `body` for a person to check; the table is refused until `checked_by` is filled.
        """
        written = (" ".join(name.split()) for name in names)
        unmatched = {same_text(n): n for n in written if n and self.identify(n, swedish=swedish) is None}
        return tuple(self._row(unmatched[key], swedish) for key in sorted(unmatched))

    def _row(self, name: str, swedish: bool | None) -> tuple[str, ...]:  # noqa: FBT001 - only the line above calls it
        """Return the row for one unmatched name."""
        found = self.candidates(name, swedish=swedish, limit=3)
        body = self.gazetteer.bodies[found[0].body] if found else None
        side = next((word for word, value in _SIDES.items() if value is (body.swedish if body else swedish)), "")
        note = "to check: " + (", ".join(f"{c.name} ({c.score})" for c in found) or "no candidate")
        return (name, body.country if body else "", body.key if body else "", side, "", note)

    def _normalised(self, name: str, *, swedish: bool | None, country: str | None) -> Body | None:
        """Return the only body that fits the name in its plain form."""
        before = before_country(name)
        named = self.gazetteer.country_named(before[1]) if before else None
        if before and named:
            return None if country not in {None, named.code} else self._bare(before[0], swedish, named.code)
        return self._bare(name, swedish, country)

    def _bare(self, name: str, swedish: bool | None, country: str | None) -> Body | None:  # noqa: FBT001 - as above
        """Return the only body with this name once the words around it are off; exact letters go before folded ones."""
        bare = plain(name)
        ways = (
            (self.gazetteer.known_as(bare.text), swedish),
            (self._folded.get(fold(bare.text), ()), swedish),
            (self.gazetteer.known_as(genitive_stem(bare.text)), True),
        )
        for bodies, side in ways:
            found = [body for body in bodies if bare.types is None or bare.types.intersection(body.types)]
            if found:
                return None if swedish not in {None, side} else _only(found, swedish=side, country=country)
        return None

    @cached_property
    def _folded(self) -> dict[str, tuple[Body, ...]]:
        """The bodies behind each plain name in folded letters, which some writers use for å, ä, ö and Cyrillic."""
        found: defaultdict[str, dict[str, Body]] = defaultdict(dict)
        for body in self.gazetteer.bodies.values():
            for form in body.short_forms:
                found[fold(form)][body.key] = body
        found.pop("", None)
        return {form: tuple(bodies.values()) for form, bodies in found.items()}


def _checked(row: Row, gazetteer: Gazetteer) -> Body:
    """Return the body that a row of the table names, once the row is seen to be checked and to agree with itself."""
    if not row["checked_by"]:
        raise row.broken("The row is not checked", hint="Write in checked_by who has looked at it, or take it out")
    body = gazetteer.bodies.get(row.required("body"))
    if body is None:
        raise row.broken(f"The gazetteer has no body “{row['body']}”")
    if row["country"] not in {"", body.country}:
        raise row.broken(f"{body.key} is in {body.country}, not in {row['country']}")
    if row["side"] and _SIDES.get(row["side"]) is not body.swedish:
        raise row.broken(f"{body.key} is not on the side “{row['side']}”", hint="Expected swedish or international")
    return body


def _only(bodies: Iterable[Body], *, swedish: bool | None, country: str | None) -> Body | None:
    """Return the one body that fits, or None when none or more than one does."""
    found = [body for body in bodies if fits(body, swedish=swedish, country=country)]
    return found[0] if len(found) == 1 else None


def _likeness(matcher: "SequenceMatcher[str]", form: str) -> int:
    """Return how like `form` is to the matcher's second text, from 0 to 100."""
    matcher.set_seq1(form)
    if 100 * min(matcher.real_quick_ratio(), matcher.quick_ratio()) < _LIKENESS:
        return 0
    return round(100 * matcher.ratio())
