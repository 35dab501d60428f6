"""Write the generated parts of the reference: cog calls these functions from the pages beside this file.

Each function returns Markdown made from the code itself, so that a page cannot say what the code does not.
"""

import dataclasses
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import click
from flask import Flask
from rdflib import Graph, Literal, URIRef
from rdflib.term import Node

from partnergraph import errors, formats, iris, jsonld, manifest, rdf, resources
from partnergraph.cli import partnergraph as program
from partnergraph.graph.sssom import MatchSet, read_sets
from partnergraph.graph.suggestions import read_rules
from partnergraph.ingest.findings import CODES
from partnergraph.jsonld import context
from partnergraph.namespaces import BASE, OWL, PREFIXES, RDF, RDFS, SD, SH, SKOS
from partnergraph.settings import TABLE
from partnergraph.sparql.catalogue import LANGUAGES, CannedQuery, Parameter, read_catalogue
from partnergraph.sparql.mistakes import samples
from partnergraph.validation.paths import path_text, read_path
from partnergraph.web import api
from partnergraph.web import kinds as problems
from partnergraph.web import problems as web_problems
from partnergraph.web.app import ROOMS
from partnergraph.web.openapi import OpenApi
from partnergraph.web.problems import STATUS

_WIDTH = 100

_PATHS = {
    "area": ("{slug}", "area/urban-planning", "a project area, as a concept"),
    "body": ("{country}-{name}", "body/se-vasteras", "a local government"),
    "body-type": ("{slug}", "body-type/municipality", "a kind of local government, as a concept"),
    "country": ("{iso2}", "country/se", "a country"),
    "field": ("{source}/{n}/{line}-{name}", "field/vasteras-stad-sv/1/8-goals", "one field of a record, with its line"),
    "finding": ("{source}/{line}-{code}", "finding/vasteras-stad-sv/11-blank-value", "an oddity in a source"),
    "geometry": ("{country}-{name}", "geometry/se-vasteras", "the point of a territory"),
    "goal-link": (
        "{partnership or project}/{goal}-{evidence}-{source and n, or rule}",
        "goal-link/se-falun--ua-kolomyia/16-inherited-vasteras-stad-sv-2",
        "a goal that nobody stated for the partnership itself",
    ),
    "mapping": (
        "{set}/{subject}-{prefix}-{object}",
        "mapping/goals/16-wd-q53581248",
        "why something is linked to a vocabulary of others",
    ),
    "mapping-set": ("{file name without suffix}", "mapping-set/goals", "a file of mappings"),
    "network": ("{slug}", "network/democratic-resilience", "a network of partnerships"),
    "partnership": ("{Swedish keys}--{other keys}", "partnership/se-vasteras--ua-shatsk", "a partnership"),
    "project": ("{slug of its name}", "project/waste-not-revised", "a project"),
    "record": ("{source}/{n}", "record/vasteras-stad-sv/1", "the n-th post of a source"),
    "release": ("{version}", "", "a release; minted by nothing yet"),
    "result": ("{digest}", "", "a result of the validation report, in its own graph"),
    "rule": ("{name}", "rule/area-education-4", "a rule that suggests a goal, with its measure"),
    "scheme": ("{slug}", "scheme/themes", "a concept scheme"),
    "source": ("{file name without suffix}", "source/vasteras-stad-sv", "a document that was read"),
    "territory": ("{country}-{name}", "territory/se-vasteras", "the place a body governs, or its seat"),
    "theme": ("{slug}", "theme/human-rights", "a theme, as a concept"),
}


def cli() -> str:
    """Return the help of every command, as the program prints it."""
    top = click.Context(program, info_name="partnergraph", **{**program.context_settings, "terminal_width": _WIDTH})
    parts = [("partnergraph", program.get_help(top))]
    for name in program.list_commands(top):
        command = program.get_command(top, name)
        if command is not None:
            inner = click.Context(command, info_name=name, parent=top, terminal_width=_WIDTH)
            parts.append((f"partnergraph {name}", command.get_help(inner)))
            for sub, below in (command.commands if isinstance(command, click.Group) else {}).items():
                context = click.Context(below, info_name=sub, parent=inner, terminal_width=_WIDTH)
                parts.append((f"partnergraph {name} {sub}", below.get_help(context)))
    return "\n".join(f"## {name}\n\n```text\n{_stripped(text)}\n```\n" for name, text in parts)


