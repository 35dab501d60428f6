"""What a row of somebody's table may be: the queries of the Reconciliation API 0.2, and candidates for each."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, Final, Self

from partnergraph.errors import TooLarge, UnreadableInput, WrongUsage
from partnergraph.names import same_text
from partnergraph.namespaces import PG, SKOS, WGS
from partnergraph.search import KINDS, LONGEST, Hit, Index

from .found import search_words, shown
from .service import page_language, service

__all__ = ["PROPERTIES", "Query", "candidates", "members", "property_names", "types"]

_USUAL: Final = 10
_MOST: Final = 50
_MOST_QUERIES: Final = 200
_DOUBTED: Final = 0.5
_WITH_COUNTRY: Final = re.compile(r"([^,(]+?)\s*[,(]\s*([^,()]+?)\s*\)?")

PROPERTIES: Final[Mapping[str, str]] = MappingProxyType(
    {
        **{
            name: str(PG[name])
            for name in (
                "country", "territory", "bodyType", "countryCode", "qid", "scbCode", "countyCode", "katottg",
                "geonamesId", "subdivisionCode", "shortName",
            )
        },
        "notation": str(SKOS.notation),
        "exactMatch": str(SKOS.exactMatch),
        "latitude": str(WGS.lat),
        "longitude": str(WGS.long),
    }
)  # fmt: skip
"""Properties by which candidates are told apart, and whose values can be fetched: the name in the API → the IRI."""

_THINGS: Final = frozenset({"country", "territory", "bodyType"})
"""Those whose values are things with names of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """One query of a batch: a `text`, at most `limit` candidates of `kinds` (all when None), and known values."""

    text: str
    kinds: tuple[str, ...] | None
    limit: int
    known: tuple[tuple[str, tuple[str, ...]], ...]

    @classmethod
    def of(cls, key: str, query: object) -> Self:
        """Read one query; raise WrongUsage saying what is wrong with the one under `key`."""
        if not isinstance(query, dict):
            raise WrongUsage(f"The query {key} is no object", hint='A query is {"query": "…"}.')
        text, kinds, limit = query.get("query", ""), query.get("type"), query.get("limit", _USUAL)
        kinds = [kinds] if isinstance(kinds, str) else kinds
        if not isinstance(text, str) or not (kinds is None or _strings(kinds)):
            raise WrongUsage(f"The query {key} has no text, or a type that is none", hint="Both are strings.")
        if isinstance(limit, bool) or not isinstance(limit, int | float) or not limit >= 1:
            raise WrongUsage(f"The limit of the query {key} is {str(limit)[:20]}", hint="It is a number from 1.")
        known = query.get("properties", [])
        if not isinstance(known, list) or not all(
            isinstance(each, dict) and _strings([each.get("pid")]) for each in known
        ):
            raise WrongUsage(f"The properties of the query {key} are none", hint='Each is {"pid": "…", "v": …}.')
        return cls(
            text=text.strip(),
            kinds=tuple(kinds) if kinds else None,
            limit=int(min(limit, _MOST)),
            known=tuple((each["pid"], _values(each.get("v"))) for each in known),
        )


def members(name: str, text: str) -> dict[str, Any]:
    """Read a parameter that holds an object of JSON; raise UnreadableInput with the place when it does not.

    Raises TooLarge for more than 200 members.
    """
    try:
        found = json.loads(text)
    except json.JSONDecodeError as error:
        reason = f"The parameter {name} is not JSON: {error.msg}"
        raise UnreadableInput(reason, source=name, line=error.lineno, column=error.colno) from error
    except RecursionError as error:
        raise UnreadableInput(f"The parameter {name} is nested too deeply", source=name) from error
    if not isinstance(found, dict):
        raise WrongUsage(f"The parameter {name} is no object of JSON", hint='Such as {"q0": {"query": "Kherson"}}.')
    if len(found) > _MOST_QUERIES:
        raise TooLarge(f"There are more than {_MOST_QUERIES} queries", hint="Send them in several batches.")
    return found


