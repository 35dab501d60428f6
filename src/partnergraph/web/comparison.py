"""`/versions/{a}..{b}`: what differs between two releases, as a page, as JSON, as an RDF Patch and as N-Quads."""

import hashlib
import re
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, BinaryIO, Final, cast

from flask import Response, jsonify, request, url_for
from rdflib import Literal, URIRef
from rdflib.term import Node
from werkzeug.wsgi import wrap_file

from partnergraph import rdf
from partnergraph.errors import NotFound, WrongUsage
from partnergraph.formats import DOCUMENT, HTML, NQUADS, PATCH, Format
from partnergraph.namespaces import DCTERMS, RDFS, SKOS
from partnergraph.versions import Changed, Count, Difference, Kept, Versions

from .answering import build
from .links import Linked, linked
from .sending import chosen
from .service import current_service, page_language
from .version_words import page, words

__all__ = ["compared", "pair", "statements"]

_OFFERED: Final = (DOCUMENT, PATCH, HTML)
_LABELS: Final = frozenset({RDFS.label, SKOS.prefLabel, DCTERMS.title})
_DIGITS: Final = 32
_NUMBER: Final = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """One statement of a page: whether it was `added` (else removed), and the named graph it is in, or ""."""

    added: bool
    property: Linked
    value: Linked
    graph: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Resource:
    """One resource of a page; `state` is new, gone or changed, and `left_out` counts statements not shown."""

    link: Linked
    state: str
    rows: tuple[_Row, ...]
    left_out: int


def pair(names: Sequence[str], versions: Versions) -> tuple[Kept, Kept]:
    """Return the two releases that `A..B` means; raise NotFound or ReleaseDamaged."""
    if len(names) != 2 or not all(names):  # noqa: PLR2004 - a pair has two
        raise NotFound("Two releases are compared as A..B", hint="/versions lists the releases and their differences.")
    before, after = (versions.find(name) for name in names)
    if current_service().release is None:
        raise NotFound("There is nothing to compare", hint="A remote store keeps no earlier releases.")
    return before, after


def compared(before: Kept, after: Kept) -> Response:
    """Return what differs between two releases, in the format that the client wants."""
    wanted = chosen(_OFFERED, request.args.get("format"))
    difference = _difference(before, after)
    if wanted is PATCH:
        mint = current_service().minter
        length, rows = difference.patch(str(mint.version(before.version)), str(mint.version(after.version)))
        return _sent(rows, length, difference, PATCH, f"{before.version}..{after.version}.{PATCH.extension}")
    if wanted is DOCUMENT:
        return _lasting(jsonify(_summary(difference)), difference, DOCUMENT)
    number = _page_number(difference)
    shown = page(
        "difference.html",
        difference=difference,
        before=before,
        after=after,
        graphs=[(graph, count) for graph, count in difference.graphs.items()],
        sections=[(_kind(section.prefix), section) for section in difference.sections],
        resources=_resources(difference.page(number), before, after),
        number=number,
        name=f"{before.version}..{after.version}",
    )
    shown.content_language.add(page_language())
    return _lasting(shown, difference, HTML, page_language(), str(number))


def statements(before: Kept, after: Kept, part: str) -> Response:
    """Send one side of a difference, `added` or `removed`, as N-Quads."""
    if part not in {"added", "removed"}:
        raise NotFound(f"There is no part {part[:50]}", hint="There are added.nq and removed.nq.")
    difference = _difference(before, after)
    added = part == "added"
    rows = difference.added() if added else difference.removed()
    length = difference.sizes.added if added else difference.sizes.removed
    return _sent(rows, length, difference, NQUADS, f"{part}.nq")


def _difference(before: Kept, after: Kept) -> Difference:
    here = current_service()
    return here.differences.between(before, after, here.settings.deadline)


def _summary(difference: Difference) -> dict[str, Any]:
    """Return the numbers of a difference, and where the rest of it is."""
    name = f"{difference.before}..{difference.after}"
    data = str(current_service().minter.graph("data"))
    return {
        "before": difference.before,
        "after": difference.after,
        **_counted(difference.count),
        "resources": difference.resources,
        "sections": {section.prefix: section.resources for section in difference.sections},
        "graphs": {graph or data: _counted(count) for graph, count in difference.graphs.items()},
        "patch": url_for("versions.one", name=name, format=PATCH.name),
        "parts": {part: url_for("versions.part", name=name, part=part) for part in ("added", "removed")},
    }


def _counted(count: Count) -> dict[str, int]:
    return {"added": count.added, "removed": count.removed}