def settings() -> str:
    """Return the table of settings."""
    rows = [(f"`{row.variable}`", _default(row.default), row.allowed, row.help) for row in TABLE]
    return _table(("variable", "default", "allowed", "meaning"), rows)


def error_tree() -> str:
    """Return every error with its exit code, HTTP status and meaning, indented as they inherit."""
    rows = [
        (f"{'&emsp;' * depth}`{kind.__name__}`", str(kind.exit_code), _status(kind), _first_line(kind))
        for kind, depth in _descendants(errors.PartnerGraphError, 0)
    ]
    return _table(("error", "exit code", "HTTP", "when"), rows)


def problem_kinds() -> str:
    """Return every kind of problem with its statuses, what it means and how to mend it."""
    english, swedish = problems.kinds("en"), problems.kinds("sv")
    rows = [
        (
            f"`{kind}`",
            ", ".join(map(str, problems.statuses(kind))),
            f"{words['title']}. {words['meaning']}",
            words["mend"],
            swedish[kind]["title"],
        )
        for kind, words in english.items()
    ]
    return _table(("`/problems/…`", "HTTP", "meaning", "how to mend it", "på svenska"), rows)


def mistakes() -> str:
    """Return every mistake in a query that is told in plain words, with its hints."""
    swedish = {sample.kind: sample.sentence for sample in samples("sv")}
    rows = [
        (f"`{sample.kind}`", sample.sentence, "<br>".join(sample.hints), swedish[sample.kind])
        for sample in samples("en")
    ]
    return _table(("mistake", "sentence", "hints", "på svenska"), rows)


def findings() -> str:
    """Return every code of a finding with its words in both languages."""
    rows = [(f"`{code}`", kind.severity, kind.en, kind.sv) for code, kind in sorted(CODES.items())]
    return _table(("code", "severity", "in English", "på svenska"), rows)


def format_table() -> str:
    """Return every format with its media types and what it can carry."""
    rows = [
        (
            f"`{each.name}`",
            f"`{each.media_type}`",
            ", ".join(f"`{name}`" for name in each.also) or "–",
            f"`.{each.extension}`",
            each.kind.value,
        )
        for each in formats.FORMATS
    ]
    return _table(("name", "media type", "also taken for it", "suffix", "carries"), rows)


def members() -> str:
    """Return the members of a manifest with their types."""
    rows = [(f"`{each.name}`", f"`{_type(each.type)}`") for each in dataclasses.fields(manifest.Manifest)]
    return _table(("member", "type"), rows)


def kinds() -> str:
    """Return the scheme of our IRIs: each kind, the shape of its path and an example."""
    rows = []
    for kind in iris.KINDS:
        shape, example, meaning = _PATHS[kind]
        link = f"`{BASE}id/{example}`" if example else "–"
        rows.append((f"`id/{kind}/{shape}`", meaning, link))
    return _table(("path below the base", "names", "example"), rows)


def prefixes() -> str:
    """Return the prefixes that every Turtle file of ours binds."""
    return _table(("prefix", "namespace"), [(f"`{name}:`", f"<{iri}>") for name, iri in PREFIXES.items()])


def ontology() -> str:
    """Return every term of the vocabulary, classes first."""
    graph = rdf.parse_file(resources.folder("ontology") / "partnergraph.ttl")
    ours = sorted({term for term in graph.subjects(RDFS.isDefinedBy) if isinstance(term, URIRef)}, key=str)
    groups = {"Classes": (OWL.Class,), "Properties": (OWL.ObjectProperty, OWL.DatatypeProperty)}
    groups |= {"Functions": (SD.Function,), "Individuals": ()}
    parts: list[str] = []
    left = list(ours)
    for heading, types in groups.items():
        found = [term for term in left if not types or any((term, RDF.type, kind) in graph for kind in types)]
        left = [term for term in left if term not in found]
        parts.append(f"## {heading}\n")
        parts += [_term(graph, term) for term in found]
    return "\n".join(parts)