def candidates(query: Query) -> list[dict[str, Any]]:
    """Return candidates for a query, the likeliest first; one is a `match` only when nothing else is as sure."""
    index = service().search
    hits = _hits(index, query)
    if not any(hit.match.sure for hit in hits) and (parted := _parted(index, query)):
        query, hits = parted, _hits(index, parted)
    wanted = _agreeing(index, query)
    doubts = {hit.iri for hit in hits if not all(_has(hit, pid, values) for pid, values in wanted.items())}
    likely = [hit for hit in hits if hit.iri not in doubts and hit.match.sure]
    best = min((hit.match.rank for hit in likely), default=-1)
    alike = [hit for hit in likely if hit.match.rank == best]
    names = types()
    found: list[dict[str, Any]] = [
        {
            "id": each.hit.iri,
            "name": each.label,
            "description": each.description,
            "type": [{"id": each.hit.kind, "name": names[each.hit.kind]}],
            "score": round(each.hit.score * (_DOUBTED if each.hit.iri in doubts else 1), 1),
            "match": len(alike) == 1 and each.hit is alike[0],
            "features": [{"id": each.hit.match.value, "value": each.hit.score}],
        }
        for each in shown(hits)
    ]
    return sorted(found, key=lambda each: -each["score"])[: query.limit]


def types() -> Mapping[str, str]:
    """Return the kinds there are with their names in the reader's language."""
    kinds: Mapping[str, str] = search_words()["kinds"]
    return {kind: kinds[kind] for kind in KINDS}


def property_names(names: Iterable[str]) -> dict[str, str]:
    """Return the names of properties in the reader's language: those of the vocabulary, where it has them."""
    wanted = {name: PROPERTIES[name] for name in names if name in PROPERTIES}
    labels = service().trusted.labels(wanted.values(), page_language())
    return {name: labels.get(iri) or search_words().get(name, name) for name, iri in wanted.items()}


def _hits(index: Index, query: Query) -> Sequence[Hit]:
    """Find what has the name, or without a name what has one of the known codes."""
    kinds = query.kinds or ()
    texts = [query.text] if query.text else [value for pid, values in query.known for value in values if _is_code(pid)]
    found: dict[str, Hit] = {}
    for text in [text for text in texts[:_USUAL] if len(text) <= LONGEST]:
        for hit in index.find(text, kinds=kinds, most=_MOST).hits:
            _ = found.setdefault(hit.iri, hit)
    return tuple(found.values())


def _parted(index: Index, query: Query) -> Query | None:
    """Return a query for "Kherson, Ukraine" or "Kherson (UA)" that asks for the name and knows the country, or None."""
    found = _WITH_COUNTRY.fullmatch(query.text) if len(query.text) <= LONGEST else None
    if found is None:
        return None
    named = index.find(found[2], kinds=("country",), most=1, fuzzy=False).hits
    if not named or not named[0].match.sure:
        return None
    return replace(query, text=found[1], known=(*query.known, ("country", (found[2],))))


def _agreeing(index: Index, query: Query) -> dict[str, frozenset[str]]:
    """Return the values that a candidate should have: IRIs of what is named, or texts in their comparable form."""
    wanted: dict[str, frozenset[str]] = {}
    for pid, values in query.known[:_USUAL]:
        if pid in _THINGS:
            found = (index.find(value, most=_USUAL, fuzzy=False).hits for value in values[:_USUAL])
            wanted[pid] = frozenset(hit.iri for hits in found for hit in hits if hit.match.sure)
        elif pid in PROPERTIES:
            wanted[pid] = frozenset(map(same_text, values))
    return wanted


def _has(hit: Hit, pid: str, wanted: frozenset[str]) -> bool:
    """Return whether a candidate has one of the values wanted, or says nothing about that."""
    own = {value.text for value in service().trusted.values(hit.iri, PROPERTIES[pid])}
    return not own or not wanted.isdisjoint(own if pid in _THINGS else map(same_text, own))


def _is_code(pid: str) -> bool:
    return pid in PROPERTIES and pid not in _THINGS | {"latitude", "longitude"}


def _strings(values: object) -> bool:
    return isinstance(values, list) and all(isinstance(value, str) for value in values)


def _values(value: object) -> tuple[str, ...]:
    """Return known values as texts; one that was reconciled itself is known by its id."""
    several = value if isinstance(value, list) else [value]
    texts = (str(each.get("id", "")) if isinstance(each, dict) else str(each) for each in several if each is not None)
    return tuple(text for text in texts if text)
