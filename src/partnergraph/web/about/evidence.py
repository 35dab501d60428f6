"""How we know: the source records a thing was read from, their lines as written, and what was odd about them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from partnergraph.names import same_text
from partnergraph.namespaces import DCTERMS, PG, RDF, RDFS, SKOS
from partnergraph.web.links import Linked, linked

from .around import Around

__all__ = ["Finding", "Line", "Record", "records"]

_MOST_RECORDS: Final = 10
_PARTIES: Final = frozenset(map(str, (PG.partner, PG.swedishPartner, PG.internationalPartner)))
_NAMES: Final = (RDFS.label, SKOS.altLabel, PG.shortName)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of a document: as it is `written` there, what it is `read` as, and the properties it `states`."""

    number: int
    field: Linked
    written: str
    read: str
    states: frozenset[str]
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something odd about a line, and how much it matters (`info`, `warning` or `violation`)."""

    number: int
    finding: Linked
    text: Linked
    severity: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A part of a document, from line `first` to `last`; `page` is where the document was published."""

    record: Linked
    document: Linked | None
    page: Linked | None
    first: int
    last: int
    lines: tuple[Line, ...]
    findings: tuple[Finding, ...]
    count: int

    def stating(self, properties: Iterable[str]) -> list[Line]:
        """Return the lines that state one of some properties."""
        wanted = frozenset(properties)
        return [line for line in self.lines if line.states & wanted]


def records(around: Around, iris: Iterable[str], parties: Iterable[str] = ()) -> list[Record]:
    """Return source records with their lines and findings.

    Of the lines that name parties only those are given that name the `parties`, where there are such lines.
    """
    asked = list(dict.fromkeys(iris))[:_MOST_RECORDS]
    around.read(asked)
    around.read_pointing(asked, PG.inRecord)
    around.read(document for iri in asked for document in around.values(iri, PG.inDocument))
    around.name([*asked, *(name for iri in asked for name in around.pointing(iri, PG.inRecord).subjects)])
    names = {same_text(text) for party in parties for text in around.values(party, *_NAMES)}
    return [_record(around, iri, names) for iri in asked]


def _record(around: Around, iri: str, names: set[str]) -> Record:
    document = around.one(iri, PG.inDocument)
    page, language = around.one(document, DCTERMS.source), around.one(document, DCTERMS.language)
    pointing = around.pointing(iri, PG.inRecord)
    all_lines = [_line(around, each, language) for each in pointing.subjects if around.said(each, PG.asWritten)]
    lines = _naming(all_lines, names)
    odd = [_finding(around, each) for each in pointing.subjects if str(PG.Finding) in around.values(each, RDF.type)]
    return Record(
        record=around.link(iri),
        document=around.link(document) if document else None,
        page=linked(page, page) if page else None,
        first=_number(around.one(iri, PG.firstLine)),
        last=_number(around.one(iri, PG.lastLine)),
        lines=tuple(sorted(lines, key=lambda line: (line.number, line.field.text))),
        findings=tuple(sorted(_about(odd, all_lines, lines), key=lambda each: (each.number, each.finding.text))),
        count=pointing.count,
    )


def _line(around: Around, iri: str, language: str) -> Line:
    return Line(
        number=_number(around.one(iri, PG.line)),
        field=around.link(iri),
        written=around.one(iri, PG.asWritten),
        read=around.one(iri, PG.value),
        states=frozenset(around.values(iri, PG.states)),
        language=language,
    )


def _finding(around: Around, iri: str) -> Finding:
    return Finding(
        number=_number(around.one(iri, PG.line)),
        finding=around.link(iri),
        text=around.text(iri, RDFS.comment) or around.link(iri),
        severity=around.one(iri, PG.severity).rpartition("#")[2].lower(),
    )


def _naming(lines: list[Line], names: set[str]) -> list[Line]:
    """Return the lines without those that name other parties: an article names many pairs, a pair in one line."""
    named = dict[int, set[str]]()
    for line in lines:
        if line.states & _PARTIES:
            named.setdefault(line.number, set()).add(same_text(line.read))
    ours = {number for number, found in named.items() if found <= names}
    return [line for line in lines if not ours or not line.states & _PARTIES or line.number in ours]


def _about(odd: list[Finding], every: list[Line], shown: list[Line]) -> list[Finding]:
    """Return the findings; where lines are left out, only those about a line that is shown."""
    numbers = {line.number for line in shown}
    return odd if len(shown) == len(every) else [each for each in odd if each.number in numbers]


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 0