def concepts(file: str) -> str:
    """Return the concepts of one scheme with their names in both languages."""
    graph = rdf.parse_file(resources.folder("ontology") / file)
    found = sorted(set(graph.subjects(RDF.type, SKOS.Concept)), key=str)
    rows = [
        (f"`{rdf.compact(concept)}`", _said(graph, concept, "en"), _said(graph, concept, "sv")) for concept in found
    ]
    return _table(("concept", "English", "svenska"), rows)


def goals() -> str:
    """Return the 17 goals with their names and exact matches."""
    graph = rdf.parse_file(resources.folder("ontology") / "goals.ttl")
    exact = [m for each in _mapping_sets() for m in each.matches if m.predicate == SKOS.exactMatch]
    rows = []
    for number in range(1, 18):
        goal = URIRef(f"{PREFIXES['sdg']}{number}")
        matches = [str(match.object) for match in exact if match.subject == goal]
        rows.append(
            (f"<{goal}>", _said(graph, goal, "en"), _said(graph, goal, "sv"), " ".join(f"<{m}>" for m in matches))
        )
    return _table(("goal", "English", "svenska", "exact matches"), rows)


def mappings() -> str:
    """Return what each set of mappings links to, by which property, and how many links there are."""
    rows = [
        (f"`{each.name}.sssom.tsv`", f"`{source.rpartition('/')[2]}`", f"`{rdf.compact(predicate)}`", str(count))
        for each in _mapping_sets()
        for (source, predicate), count in sorted(Counter((m.source, m.predicate) for m in each.matches).items())
    ]
    return _table(("set", "leads to", "by", "links"), rows)


def rules() -> str:
    """Return the rules that suggest goals, with their conditions."""
    rows = [
        (f"`{rule.name}`", rule.kind, ", ".join(f"`{value}`" for value in rule.values), str(rule.goal))
        for rule in read_rules(resources.folder("data") / "goal-rules.csv")
    ]
    return _table(("rule", "looks at", "for", "goal"), rows)


def _mapping_sets() -> tuple[MatchSet, ...]:
    return read_sets(resources.folder("data") / "mappings")


def queries() -> str:
    """Return every canned query with its words in both languages, what can be given, its columns, and its text."""
    parts = []
    for query in read_catalogue(resources.queries()).values():
        body = "\n".join(line for line in query.text.splitlines() if not line.startswith("#+")).strip()
        words = "\n".join(f"{query.title[language]}. {query.description[language]}" for language in LANGUAGES)
        parts.append(f"## {query.name}\n\n{words}\n\n{_parameters(query)}{_columns(query)}```sparql\n{body}\n```\n")
    return "\n".join(parts)


def _parameters(query: CannedQuery) -> str:
    rows = [
        (f"`{each.name}`", each.label["en"], each.label["sv"], _taken(each), _unless_given(each))
        for each in query.parameters.values()
    ]
    return _table(("parameter", "English", "svenska", "takes", "unless given"), rows) + "\n\n" if rows else ""


def _taken(parameter: Parameter) -> str:
    several = "any of " if parameter.multiple else ""
    if parameter.kind == "in":
        return several + ", ".join(f"`{_as_written(term)}`" for term in parameter.allowed)
    return f"{several}{parameter.kind} `{rdf.compact(URIRef(parameter.of))}`"


def _unless_given(parameter: Parameter) -> str:
    shown = ", ".join(f"`{_as_written(term)}`" for term in parameter.default)
    return f"needed, such as {shown}" if parameter.required else shown or "anything"


def _as_written(term: Node) -> str:
    return rdf.compact(term) if isinstance(term, URIRef) else str(term)


def _columns(query: CannedQuery) -> str:
    rows = [(f"`{name}`", label["en"], label["sv"]) for name, label in query.columns.items()]
    return _table(("column", "English", "svenska"), rows) + "\n\n" if rows else ""