def _page_number(difference: Difference) -> int:
    text = request.args.get("page", "1")
    if not _NUMBER.fullmatch(text):
        raise WrongUsage(f"The value of `page` is {text[:50]!r}", hint="It must be a whole number from 1.")
    if not 1 <= int(text) <= difference.pages:
        raise NotFound(f"There is no page {int(text)} of this difference", hint=f"It has {difference.pages}.")
    return int(text)


def _sent(rows: Iterable[bytes], length: int, difference: Difference, wanted: Format, name: str) -> Response:
    """Send lines from a file of their own, so that nobody waits for a slow client; the file is gone when it is sent.

    The length is known before, so a cut connection is seen by the client.
    """
    response = _lasting(Response(content_type=wanted.content_type), difference, wanted, name)
    response.headers.set("Content-Disposition", "inline", filename=name)
    if response.status_code == HTTPStatus.OK:
        response.content_length = length
        if request.method != "HEAD":
            spool = cast("BinaryIO", tempfile.TemporaryFile(prefix="partnergraph-"))  # noqa: SIM115 - goes into the answer
            spool.writelines(rows)
            spool.seek(0)
            body = wrap_file(request.environ, spool)
            return Response(body, headers=response.headers, direct_passthrough=True)
    return response


def _lasting(response: Response, difference: Difference, wanted: Format, *more: str) -> Response:
    """Say by what a difference is known again: two releases never change, so neither does what differs.

    A page has labels from the current release too.
    """
    labels = current_service().version if wanted is HTML else ""
    parts = (build(), difference.before, difference.after, wanted.name, labels, *more)
    response.set_etag(hashlib.sha256(repr(parts).encode()).hexdigest()[:_DIGITS], weak=wanted is HTML)
    response.vary.update(("Accept", "Accept-Language"))
    response.headers["Cache-Control"] = "public, no-cache"
    response.make_conditional(request)
    return response


def _resources(changed: Sequence[Changed], before: Kept, after: Kept) -> list[_Resource]:
    """Return what a page shows of each changed resource, under labels where there are any."""
    parsed = [
        (
            each,
            [(False, *row) for row in rdf.statements(b"".join(each.removed))]
            + [(True, *row) for row in rdf.statements(b"".join(each.added))],
        )
        for each in changed
    ]
    labels = _labels(parsed)
    return [_resource(each, rows, labels, before, after) for each, rows in parsed]


_Statement = tuple[bool, Node, Node, Node, Node | None]


def _labels(parsed: Sequence[tuple[Changed, list[_Statement]]]) -> dict[str, str]:
    """Return labels from the current release, and from the rows themselves for what it does not hold any more."""
    said = {
        each.subject: str(value)
        for each, rows in parsed
        for _, _, verb, value, _ in rows
        if verb in _LABELS and isinstance(value, Literal)
    }
    terms = {str(term) for _, rows in parsed for row in rows for term in row[2:4] if isinstance(term, URIRef)}
    return said | current_service().trusted.labels(
        {*said, *terms, *(each.subject for each, _ in parsed)}, page_language()
    )


def _resource(changed: Changed, rows: list[_Statement], labels: dict[str, str], before: Kept, after: Kept) -> _Resource:
    here = current_service()
    state = "changed" if before.holds(changed.subject) else "new"
    state = state if after.holds(changed.subject) else "gone"
    holder = before if state == "gone" else after
    link = linked(changed.subject, labels.get(changed.subject, ""))
    if link.href.startswith("/") and holder.version != here.version:
        link = Linked(text=link.text, iri=link.iri, href=f"{link.href}?version={holder.version}")
    shown = [
        _Row(
            added=added,
            property=linked(str(verb), labels.get(str(verb), "")),
            value=_value(value, labels),
            graph=_name(graph),
        )
        for added, _, verb, value, graph in rows
    ]
    shown.sort(key=lambda row: (row.property.text, row.added))
    return _Resource(link=link, state=state, rows=tuple(shown), left_out=changed.left_out)


def _kind(prefix: str) -> str:
    """Return what things whose IRIs begin like this are called."""
    name = prefix.rstrip("/#").rpartition("/")[2]
    return words().get(f"kind_{name}", name)


def _value(value: Node, labels: dict[str, str]) -> Linked:
    if isinstance(value, URIRef):
        shown = linked(str(value), labels.get(str(value), ""))
        return Linked(text=shown.text, iri=shown.iri)  # it may be gone, so nothing leads there
    language = value.language if isinstance(value, Literal) else None
    return Linked(text=str(value), language=language or "")


def _name(graph: Node | None) -> str:
    return "" if graph is None else str(graph).rpartition("/")[2]
