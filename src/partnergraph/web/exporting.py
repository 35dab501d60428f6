"""Answers of canned queries as files: asked of a worker, written in the form that is wanted, whole or an error.

No cap of rows applies here.  What bounds an answer is its length (`PARTNERGRAPH_RESULT_MB`) and the time it may take
(`PARTNERGRAPH_DEADLINE`), in the worker and again while it is written; beyond them it is an error, never a part.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from flask import Response, request

from partnergraph.exports import Style
from partnergraph.formats import CSV, JSON, NDJSON, XLSX, XML, Format
from partnergraph.namespaces import LICENCE
from partnergraph.sparql.cursor import Cursor
from partnergraph.sparql.protocol import Operation
from partnergraph.sparql.scan import scan
from partnergraph.store import Answer

from .answering import Asked
from .canned import Wanted
from .citing import about, catalogue_words, notes, today
from .completeness import announced, result
from .contract import modified
from .derived import derived
from .links import public_address
from .sending import sent
from .service import current_service, page_language, pinned, service

__all__ = ["Found", "asked_of", "export", "question_of"]

_SHOWN: Final = frozenset({JSON, XML})
"""Formats of rows that browsers show; others are saved as files."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The answer of a worker to a canned query, and the addresses of the parts before and after it, "" for none."""

    question: Asked
    answer: Answer
    following: str
    before: str

    def links(self, wanted: Wanted) -> Iterator[tuple[str, str]]:
        """Yield address and relation (RFC 8288; RFC 8574 for the last)."""
        if self.following or wanted.cursor:
            yield wanted.at(None), "first"
        if self.before:
            yield self.before, "prev"
        if self.following:
            yield self.following, "next"
        yield wanted.permalink(), "cite-as"


def question_of(wanted: Wanted, written: Format) -> Asked:
    """Return what a worker is asked for an answer; raises as `scan` does, and CursorStale."""
    here = service()
    scan(wanted.text, here.bounds)
    return Asked.of(here, Operation(query=wanted.text, cursor=wanted.cursor), written, "", rows=wanted.size)


def asked_of(wanted: Wanted, question: Asked) -> Found:
    """Have a question answered, from memory where it was asked before."""
    here, part = service(), question.window
    left = request.environ.get("waitress.client_disconnected")
    answer = question.kept(here) or question.answer(here, left)
    following = before = ""
    if answer.more and question.repeatable:
        following = wanted.at(Cursor(release=here.version, skip=part.skip + part.rows, mark=answer.mark))
    if part.skip and part.skip == wanted.size:
        before = wanted.at(None)  # the mark of any later part but this one is not known
    return Found(question=question, answer=answer, following=following, before=before)


def export(wanted: Wanted) -> Response:
    """Return the answer to a canned query as a file, or 304 where the client has it."""
    question = question_of(wanted, JSON if wanted.derived else wanted.format)
    own = (wanted.format.name, wanted.options, wanted.size, wanted.cursor, public_address(), pinned(), page_language())
    tag = question.tag(*map(str, own), current_service().version)
    if tag and request.if_none_match.contains_weak(tag):
        return _with_validators(Response(status=304), wanted, question, tag)
    found = asked_of(wanted, question)
    answer = found.answer
    if wanted.derived:
        answer = _written(wanted, found)
    elif found.answer.more and wanted.format in _SHOWN:
        said = Operation(query=wanted.text)
        answer = announced(said, wanted.format, question.window, answer, found.following)
    response = sent(answer)
    response.headers["PG-Result"] = result(question.window, more=found.answer.more)
    if differs := today(wanted):
        response.headers["PG-Today"] = differs
    for address, relation in (*found.links(wanted), (str(LICENCE), "license")):
        response.headers.add("Link", f'<{address}>; rel="{relation}"')
    kind = "inline" if wanted.format in _SHOWN or wanted.canned.makes_graph else "attachment"
    name = f"{wanted.canned.name}_{service().version}.{wanted.format.name}"
    response.headers["Content-Disposition"] = f'{kind}; filename="{name}"'
    return _with_validators(response, wanted, question, tag)


def _with_validators(response: Response, wanted: Wanted, question: Asked, tag: str) -> Response:
    response.last_modified = modified()
    response.vary.add("Accept")
    if wanted.derived:
        response.vary.add("Accept-Language")
    if tag:
        response.set_etag(tag)
    response.headers["Cache-Control"] = "public, no-cache" if question.key else "no-store"
    return response


def _written(wanted: Wanted, found: Found) -> Answer:
    """Return the rows of an answer in a form of ours; raises AnswerTooLarge and DeadlineExceeded."""
    options = wanted.options
    language = options.labels or page_language()
    words = catalogue_words(language)
    more = found.answer.more
    style = Style(
        arrays=options.shape == "arrays",
        safe=options.excel or bool(options.labels),
        bom=options.excel if options.bom is None else options.bom,
        about=about(wanted, more=more, following=found.following) if wanted.format not in {CSV, NDJSON, XLSX} else {},
        headings={name: label[language] for name, label in wanted.canned.columns.items()} if options.labels else {},
        sheets=(words["sheet_result"], words["sheet_about"]),
        notes=notes(wanted, more=more, language=language) if wanted.format is XLSX else (),
    )
    return derived(found.answer, wanted.format, options, style)