def interface() -> str:
    """Return every address of the server with its methods, what it takes, and what it comes as."""
    app = Flask("partnergraph.web", static_folder=None)
    for blueprint in (*(room.blueprint for room in ROOMS), web_problems.blueprint):
        app.register_blueprint(blueprint)
    rules = tuple(app.url_map.iter_rules())
    described = OpenApi(rules=rules, catalogue={}, words=api.words("en"), language="en", address="").document()
    rows = [
        (
            each.method,
            f"`{each.path}`",
            ", ".join(f"`{taken['name']}`" for taken in each.parameters if taken["in"] == "query"),
            ", ".join(f"`{media}`" for media in each.media) or "leads on",
        )
        for each in api.operations(described)
    ]
    return _table(("method", "address", "takes", "comes as"), rows)


def context_terms() -> str:
    """Return every term of the JSON-LD context: what it stands for, and how its values are written."""
    rows = [
        (f"`{name}`", _meaning(definition), _values(definition))
        for name, definition in context.terms().items()
        if not name.startswith("@")
    ]
    return _table(("name", "stands for", "values"), rows)


def _meaning(definition: object) -> str:
    """Return what a term of the context stands for, as Turtle writes it."""
    if isinstance(definition, dict):
        if "@reverse" in definition:
            return f"`^{rdf.compact(URIRef(definition['@reverse']))}`"
        definition = definition["@id"]
    iri = str(definition)
    return f"`{iri if iri.startswith('@') else rdf.compact(URIRef(iri))}`"


def _values(definition: object) -> str:
    """Return how the values of a term are written in JSON."""
    if not isinstance(definition, dict):
        return ""
    container, coerced = definition.get("@container", ()), str(definition.get("@type", ""))
    if "@language" in container:
        return "lists of texts by language" if "@set" in container else "texts by language"
    kinds = {"@id": "resource", "@vocab": "name of this table", "": "text"}
    kind = kinds.get(coerced) or f"`{rdf.compact(URIRef(coerced))}`"
    return f"list of {kind}" if "@set" in container else kind


def frames() -> str:
    """Return every frame with its class, where it and its schema lie, and what it nests."""
    rows = []
    for name in jsonld.frame_names():
        frame = json.loads(jsonld.frame_document(name))
        nested = [f"`{key}`" for key, sub in frame.items() if isinstance(sub, dict) and sub["@embed"] != "@never"]
        addresses = (f"`/frames/{name}.jsonld`", f"`/schemas/v{jsonld.VERSION}/{name}.json`")
        rows.append((f"`{frame['type']}`", *addresses, ", ".join(nested)))
    return _table(("class", "frame", "JSON Schema", "nested"), rows)


def shapes() -> str:
    """Return every shape of the gate: what it is about, its constraints, their severity and their words."""
    return "\n".join(_shape_file(path) for path in sorted(resources.folder("shapes").glob("*.ttl")))


def _shape_file(path: Path) -> str:
    graph = rdf.parse_file(path, blank="b")
    parts = [f"## {path.stem}\n\n`shapes/{path.name}`\n"]
    for shape in sorted(graph.subjects(RDF.type, SH.NodeShape), key=str):
        parts.append(f"### `{rdf.compact(shape)}`\n\n{_about(graph, shape)}\n")
        rows = [_constraint_row(graph, shape, shape)] if _constraints(graph, shape) else []
        rows += [_constraint_row(graph, each, shape) for each in sorted(graph.objects(shape, SH.property), key=str)]
        rows += [_constraint_row(graph, each, shape) for each in sorted(graph.objects(shape, SH.sparql), key=str)]
        if rows:
            parts.append(_table(("shape", "path", "constraint", "severity", "message"), rows) + "\n")
    return "\n".join(parts)


def _about(graph: Graph, shape: Node) -> str:
    words = {
        SH.targetClass: "each",
        SH.targetSubjectsOf: "each subject of",
        SH.targetObjectsOf: "each object of",
        SH.targetNode: "the node",
    }
    targets = [
        f"{text} `{rdf.compact(target)}`"
        for predicate, text in words.items()
        for target in sorted(graph.objects(shape, predicate), key=str)
    ]
    return f"{_said(graph, shape, 'en', SH.name)}: {', '.join(targets) or 'used by other shapes'}."


