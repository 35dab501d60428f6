"""Reading canned queries from folders; what is not right is refused with file, line and reason."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Final

import rdflib

from partnergraph import resources
from partnergraph.errors import QueryRefused, QuerySyntax, UnreadableInput
from partnergraph.language import Texts
from partnergraph.namespaces import PREFIXES
from partnergraph.rdf import read_term, term_text
from partnergraph.settings import Settings
from partnergraph.sparql.columns import selected
from partnergraph.sparql.outline import Outline
from partnergraph.sparql.scan import Form, scan

from .blocks import Block, blocks
from .datatypes import DATATYPES, literal
from .form import CHARTS, KINDS, LANGUAGES, CannedQuery, Kind, Parameter, Term
from .header import Entry, read_header

__all__ = ["catalogue_of", "read_catalogue", "read_query"]

_NAME: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_VARIABLE: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_KEYS: Final = ("title", "description", "tags", "chart", "since", "parameters", "columns")
_FLAGS: Final = ("required", "multiple", "choices")
_RESERVED: Final = frozenset(
    (
        "bom", "cursor", "embed", "explain", "format", "labels", "lang", "multi", "shape", "timeout", "truncate",
        "version", "view",
    )
)  # fmt: skip
"""What an address says beside the values of parameters, so no parameter has such a name."""

_OF_KIND: Final[Mapping[Kind, str]] = {"class": "instances", "scheme": "concepts"}
"""The queries for what can be chosen where a header names none."""


def catalogue_of(settings: Settings) -> Mapping[str, CannedQuery]:
    """Return the canned queries that ship, and those of the folder that the settings name; raises UnreadableInput."""
    return read_catalogue(resources.queries(), *([settings.queries] if settings.queries else []))


def read_catalogue(*folders: Path) -> Mapping[str, CannedQuery]:
    """Read all `.rq` files of the folders; return them by name, in order of their names within each folder.

    Queries for what can be chosen stand in `choices/` below the first folder, or below their own.
    Raises UnreadableInput naming file, line and reason for the first that is not right, and for a name that is taken.
    """
    found: dict[str, CannedQuery] = {}
    choices: dict[str, str] = {}
    for folder in folders:
        if not folder.is_dir():
            raise UnreadableInput("There is no such folder of queries", source=str(folder))
        choices |= _choices_in(folder)
        for path in sorted(folder.glob("*.rq")):
            if path.stem in found:
                raise UnreadableInput(f"There is a canned query {path.stem} already", source=str(path))
            found[path.stem] = read_query(path, choices)
    return MappingProxyType(found)


def read_query(path: Path, choices: Mapping[str, str] | None = None) -> CannedQuery:
    """Read one canned query, which may use `choices` by name, by default those that ship and those beside it.

    Raises UnreadableInput with file, line and reason when it is not right.
    """
    if not _NAME.fullmatch(path.stem):
        raise UnreadableInput("The name is not lower-case words with hyphens", source=str(path))
    choices = _choices_in(resources.queries()) | _choices_in(path.parent) if choices is None else choices
    text = _text(path)
    header = read_header(path, text)
    entries = header.entries(_KEYS)
    for name in ("title", "description"):
        if name not in entries:
            raise UnreadableInput(f"The header has no {name}", source=str(path), hint="It has one in en and in sv.")
    form, outline = _form(path, text), Outline.of(text)
    return CannedQuery(
        name=path.stem,
        title=entries["title"].words(),
        description=entries["description"].words(),
        tags=tuple(_tag(entry) for entry in entries["tags"].items()) if "tags" in entries else (),
        chart=entries["chart"].one_of(CHARTS) if "chart" in entries else "",
        since=entries["since"].text() if "since" in entries else "",
        columns=_columns(entries.get("columns"), selected(outline) if form == "select" else ()),
        parameters=_parameters(entries.get("parameters"), outline, choices),
        text=text,
        form=form,
    )


def _choices_in(folder: Path) -> dict[str, str]:
    """Return the queries for what can be chosen, by name."""
    found: dict[str, str] = {}
    for path in sorted((folder / "choices").glob("*.rq")):
        text = _text(path)
        if _form(path, text) != "select" or "value" not in selected(Outline.of(text)):
            raise UnreadableInput("A query for choices selects ?value", source=str(path))
        found[path.stem] = text
    return found


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableInput(f"The file is not UTF-8 at byte {error.start}", source=str(path)) from error
    except OSError as error:
        raise UnreadableInput(f"The file cannot be read: {error.strerror}", source=str(path)) from error


def _form(path: Path, text: str) -> Form:
    try:
        form = scan(text).form
    except (QueryRefused, QuerySyntax) as error:
        raise UnreadableInput(error.message, source=str(path), hint=error.hint) from error
    if form is None:
        raise UnreadableInput("The file holds no query", source=str(path))
    return form


def _tag(entry: Entry) -> str:
    tag = entry.text()
    if not _NAME.fullmatch(tag):
        raise entry.refused(f"The tag {tag!r} is not lower-case words with hyphens")
    return tag


def _columns(entry: Entry | None, names: tuple[str, ...]) -> Mapping[str, Mapping[str, str]]:
    """Return a label for each column, which is its own name where the header has none."""
    labels = {name: each.words() for name, each in entry.entries().items()} if entry else {}
    if entry and (strange := [name for name in labels if name not in names]):
        raise entry.entries()[strange[0]].refused(
            f"The query has no column ?{strange[0]}", hint=f"It has {', '.join(names) or 'none'}."
        )
    plain = {name: MappingProxyType(Texts(dict.fromkeys(LANGUAGES, name))) for name in names}
    return MappingProxyType({name: labels.get(name, plain[name]) for name in names})


def _parameters(entry: Entry | None, outline: Outline, choices: Mapping[str, str]) -> Mapping[str, Parameter]:
    """Return the parameters in the order of the header."""
    found: dict[str, list[Block]] = {}
    for block in blocks(outline):
        found.setdefault(block.name, []).append(block)
    read: dict[str, Parameter] = {}
    for name, each in (entry.entries() if entry else {}).items():
        if not _VARIABLE.fullmatch(name):
            raise each.refused(f"{name!r} is no name of a variable")
        if name in _RESERVED:
            raise each.refused(f"{name!r} says something else in an address", hint="Give the parameter another name.")
        if len({block.terms for block in found.get(name, [])}) != 1:
            wrong = "no block" if name not in found else "different blocks"
            hint = "A parameter has one; where a query needs it twice, both say the same."
            raise each.refused(f"The query has {wrong} `VALUES ?{name} {{ … }}`", hint=hint)
        read[name] = _parameter(each, found[name], {**PREFIXES, **outline.prefixes}, choices)
    return MappingProxyType(read)


def _parameter(
    entry: Entry, found: Sequence[Block], prefixes: Mapping[str, str], choices: Mapping[str, str]
) -> Parameter:
    """Return a parameter, all of whose blocks have the same terms."""
    block = found[0]
    parts = entry.entries((*LANGUAGES, *KINDS, *_FLAGS))
    kinds = [kind for kind in KINDS if kind in parts]
    if len(kinds) != 1:
        raise entry.refused(f"{entry.name} needs exactly one of {', '.join(KINDS)}")
    kind = kinds[0]
    of = "" if kind == "in" else str(_iri(parts[kind], prefixes))
    if kind == "datatype" and of not in DATATYPES:
        raise parts[kind].refused(f"No parameter is of the type {of}", hint=f"There are {', '.join(DATATYPES)}.")
    try:
        default = block.read(prefixes)
    except ValueError as error:
        reason = f"{error} in the block of ?{block.name} is no term"
        raise UnreadableInput(reason, source=str(entry.path), line=block.line) from error
    made = Parameter(
        name=entry.name,
        label=entry.words((*KINDS, *_FLAGS)),
        kind=kind,
        of=of,
        allowed=tuple(_listed(each, prefixes) for each in parts["in"].items()) if kind == "in" else (),
        required="required" in parts and parts["required"].true(),
        multiple="multiple" in parts and parts["multiple"].true(),
        default=default,
        choices=_choices(parts.get("choices"), kind, of, choices),
        insides=tuple(each.inside for each in found),
    )
    if reason := _unfit(made, block):
        raise UnreadableInput(reason, source=str(entry.path), line=block.line)
    return made


def _iri(entry: Entry, prefixes: Mapping[str, str]) -> rdflib.URIRef:
    try:
        term = read_term(entry.text(), prefixes)
    except ValueError:
        term = None
    if not isinstance(term, rdflib.URIRef):
        raise entry.refused(f"{entry.name} is no IRI", hint="Write <https://…> or a name with a prefix of the query.")
    return term


def _listed(entry: Entry, prefixes: Mapping[str, str]) -> Term:
    """Return a term of an enumeration: an IRI where it is written as one, else a string."""
    text = entry.text()
    is_iri = text.startswith("<") or (text.partition(":")[0] in prefixes and ":" in text)
    return _iri(entry, prefixes) if is_iri else rdflib.Literal(text)


def _choices(entry: Entry | None, kind: Kind, of: str, choices: Mapping[str, str]) -> str:
    """Return the query for what can be chosen, or "" where nothing can be listed."""
    if entry is not None:
        return choices[entry.one_of(tuple(choices))]
    text = choices.get(_OF_KIND.get(kind, ""), "")
    for block in blocks(Outline.of(text)):
        start, end = block.inside
        return f"{text[:start]} {term_text(rdflib.URIRef(of))} {text[end:]}"
    return text


def _unfit(parameter: Parameter, block: Block) -> str:
    """Return why what stands in the block cannot be the default of the parameter, or "" when it can."""
    name, default = parameter.name, parameter.default
    if not default and not parameter.required and not block.anything:
        return f"?{name} is not required, so its block needs a default, or UNDEF for anything at all"
    if len(default) > 1 and not parameter.multiple:
        return f"?{name} has more than one value in its block"
    for term in default:
        if parameter.kind == "in" and term not in parameter.allowed:
            return f"{term!s} in the block of ?{name} is not one of those that are allowed"
        if parameter.kind in {"class", "scheme"} and not isinstance(term, rdflib.URIRef):
            return f"{term!s} in the block of ?{name} is no IRI"
        if parameter.kind == "datatype" and not _of_type(term, parameter.of):
            return f"{term!s} in the block of ?{name} is no {parameter.of}"
    return ""


def _of_type(term: Term, datatype: str) -> bool:
    if not isinstance(term, rdflib.Literal) or str(term.datatype or rdflib.XSD.string) != datatype:
        return False
    try:
        literal(str(term), datatype)
    except ValueError:
        return False
    return True
