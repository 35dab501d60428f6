"""A request of a canned query understood: the query with its values, and the form in which its answer is wanted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal, Self, cast
from urllib.parse import urlencode

from flask import request, url_for

from partnergraph import language
from partnergraph.errors import NotFound, UnsuitableValue, WrongUsage
from partnergraph.exports import POSITION
from partnergraph.formats import CSV, EXPORTS, GEOJSON, GRAPHS, HTML, JSON, NDJSON, RESULTS, XLSX, Format
from partnergraph.sparql.catalogue import LANGUAGE, CannedQuery, Term, fill, values
from partnergraph.sparql.cursor import Cursor

from .found import number
from .links import public_address
from .service import page_language, service

__all__ = ["Options", "Wanted", "canned_query", "format_of", "offered"]

_MOST_AT_ONCE: Final = 100_000

_ASIDE: Final = (
    "format", "lang", "version", "labels", "multi", "shape", "excel", "bom", "page_size", "cursor", "view", "embed",
)  # fmt: skip
"""What an address may say beside the parameters of the query, which come first where they have one of these names."""

_TRUTHS: Final[Mapping[str, bool]] = {"": True, "1": True, "true": True, "0": False, "false": False}

Multi = Literal["rows", "join", "first"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How rows are wanted: `labels` is a language or "", `shape` is "objects", "arrays" or "".

    `bom` is None where nothing is said of it.
    """

    labels: str = ""
    multi: Multi = "rows"
    shape: str = ""
    excel: bool = False
    bom: bool | None = None

    @classmethod
    def of_request(cls, own: Sequence[str]) -> Self:
        """Read the options of this request, without those that are parameters `own` to the query.

        Raises WrongUsage for a value that an option has not.
        """
        given = {name: value for name, value in request.args.items() if name in _ASIDE and name not in own}
        return cls(
            labels=_one_of(given, "labels", ("", *language.OFFERED)),
            multi=cast("Multi", _one_of(given, "multi", ("rows", "join", "first"))),
            shape=_one_of(given, "shape", ("", "objects", "arrays")),
            excel=_truth(given, "excel"),
            bom=_truth(given, "bom") if "bom" in given else None,
        )

    @property
    def plain(self) -> bool:
        """Return whether nothing is asked for that SPARQL's own formats do not have."""
        return self == Options()

    def check(self, wanted: Format) -> None:
        """Raise WrongUsage for an option that a format has not."""
        apply = {
            "shape": {JSON, NDJSON, HTML},
            "excel": {CSV, HTML},
            "bom": {CSV, HTML},
            "labels": {CSV, JSON, HTML, *EXPORTS},
            "multi": {CSV, JSON, HTML, *EXPORTS},
        }
        usual = Options()
        for name, formats in apply.items():
            if getattr(self, name) != getattr(usual, name) and wanted not in formats:
                has = ", ".join(sorted(each.name for each in formats - {HTML}))
                raise WrongUsage(f"The option {name} does not go with {wanted.name}", hint=f"It goes with {has}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One answer of a canned query as this request wants it.

    `terms` are the values of its parameters, `text` is the query with them; it is `ready` when no value is missing.
    With `size` rows come in parts of so many, this one beginning at `cursor`.
    """

    canned: CannedQuery
    terms: Mapping[str, tuple[Term, ...]]
    text: str
    format: Format
    options: Options
    ready: bool = True
    size: int = 0
    cursor: Cursor | None = None

    @classmethod
    def of_request(cls, canned: CannedQuery, wanted: Format) -> Self:
        """Bind the values of this request, and read how the answer is wanted; raises as `values` does."""
        here, own = service(), tuple(canned.parameters)
        given = {key: some for key, some in request.args.lists() if key in own or key not in _ASIDE}
        if wanted is HTML:
            terms, ready = _terms(canned, given)
        else:
            terms, ready = values(canned, given, here.naming, portable=here.release is None), True
        options = Options.of_request(own)
        options.check(wanted)
        size = number("page_size", 1, _MOST_AT_ONCE) if "page_size" in request.args and "page_size" not in own else 0
        cursor = request.args.get("cursor") if "cursor" not in own else None
        if options.multi != "rows" and (size or cursor):
            raise WrongUsage("Rows that are joined do not come in parts", hint="Leave page_size out, or multi.")
        return cls(
            canned=canned,
            terms=terms,
            text=fill(canned, terms),
            format=wanted,
            options=options,
            ready=ready,
            size=size,
            cursor=None if cursor is None else Cursor.read(cursor),
        )

    @property
    def derived(self) -> bool:
        """Return whether we write the answer from its rows, since no engine writes it so."""
        return self.format in EXPORTS or (self.format in {CSV, JSON} and not self.options.plain)

    def pairs(self) -> list[tuple[str, str]]:
        """Return names and values that mean the same in every release, also those that the file gives by default."""
        shown = {name: self.terms.get(name) or each.default for name, each in self.canned.parameters.items()}
        return [(name, str(term)) for name, terms in shown.items() for term in terms]

    def path(self, ending: str = "", *, version: str = "", **more: str) -> str:
        """Return the address of the answer on this server, as a page or with an `ending` such as ".csv"."""
        path = url_for("catalogue.query", name=self.canned.name).partition("?")[0]
        rest = [*self.pairs(), *more.items(), *([("version", version)] if version else [])]
        return f"{path}{ending}" + (f"?{urlencode(rest)}" if rest else "")

    def permalink(self) -> str:
        """Return the address that asks for the same again of the same release, as the world knows it.

        A remote store has no releases that are kept, so its permalink names none.
        """
        here = service()
        return public_address(self.path(version=here.version if here.release is not None else ""))

    def at(self, cursor: Cursor | None) -> str:
        """Return the address of this request at another place of its answer."""
        rest = [(name, value) for name, value in request.args.items(multi=True) if name not in {"cursor", "page_size"}]
        rest += [("page_size", str(self.size))]
        rest += [("cursor", str(cursor))] if cursor else []
        return f"{public_address()}?{urlencode(rest)}"

    def sized(self, size: int) -> "Wanted":
        """Return the same in parts of a size."""
        return replace(self, size=size)


def canned_query(name: str) -> CannedQuery:
    """Return a canned query by its name; raise NotFound naming those there are."""
    catalogue = service().catalogue
    if name not in catalogue:
        raise NotFound(f"There is no canned query {name}", hint=f"There are {', '.join(catalogue)}.")
    return catalogue[name]


def offered(canned: CannedQuery) -> tuple[Format, ...]:
    """Return the formats in which the answers of a canned query come."""
    if canned.makes_graph:
        return GRAPHS
    if canned.form == "ask":
        return RESULTS
    return (*RESULTS, XLSX, NDJSON, *([GEOJSON] if set(POSITION) <= canned.columns.keys() else []))


def _terms(canned: CannedQuery, given: Mapping[str, list[str]]) -> tuple[Mapping[str, tuple[Term, ...]], bool]:
    """Return the values for a page, and whether none is missing.

    Names are in the language of the page where nothing else is said.
    With none given the examples of the file stand for those that are needed, if the data has them.
    """
    here = service()
    language = canned.parameters.get(LANGUAGE)
    if language and not any(map(str.strip, given.get(LANGUAGE, ()))):
        spoken = [str(term) for term in language.allowed if str(term) == page_language()]
        given = {**given, LANGUAGE: spoken} if spoken else given
    needed = {name: each for name, each in canned.parameters.items() if each.required}
    if any(text.strip() for name, some in given.items() if name != LANGUAGE for text in some) or not needed:
        return values(canned, given, here.naming, portable=here.release is None), True
    examples = {name: [str(term) for term in each.default] for name, each in needed.items()}
    try:
        return values(canned, {**given, **examples}, here.naming, portable=here.release is None), True
    except UnsuitableValue:
        return {}, False


def format_of(canned: CannedQuery, suffix: str) -> Format:
    """Return the format of a suffix; raise NotFound where the answers of the query do not come so."""
    there = (*offered(canned), HTML)
    found = next((each for each in there if suffix in {each.name, each.extension}), None)
    if found is None:
        hint = f"There are {', '.join(each.name for each in there)}."
        raise NotFound(f"{canned.name} does not come as .{suffix[:50]}", hint=hint)
    return found


def _one_of(given: Mapping[str, str], name: str, allowed: tuple[str, ...]) -> str:
    value = given.get(name, allowed[0])
    if value not in allowed:
        named_ones = ", ".join(filter(None, allowed))
        raise WrongUsage(f"The option {name} is {value[:50]!r}", hint=f"It is one of {named_ones}.")
    return value


def _truth(given: Mapping[str, str], name: str) -> bool:
    value = given.get(name, "0").lower()
    if value not in _TRUTHS:
        raise WrongUsage(f"The option {name} is {value[:50]!r}", hint="It is 1 or 0.")
    return _TRUTHS[value]