def _constraint_row(graph: Graph, shape: Node, parent: Node) -> tuple[str, ...]:
    path = graph.value(shape, SH.path)
    severity = graph.value(shape, SH.severity) or graph.value(parent, SH.severity) or SH.Violation
    return (
        f"`{rdf.compact(shape)}`",
        f"`{path_text(read_path(graph, path))}`" if path is not None else "–",
        _constraints(graph, shape) or "see its shapes",
        str(severity).rpartition("#")[2].lower(),
        _said(graph, shape, "en", SH.message),
    )


_NOT_CONSTRAINTS = {
    SH.path, SH.name, SH.message, SH.severity, SH.property, SH.sparql, SH.prefixes, SH.order, SH.description,
    SH.declare, SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf, SH.targetNode, SH.qualifiedValueShapesDisjoint,
}  # fmt: skip


def _constraints(graph: Graph, shape: Node) -> str:
    found = []
    for predicate, value in sorted(graph.predicate_objects(shape)):
        if predicate == SH.select:
            found.append("SPARQL")
        elif isinstance(predicate, URIRef) and predicate.startswith(str(SH)) and predicate not in _NOT_CONSTRAINTS:
            found.append(f"{predicate.rpartition('#')[2]} {_value(graph, value)}")
    return "; ".join(found)


def _value(graph: Graph, value: Node) -> str:
    if (value, RDF.first, None) in graph:
        return ", ".join(_value(graph, item) for item in graph.items(value))
    return f"`{rdf.compact(value)}`" if isinstance(value, URIRef) else f"`{value}`"


def _term(graph: Graph, term: URIRef) -> str:
    lines = [
        f"### `{rdf.compact(term)}`\n",
        f"*{_said(graph, term, 'en', RDFS.label)}* · *{_said(graph, term, 'sv', RDFS.label)}*\n",
        f"{_said(graph, term, 'en', RDFS.comment)}",
        f"{_said(graph, term, 'sv', RDFS.comment)}\n",
    ]
    details = {
        "domain": RDFS.domain,
        "range": RDFS.range,
        "kind of": RDFS.subClassOf,
        "narrower than": RDFS.subPropertyOf,
        "one of": RDF.type,
        "see also": RDFS.seeAlso,
    }
    for word, predicate in details.items():
        values = [
            v for v in graph.objects(term, predicate) if predicate != RDF.type or str(v).startswith(PREFIXES["pg"])
        ]
        if values:
            lines.append(f"* {word}: {', '.join(sorted(f'`{rdf.compact(value)}`' for value in values))}")
    return "\n".join(lines) + "\n"


def _said(graph: Graph, subject: Node, language: str, predicate: URIRef = SKOS.prefLabel) -> str:
    texts = [t for t in graph.objects(subject, predicate) if isinstance(t, Literal) and t.language == language]
    return str(min(texts)) if texts else "–"


def _descendants(
    kind: type[errors.PartnerGraphError], depth: int
) -> Iterator[tuple[type[errors.PartnerGraphError], int]]:
    yield kind, depth
    for child in kind.__subclasses__():
        yield from _descendants(child, depth + 1)


def _status(kind: type[errors.PartnerGraphError]) -> str:
    return str(next(STATUS[each] for each in kind.__mro__ if each in STATUS))


def _first_line(kind: type) -> str:
    return (kind.__doc__ or "").strip().partition("\n")[0]


def _default(value: object) -> str:
    return "–" if value in (None, "") else f"`{value:g}`" if isinstance(value, float) else f"`{value}`"


def _type(annotation: object) -> str:
    text = annotation.__name__ if isinstance(annotation, type) else str(annotation)
    return text.replace("collections.abc.", "").replace("partnergraph.manifest.", "")


def _stripped(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.splitlines())


def _table(header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    cells = [header, tuple("---" for _ in header), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in cells)
