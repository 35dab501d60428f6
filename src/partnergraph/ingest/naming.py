"""The words around a plain name: “kommun”, “City of …”, “… County Government”, “…, Tanzania”.

`plain` takes them off and says which kinds of body they fit, so that “Kajiado County” finds the county but
“Kalmar County” never becomes the municipality of Kalmar.
"""

from dataclasses import dataclass
from typing import Final

from partnergraph.names import same_text

__all__ = ["BODY_TYPES", "Plain", "before_country", "genitive", "genitive_stem", "plain", "swedish_forms"]

_ANY_TOWN: Final = frozenset({"municipality", "city", "town", "hromada"})
BODY_TYPES: Final = frozenset({"municipality", "city", "town", "hromada", "district", "county", "region"})
_LOCAL: Final = frozenset({"municipality", "city", "town", "hromada", "district"})

_AFTER: Final[tuple[tuple[str, frozenset[str]], ...]] = (
    ("district local government council", frozenset({"district"})),
    ("district local government", frozenset({"district"})),
    ("district municipality", frozenset({"district"})),
    ("district council", frozenset({"district"})),
    ("district", frozenset({"district"})),
    ("metropolitan municipality", frozenset({"city", "municipality"})),
    ("local municipality", frozenset({"municipality"})),
    ("municipal council", _ANY_TOWN),
    ("municipality", _LOCAL),
    ("kommun", _LOCAL),
    ("kommune", _LOCAL),
    ("city council", _ANY_TOWN),
    ("city", _ANY_TOWN),
    ("stad", _ANY_TOWN),
    ("town council", _ANY_TOWN),
    ("town", _ANY_TOWN),
    ("county government", frozenset({"county"})),
    ("county", frozenset({"county"})),
    ("territorial community", frozenset({"hromada"})),
    ("community", frozenset({"hromada", "municipality"})),
    ("hromada", frozenset({"hromada"})),
    ("region", frozenset({"region"})),
)
"""Words that may follow a plain name, longest first, with the types of body that they fit."""

_BEFORE: Final[tuple[tuple[str, frozenset[str]], ...]] = (
    ("the ", BODY_TYPES),
    ("city of ", _ANY_TOWN),
    ("town of ", _ANY_TOWN),
    ("municipality of ", _LOCAL),
    ("community of ", frozenset({"hromada", "municipality"})),
    ("district of ", frozenset({"district"})),
    ("county of ", frozenset({"county"})),
    ("region of ", frozenset({"region"})),
)
"""Words that may stand before a plain name, with the types of body that they fit."""

_MARKS: Final = (",", " (", " -", " –", " —")
"""What may stand between a name and its country."""

_ROUNDS: Final = 4
"""How many groups of words are taken off a name; real names have two at most (“the City of …”, “… town, …”)."""


@dataclass(frozen=True, slots=True)
class Plain:
    """What is left of a name (`text`, folded for comparison), and the types of body that its words fit (None: any)."""

    text: str
    types: frozenset[str] | None = None


def plain(name: str) -> Plain:
    """Return `name` without the words that say what kind of body it is."""
    found = Plain(same_text(name))
    for _ in range(_ROUNDS):
        found = _shorter(found)
    return found


def _shorter(name: Plain) -> Plain:
    """Take one group of words off `name`, or return it unchanged."""
    for words, types in _AFTER:
        if name.text.endswith(f" {words}"):
            return _narrowed(name, name.text.removesuffix(words).strip(), types)
    for words, types in _BEFORE:
        if name.text.startswith(words):
            return _narrowed(name, name.text.removeprefix(words).strip(), types)
    return name


def _narrowed(name: Plain, text: str, types: frozenset[str]) -> Plain:
    """Return `name` shortened to `text`, with the types that all of its words fit."""
    return Plain(text, types if name.types is None else name.types & types) if text else name


def genitive(short: str) -> str:
    """Return the Swedish genitive of a plain name: Älmhult → Älmhults, Västerås → Västerås."""
    return short if short.casefold().endswith(("s", "x", "z")) else f"{short}s"


def genitive_stem(name: str) -> str:
    """Return a name without the s of a Swedish genitive: Jönköpings → Jönköping; other names stay as they are."""
    return name.removesuffix("s")


def swedish_forms(name: str, short: str, types: tuple[str, ...]) -> tuple[str, ...]:
    """Return the full names that a Swedish body may be written by beside its own, by rule.

    No rule says which municipalities take the genitive, so both forms stand for each; a region whose name ends in
    “län” is also written without it.
    """
    forms: tuple[str, ...] = ()
    if "municipality" in types:
        forms = tuple(f"{stem} {kind}" for stem in (short, genitive(short)) for kind in ("kommun", "stad"))
    if name.endswith(" län"):
        forms = (*forms, name.removesuffix(" län").removesuffix("s"))
    return tuple(dict.fromkeys(forms))


def before_country(name: str) -> tuple[str, str] | None:
    """Return a name and what follows its last comma, dash or bracket: “Kibaha, Tanzania” → (Kibaha, Tanzania)."""
    cut = max(name.rfind(mark) for mark in _MARKS)
    before, after = name[: max(cut, 0)].strip(), name[max(cut, 0) :].strip(" ,()-–—")
    return (before, after) if before and after else None
