"""The graph as tables for people: one table for each kind of thing, one row for each, IRIs beside their labels.

Several values in one cell have a bar between them, and where a text is not known in a language, another's stands.
`csv-metadata.json` says what each column is, as Tabular Data on the Web asks
(https://www.w3.org/TR/tabular-metadata/).
"""

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from rdflib import Graph, Literal, URIRef
from rdflib.term import Node

from partnergraph.language import WRITTEN, in_language
from partnergraph.namespaces import DCTERMS, PG, PROV, RDF, RDFS, SKOS

__all__ = ["METADATA", "tables"]

METADATA: Final = "csv-metadata.json"

_SEPARATOR: Final = "|"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Column:
    """One property as a column, or where its values are things as one of IRIs and one of labels a language."""

    name: str
    predicate: URIRef
    labelled: bool = False
    languages: tuple[str, ...] = ()
    datatype: str = "string"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    """The resources of one class; `one_row_each` names a column whose values have a row each."""

    name: str
    kind: URIRef
    columns: tuple[_Column, ...]
    one_row_each: str = ""


_TITLE: Final = _Column(name="label", predicate=RDFS.label, languages=WRITTEN)
_SOURCE: Final = _Column(name="source_page", predicate=DCTERMS.source, datatype="anyURI")
_RECORDS: Final = _Column(name="records", predicate=PROV.wasDerivedFrom, datatype="anyURI")

_TABLES: Final = (
    _Table(
        name="partnerships",
        kind=PG.Partnership,
        columns=(
            _TITLE,
            _Column(name="swedish_partners", predicate=PG.swedishPartner, labelled=True),
            _Column(name="international_partners", predicate=PG.internationalPartner, labelled=True),
            _Column(name="networks", predicate=PG.inNetwork, labelled=True),
            _SOURCE,
            _RECORDS,
        ),
    ),
    _Table(
        name="projects",
        kind=PG.Project,
        columns=(
            _TITLE,
            _Column(name="description", predicate=DCTERMS.description, languages=WRITTEN),
            _Column(name="partnerships", predicate=PG.inPartnership, labelled=True),
            _Column(name="start_year", predicate=PG.startYear, datatype="gYear"),
            _Column(name="end_year", predicate=PG.endYear, datatype="gYear"),
            _Column(name="goal_statement", predicate=PG.goalStatement, labelled=True),
            _Column(name="goals", predicate=PG.goal, labelled=True),
            _Column(name="project_areas", predicate=PG.projectArea, labelled=True),
            _Column(name="themes", predicate=PG.theme, labelled=True),
            _SOURCE,
            _RECORDS,
        ),
    ),
    _Table(
        name="project-goals",
        kind=PG.Project,
        columns=(_TITLE, _Column(name="goal", predicate=PG.goal, labelled=True)),
        one_row_each="goal",
    ),
    _Table(
        name="goal-links",
        kind=PG.GoalLink,
        columns=(
            _Column(name="subject", predicate=PG.subject, labelled=True),
            _Column(name="goal", predicate=PG.linkedGoal, labelled=True),
            _Column(name="evidence", predicate=PG.evidence, labelled=True),
            _Column(name="rule", predicate=PG.rule),
            _Column(name="confidence", predicate=PG.confidence, datatype="decimal"),
            _RECORDS,
        ),
    ),
    _Table(
        name="bodies",
        kind=PG.LocalGovernment,
        columns=(
            _TITLE,
            _Column(name="country", predicate=PG.country, labelled=True),
            _Column(name="body_types", predicate=PG.bodyType, labelled=True),
            _Column(name="territory", predicate=PG.territory, labelled=True),
            _Column(name="scb_code", predicate=PG.scbCode),
            _Column(name="county_code", predicate=PG.countyCode),
            _Column(name="katottg", predicate=PG.katottg),
            _Column(name="wikidata_item", predicate=PG.qid),
        ),
    ),
    _Table(
        name="sources",
        kind=PG.SourceDocument,
        columns=(
            _TITLE,
            _SOURCE,
            _Column(name="saved", predicate=DCTERMS.date, datatype="date"),
            _Column(name="file_name", predicate=PG.fileName),
            _Column(name="lines", predicate=PG.lineCount, datatype="integer"),
            _Column(name="sha256", predicate=PG.sha256),
        ),
    ),
    _Table(
        name="records",
        kind=PG.SourceRecord,
        columns=(
            _TITLE,
            _Column(name="source", predicate=PG.inDocument, labelled=True),
            _Column(name="kind", predicate=PG.recordKind, labelled=True),
            _Column(name="first_line", predicate=PG.firstLine, datatype="integer"),
            _Column(name="last_line", predicate=PG.lastLine, datatype="integer"),
            _Column(name="complete", predicate=PG.complete, datatype="boolean"),
        ),
    ),
)


