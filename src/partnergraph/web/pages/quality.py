"""`/quality`: what is odd in the sources, line by line, with what to do; and how data is validated."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from flask import Blueprint, Response, make_response, render_template, request, url_for

from partnergraph.formats import GRAPHS
from partnergraph.namespaces import DCTERMS, SH
from partnergraph.web.contract import Document
from partnergraph.web.counted import Counted, counted
from partnergraph.web.found import number
from partnergraph.web.labels import labels
from partnergraph.web.links import Linked, linked
from partnergraph.web.service import service

from .finding_kinds import finding_kinds
from .quality_trend import releases, trend
from .rules import Severity, Wording, ruled, severity, shape_names

__all__ = ["blueprint"]

blueprint: Final = Blueprint("quality", __name__)

_FILTERS: Final = ("source", "severity", "code")
_AT_ONCE: Final = 50
_MOST_AT_ONCE: Final = 200
_MOST_SOURCES: Final = 100
"""Sources that are listed, those with the most findings; the query behind has all."""

_SEVERITIES: Final = tuple(map(str, (SH.Warning, SH.Info)))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kind:
    """A kind of finding: what it is called, what to do, how many there are, and where they are shown."""

    code: str
    name: str
    advice: str
    severity: Severity
    count: int
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Source:
    """A source document, the day on which it was read, and the number of its findings of each severity, with addresses.

    `key` is what the document is called in addresses.
    """

    source: Linked
    key: str
    read: str
    counts: tuple[int, ...]
    hrefs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """One finding, with the place in the source that it is about."""

    finding: Linked
    source: Linked
    line: str
    severity: Severity
    kind: str
    words: str
    written: str
    record: Linked | None
    advice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Result:
    """How often one shape found something, what it asks for, and the query that lists each result."""

    shape: Linked
    severity: Severity
    message: str
    count: int
    href: str


@blueprint.get("/quality")
def shown() -> Response:
    """Show what is odd in the sources, by kind and source and line by line, what the shapes find, and the trend."""
    asked = Document.page()
    if unchanged := asked.unchanged():
        return unchanged
    given = {name: request.args.getlist(name) for name in _FILTERS}
    by_source = counted("findings-by-source")
    found = counted(
        "findings",
        given,
        size=number("page_size", _AT_ONCE, _MOST_AT_ONCE),
        cursor=request.args.get("cursor", ""),
    )
    kept = releases()
    page = render_template(
        "quality/findings.html",
        totals=_totals(by_source),
        kinds=_kinds(by_source),
        sources=_sources(by_source, found.chosen("source")),
        in_all=len({row["source"] for row in by_source.rows}),
        severities=[severity(iri) for iri in _SEVERITIES],
        chosen={name: _key(found.chosen(name)).rpartition("#")[2].lower() for name in _FILTERS},
        lines=_lines(found),
        total=_fitting(by_source, found),
        found=found,
        results=_results(),
        releases=kept,
        trend=trend(kept),
        kept=service().release is not None,
        behind=url_for("catalogue.query", name="findings-by-source"),
        by_shape=url_for("catalogue.query", name="validation-results-by-shape"),
    )
    return asked.answer(make_response(page))


@blueprint.get("/quality/validation")
def validated() -> Response:
    """Explain how data is validated, and show what is asked of each kind of thing."""
    asked = Document.page()
    if unchanged := asked.unchanged():
        return unchanged
    shapes = service().vocabularies["shapes"].shapes
    classes = ruled(each for each in shapes if each.targets)
    levels = [severity(str(each)) for each in (SH.Violation, SH.Warning, SH.Info)]
    page = render_template("quality/validation.html", classes=classes, levels=levels, formats=GRAPHS)
    return asked.answer(make_response(page))


def _totals(by_source: Counted) -> Counter[str]:
    """Return how many findings there are of each severity, by its name."""
    found: Counter[str] = Counter()
    for row in by_source.rows:
        found[severity(row["severity"]).name] += int(row["findings"])
    return found


def _kinds(by_source: Counted) -> list[_Kind]:
    """Return the kinds of findings that there are, those to look at first and the most frequent before others."""
    found: Counter[tuple[str, str]] = Counter()
    for row in by_source.rows:
        found[row["severity"], row["code"]] += int(row["findings"])
    said = finding_kinds()
    ordered = sorted(found.items(), key=lambda each: (_weight(each[0][0]), -each[1], each[0][1]))
    return [
        _Kind(
            code=code,
            name=said[code].name if code in said else code,
            advice=said[code].advice if code in said else "",
            severity=severity(iri),
            count=count,
            href=url_for("quality.shown", code=code, _anchor="findings"),
        )
        for (iri, code), count in ordered
    ]


def _weight(iri: str) -> int:
    return _SEVERITIES.index(iri) if iri in _SEVERITIES else len(_SEVERITIES)


def _sources(by_source: Counted, chosen: str) -> list[_Source]:
    """Return the sources with the most findings, and the one that is chosen, in the order of their names."""
    found: dict[str, Counter[str]] = {}
    for row in by_source.rows:
        found.setdefault(row["source"], Counter())[row["severity"]] += int(row["findings"])
    names = {row["source"]: row.get("sourceName", "") for row in by_source.rows}
    shown = sorted(found, key=lambda iri: (iri != chosen, -found[iri].total(), iri))[:_MOST_SOURCES]
    known = labels(shown)
    made = [
        _Source(
            source=linked(iri, names[iri] or known.get(iri, "")),
            key=_key(iri),
            read=_read(iri),
            counts=tuple(found[iri][each] for each in _SEVERITIES),
            hrefs=tuple(_to_source(iri, each) for each in _SEVERITIES),
        )
        for iri in shown
    ]
    return sorted(made, key=lambda each: each.source.text.casefold())


def _key(iri: str) -> str:
    return iri.rpartition("/")[2]


def _read(source: str) -> str:
    """Return the day on which a source was read, or "" where nobody said; a remote store is not asked for each."""
    here = service()
    days = here.trusted.values(source, str(DCTERMS.date)) if here.release is not None else ()
    return next((each.text for each in days), "")


def _to_source(iri: str, level: str) -> str:
    return url_for("quality.shown", source=_key(iri), severity=severity(level).name, _anchor="findings")


def _fitting(by_source: Counted, found: Counted) -> int:
    """Return how many findings fit what is chosen; the counts are those of the canned query."""
    levels = {str(term) for term in found.wanted.terms.get("severity", ())}
    source, code = found.chosen("source"), found.chosen("code")
    return sum(
        int(row["findings"])
        for row in by_source.rows
        if source in {"", row["source"]} and code in {"", row["code"]} and (not levels or row["severity"] in levels)
    )


def _lines(found: Counted) -> list[_Line]:
    """Return findings with the labels of what they are about."""
    said, known = finding_kinds(), labels(_iris(found.rows, ("record", "source")))
    return [
        _Line(
            finding=linked(row["finding"], row["line"]),
            source=linked(row["source"], row.get("sourceName", "") or known.get(row["source"], "")),
            line=row["line"],
            severity=severity(row["severity"]),
            kind=said[row["code"]].name if row["code"] in said else row["code"],
            words=row.get("words", ""),
            written=row.get("asWritten", ""),
            record=linked(row["record"], known.get(row["record"], "")) if row.get("record") else None,
            advice=said[row["code"]].advice if row["code"] in said else "",
        )
        for row in found.rows
    ]


def _iris(rows: Iterable[Mapping[str, str]], columns: Sequence[str]) -> set[str]:
    return {row[name] for row in rows for name in columns if row.get(name)}


def _results() -> list[_Result]:
    """Return how often each shape found something, with its own words about it."""
    by_shape = counted("validation-results-by-shape")
    known = shape_names()
    found: Counter[tuple[str, str]] = Counter()
    for row in by_shape.rows:
        found[row["shape"], row["severity"]] += int(row["results"])
    wording = Wording.of(known[iri] for iri, _severity in found if iri in known)
    made = []
    for (iri, level), count in found.most_common():
        rule = wording.rule(known[iri]) if iri in known else None
        behind = url_for("catalogue.query", name="validation-results", rule=iri.rpartition("#")[2])
        shape, message = (rule.name, rule.message) if rule else (linked(iri), "")
        made.append(_Result(shape=shape, severity=severity(level), message=message, count=count, href=behind))
    return made
