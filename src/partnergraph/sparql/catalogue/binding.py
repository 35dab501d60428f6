"""Binding: values for parameters become RDF terms, and replace the inside of the parameters' blocks and nothing else.

What a stranger gives is never part of a query as text.  It becomes an IRI or a literal first; the term is written by
the library that writes N-Triples, in one line that nothing in it can end; and it stands where the tokens of the file
say that a block's inside is.
"""

import difflib
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

import rdflib

from partnergraph.errors import UnsuitableValue, WrongUsage
from partnergraph.rdf import compact, term_text

from .datatypes import literal
from .form import CannedQuery, Parameter, Term

__all__ = ["Resolve", "bind", "fill", "values"]

Resolve = Callable[[str, str], Sequence[str]]
"""From what somebody wrote and the IRI of a class or a scheme to the IRIs of what that names there.

None when it names nothing, several when it names more than one thing.
"""

_LONGEST: Final = 1_000
_MOST: Final = 100
_ESCAPE: Final = re.compile(r"\\(?:u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8})")
_SHOWN: Final = 60


def bind(canned: CannedQuery, given: Mapping[str, Sequence[str]], resolve: Resolve, *, portable: bool = False) -> str:
    """Return the text of a query with the values that are given; what is not given keeps what the file says.

    With `portable` the text means the same to any store; then no value may hold a backslash or a control character.
    Raises WrongUsage for a parameter that the query has not, UnsuitableValue for a value that its parameter does not
    take and for a required parameter that is missing.
    """
    return fill(canned, values(canned, given, resolve, portable=portable))


def values(
    canned: CannedQuery, given: Mapping[str, Sequence[str]], resolve: Resolve, *, portable: bool = False
) -> Mapping[str, tuple[Term, ...]]:
    """Return the terms that are given for each parameter, without those for which nothing is; raises as `bind` does.

    A value of no characters is none: forms send those for the fields that nobody filled in.
    """
    for name in given:
        if name not in canned.parameters:
            near = difflib.get_close_matches(name, canned.parameters, n=1)
            has = f"It has {', '.join(canned.parameters)}." if canned.parameters else "It has none."
            hint = f"Did you mean {near[0]}?" if near else has
            raise WrongUsage(f"The query {canned.name} has no parameter {name!r}", hint=hint)
    found: dict[str, tuple[Term, ...]] = {}
    for name, parameter in canned.parameters.items():
        texts = tuple(dict.fromkeys(text for text in given.get(name, ()) if text.strip()))
        if texts:
            found[name] = _terms(parameter, texts, resolve, portable=portable)
        elif parameter.required:
            raise UnsuitableValue(f"The parameter {name} is missing", parameter=name, hint=_takes(parameter))
    return MappingProxyType(found)


def fill(canned: CannedQuery, terms: Mapping[str, Sequence[Term]]) -> str:
    """Return the text of a query with terms inside the blocks of its parameters; all else stays as it is.

    So does a block that says the same already: who gives the usual values asks the usual question.
    """
    parts: list[str] = []
    done = 0
    for start, end, inside in sorted(
        (*each, f" {' '.join(map(term_text, some))} ")
        for name, some in terms.items()
        if tuple(some) != canned.parameters[name].default
        for each in canned.parameters[name].insides
    ):
        parts += [canned.text[done:start], inside]
        done = end
    return "".join([*parts, canned.text[done:]])


def _terms(parameter: Parameter, texts: Sequence[str], resolve: Resolve, *, portable: bool) -> tuple[Term, ...]:
    """Return the terms that some texts stand for."""
    most = _MOST if parameter.multiple else 1
    if len(texts) > most:
        raise UnsuitableValue(
            f"The parameter {parameter.name} has {len(texts)} values",
            parameter=parameter.name,
            hint=f"It takes {most}.",
        )
    for text in texts:
        if reason := _unsafe(text, portable=portable):
            raise UnsuitableValue(
                f"The value of {parameter.name} {reason}", parameter=parameter.name, hint=_takes(parameter)
            )
    if parameter.kind == "datatype":
        found = [_literal(parameter, text) for text in texts]
    elif parameter.kind == "in":
        found = [_listed(parameter, text) for text in texts]
    else:
        found = [_resource(parameter, text, resolve) for text in texts]
    return tuple(dict.fromkeys(found))


def _unsafe(text: str, *, portable: bool) -> str:
    """Return why a text cannot be part of any query, or "" when it can."""
    if len(text) > _LONGEST:
        return f"is longer than {_LONGEST:,} characters"
    if any("\ud800" <= character <= "\udfff" for character in text):
        return "holds half a character"
    if _ESCAPE.search(text):
        return "holds a backslash with u and digits, which stores read in different ways"
    if portable and ("\\" in text or any(unicodedata.category(character) == "Cc" for character in text)):
        return "holds a backslash or a control character, which stores read in different ways"
    return ""


def _literal(parameter: Parameter, text: str) -> Term:
    try:
        return literal(text, parameter.of)
    except ValueError as error:
        raise _unsuitable(parameter, text) from error


def _listed(parameter: Parameter, text: str) -> Term:
    """Return the term of an enumeration that a text is, or names by its IRI, with a prefix or without."""
    wanted = text.strip().casefold()
    for term in parameter.allowed:
        name = str(term)
        iri = {compact(term).casefold(), re.split(r"[#/]", name)[-1].casefold()} if _is_iri(term) else set()
        if text.strip() == name or wanted in iri:
            return term
    raise _unsuitable(parameter, text)


def _resource(parameter: Parameter, text: str, resolve: Resolve) -> Term:
    found = sorted(set(resolve(text.strip(), parameter.of)))
    if not found:
        raise _unsuitable(parameter, text)
    if len(found) > 1:
        raise UnsuitableValue(
            f"{text!r} is the name of {len(found)} things that {parameter.name} could be",
            parameter=parameter.name,
            hint=f"Write one of {', '.join(compact(rdflib.URIRef(iri)) for iri in found)}.",
        )
    return rdflib.URIRef(found[0])


def _is_iri(term: Term) -> bool:
    return isinstance(term, rdflib.URIRef)


def _unsuitable(parameter: Parameter, text: str) -> UnsuitableValue:
    shown = text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
    return UnsuitableValue(
        f"The parameter {parameter.name} cannot be {shown!r}", parameter=parameter.name, hint=_takes(parameter)
    )


def _takes(parameter: Parameter) -> str:
    """Say what a parameter takes, with an example where the file has one."""
    if parameter.kind == "in":
        return f"It takes {'some' if parameter.multiple else 'one'} of {', '.join(map(_shown, parameter.allowed))}."
    example = f", such as {_shown(parameter.default[0])}" if parameter.default else ""
    of = compact(rdflib.URIRef(parameter.of))
    if parameter.kind == "datatype":
        return f"It takes a value of the type {of}{example}."
    noun = "a concept of the scheme" if parameter.kind == "scheme" else "a resource of the class"
    return f"It takes the IRI, code or name of {noun} {of}{example}."


def _shown(term: Term) -> str:
    return compact(term) if isinstance(term, rdflib.URIRef) else str(term)