def tables(data: Graph) -> dict[str, str]:
    """Return each table of `data` as CSV (RFC 4180), and the description of them all, by file name."""
    written = {f"{table.name}.csv": _csv(data, table) for table in _TABLES}
    described = {
        "@context": "http://www.w3.org/ns/csvw",
        "tables": [_described(data, table) for table in _TABLES],
    }
    return {**written, METADATA: json.dumps(described, ensure_ascii=False, indent=2) + "\n"}


def _csv(data: Graph, table: _Table) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["iri", *(name for column in table.columns for name in _names(column))])
    for subject in sorted(set(data.subjects(RDF.type, table.kind)), key=str):
        writer.writerows(_rows(data, table, subject))
    return text.getvalue()


def _rows(data: Graph, table: _Table, subject: Node) -> Iterator[list[str]]:
    values = {column.name: sorted(data.objects(subject, column.predicate), key=str) for column in table.columns}
    split = values.get(table.one_row_each)
    for chosen in [None] if split is None else split:
        if chosen is not None:
            values[table.one_row_each] = [chosen]
        cells = (cell for column in table.columns for cell in _cells(data, column, values[column.name]))
        yield [str(subject), *cells]


def _cells(data: Graph, column: _Column, values: Sequence[Node]) -> Iterator[str]:
    """Return the cells of one property: as many as it has names."""
    if column.languages:
        texts = {value.language or "": str(value) for value in values if isinstance(value, Literal)}
        yield from (in_language(texts, language) for language in column.languages)
        return
    yield _SEPARATOR.join(map(str, values))
    if column.labelled:
        for language in WRITTEN:
            yield _SEPARATOR.join(_label(data, value, language) for value in values)


def _label(data: Graph, thing: Node, language: str) -> str:
    """Return how a thing is called, without the bar that stands between things."""
    for predicate in (RDFS.label, SKOS.prefLabel):
        labels = (each for each in data.objects(thing, predicate) if isinstance(each, Literal))
        texts = {label.language or "": str(label) for label in labels}
        if texts:
            return in_language(texts, language).replace(_SEPARATOR, "/")
    return str(thing)


def _names(column: _Column) -> list[str]:
    if column.languages:
        return [f"{column.name}_{language}" for language in column.languages]
    return [column.name, *(f"{column.name}_{language}" for language in WRITTEN if column.labelled)]


def _described(data: Graph, table: _Table) -> dict[str, Any]:
    first: dict[str, Any] = {"name": "iri", "titles": "iri", "datatype": "anyURI", "required": True}
    columns = [described for column in table.columns for described in _columns(data, table, column)]
    return {
        "url": f"{table.name}.csv",
        "dc:title": _titles(data, table.kind),
        "tableSchema": {
            "aboutUrl": "{+iri}",
            "columns": [first, *columns],
            **({} if table.one_row_each else {"primaryKey": "iri"}),
        },
    }


def _columns(data: Graph, table: _Table, column: _Column) -> Iterator[dict[str, Any]]:
    for name in _names(column):
        own = name == column.name
        described: dict[str, Any] = {"name": name, "titles": name, "dc:title": _titles(data, column.predicate)}
        if own or column.languages:
            described["propertyUrl"] = str(column.predicate)
        described["datatype"] = "string" if not own else "anyURI" if column.labelled else column.datatype
        if not column.languages and column.name != table.one_row_each:
            described["separator"] = _SEPARATOR
        yield described


def _titles(data: Graph, term: URIRef) -> list[dict[str, str]] | str:
    """Return the labels of a class or property as JSON-LD, or its IRI where the graph has none."""
    labels = [label for label in data.objects(term, RDFS.label) if isinstance(label, Literal)]
    titles = [{"@value": str(each), "@language": each.language} for each in sorted(labels) if each.language]
    return titles or str(term)
