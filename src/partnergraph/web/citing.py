"""How answers of canned queries are cited, what a file says of itself, and whether today's answer is another one."""

import hashlib
from collections.abc import Mapping
from typing import Any

from rdflib import URIRef

from partnergraph.errors import PartnerGraphError
from partnergraph.formats import JSON, NTRIPLES, TSV
from partnergraph.namespaces import LICENCE
from partnergraph.rdf import compact
from partnergraph.sparql.protocol import Operation

from .answering import Asked
from .canned import Wanted
from .citation import Citation
from .dataset import citation
from .labels import labels
from .service import Service, current_service, page_language, service
from .wording import table

__all__ = ["about", "catalogue_words", "cited", "notes", "today"]


def catalogue_words(language: str = "") -> Mapping[str, str]:
    """Return the words about canned queries, by default in the language of this request."""
    return table("catalogue", language or page_language())


def cited(wanted: Wanted) -> Citation:
    """Return the citation of an answer: its query with values, the release, and the address that asks it again."""
    whole, tag = citation(service()), page_language()
    given = ", ".join(f"{name}: {', '.join(some)}" for name, some in _values(wanted, tag).items())
    title = wanted.canned.title[tag]
    return Citation(
        title=f"{title} ({given})" if given else title,
        version=whole.version,
        date=whole.date,
        address=wanted.permalink(),
        part=wanted.canned.name,
        container=whole.title,
    )


def about(wanted: Wanted, *, more: bool, following: str) -> dict[str, Any]:
    """Return what JSON says beside its rows."""
    found = cited(wanted)
    return {
        "query": wanted.canned.name,
        "parameters": {name: [value for key, value in wanted.pairs() if key == name] for name, _ in wanted.pairs()},
        "release": found.version,
        "complete": not more and wanted.cursor is None,
        "next": following or None,
        "permalink": found.address,
        "citation": found.sentence(catalogue_words()["cited"]),
        "license": str(LICENCE),
    }


def notes(wanted: Wanted, *, more: bool, language: str) -> tuple[tuple[str, str], ...]:
    """Return what the second sheet of a spreadsheet says: name and text of each line."""
    words, found, canned = catalogue_words(language), cited(wanted), wanted.canned
    given = _values(wanted, language)
    return (
        (words["title"], canned.title[language]),
        (words["description"], canned.description[language]),
        (words["name"], canned.name),
        *((canned.parameters[name].label[language], ", ".join(some)) for name, some in given.items()),
        (words["version"], found.version),
        (words["harvested"], found.date),
        (words["complete"], words["part" if more or wanted.cursor else "yes"]),
        (words["licence"], f"CC BY 4.0, {LICENCE}"),
        (words["cite"], found.sentence(words["cited"])),
        (words["permalink"], found.address),
        *(("SPARQL" if number == 0 else "", line) for number, line in enumerate(wanted.text.splitlines())),
    )


def today(wanted: Wanted) -> str:
    """Return whether today's answer is the "same" as that of the release asked, "differs", or is "unknown".

    "" where the release asked is today's.  Answers are the same when they have the same rows in any order.
    """
    here, now = service(), current_service()
    if here.version == now.version:
        return ""
    try:
        return "same" if _digest(here, wanted) == _digest(now, wanted) else "differs"
    except PartnerGraphError:
        return "unknown"


def _digest(here: Service, wanted: Wanted) -> str:
    """Return a digest of the whole answer of a release, whatever the order of its rows."""
    form = wanted.canned.form
    written = NTRIPLES if wanted.canned.makes_graph else JSON if form == "ask" else TSV
    question = Asked.of(here, Operation(query=wanted.text), written, "", rows=0)
    with question.kept(here) or question.answer(here) as answer:
        lines = sorted(hashlib.sha256(line).digest() for line in answer.body)
    return hashlib.sha256(b"".join(lines)).hexdigest()


def _values(wanted: Wanted, language: str) -> dict[str, list[str]]:
    """Return the values that are given for each parameter, as people call them."""
    iris = {str(term) for terms in wanted.terms.values() for term in terms if isinstance(term, URIRef)}
    known = labels(iris, language) if iris else {}
    return {
        name: [known.get(str(term)) or (compact(term) if isinstance(term, URIRef) else str(term)) for term in terms]
        for name, terms in wanted.terms.items()
    }
