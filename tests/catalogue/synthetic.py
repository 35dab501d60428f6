"""Data of any size in the shape of a release: tests tell by it how the cost of a query grows, benchmarks what it is.

What is looked up by name keeps its neighbourhood at every size: the municipality, partner, partnership, project and
source that the queries name as examples are in ten partnerships at most.
"""

from collections.abc import Iterator

import pyoxigraph as ox

from partnergraph.namespaces import DCTERMS, GEO, PG, PROV, RDF, RDFS, SDG, SDGO, SH, SKOS, WGS, XSD

__all__ = ["dataset", "quads"]

_ID = "https://w3id.org/partnergraph/id/"
_COUNTRIES = ("ua", "bw", "za", "ke", "tz", "cn", "md", "gh", "ug", "rw")
_FINDINGS = ox.NamedNode("https://w3id.org/partnergraph/graph/findings")
_REPORT = ox.NamedNode("https://w3id.org/partnergraph/graph/report")
_OURS = ox.DefaultGraph()
_FEW = 10

_Graph = ox.DefaultGraph | ox.NamedNode
_Made = Iterator[ox.Quad]


def dataset(partnerships: int) -> ox.Store:
    """Return a store with some 80 statements for each of so many partnerships."""
    store = ox.Store()
    store.bulk_extend(quads(partnerships))
    return store


def quads(partnerships: int) -> Iterator[ox.Quad]:
    """Yield some 80 statements for each of so many partnerships; a few come twice."""
    yield from _constant()
    bodies = max(20, partnerships // 4)
    for n in range(bodies):
        yield from _body(n, "se")
        yield from _body(n, _COUNTRIES[n % 10])
    for n in range(partnerships):
        yield from _partnership(n, bodies)
        yield from _record(n)


def _constant() -> _Made:
    """Yield what does not grow: goals, countries, areas, themes and networks."""
    for n in range(1, 18):
        yield from _said(SDG[str(n)], (RDF.type, SDGO.Goal), (SKOS.notation, ox.Literal(str(n))))
        yield from _named(SDG[str(n)], f"Goal {n}", SKOS.prefLabel)
        yield from _said(SDG[str(n)], (SKOS.exactMatch, f"https://example.org/goal/{n}"))
    for code in ("se", *_COUNTRIES):
        yield from _said(f"{_ID}country/{code}", (RDF.type, PG.Country), (PG.countryCode, ox.Literal(code.upper())))
        yield from _named(f"{_ID}country/{code}", code)
    for kind, scheme in (("area", "project-areas"), ("theme", "themes")):
        for n in range(6):
            yield from _said(f"{_ID}{kind}/{n}", (SKOS.inScheme, f"{_ID}scheme/{scheme}"))
            yield from _named(f"{_ID}{kind}/{n}", f"{kind} {n}", SKOS.prefLabel)
    for n in range(4):
        yield from _said(f"{_ID}network/{n}", (RDF.type, PG.Network))
        yield from _named(f"{_ID}network/{n}", f"Network {n}")


def _body(n: int, country: str) -> _Made:
    """Yield a body and its place; the first ones have the names of the examples."""
    body = _iri("body", n, country)
    place = body.replace("/body/", "/territory/")
    yield from _said(
        body,
        (RDF.type, PG.LocalGovernment),
        (PG.country, f"{_ID}country/{country}"),
        (PG.territory, place),
        (PG.bodyType, f"{_ID}body-type/municipality"),
        (PG.qid, ox.Literal(f"Q{n}{country}")),
    )
    if country == "se":
        yield from _said(body, (PG.scbCode, ox.Literal("1980" if n == 0 else f"x{n}")))
    yield from _named(body, f"Body {n} {country}")
    point = body.replace("/body/", "/geometry/")
    wkt = ox.Literal(f"POINT({n % 90} {n % 45})", datatype=_node(GEO.wktLiteral))
    yield from _said(place, (RDF.type, PG.Territory), (GEO.hasGeometry, point), (PG.geonamesId, ox.Literal(str(n))))
    yield from _said(place, (WGS.lat, ox.Literal(n % 45)), (WGS.long, ox.Literal(n % 90)))
    yield from _said(point, (GEO.asWKT, wkt))


def _partnership(n: int, bodies: int) -> _Made:
    """Yield a partnership and its project, which have goals, areas and themes on all grounds."""
    home, other = n % bodies, (n * 7 + n // bodies) % bodies
    swedish, abroad = _iri("body", home, "se"), _iri("body", other, _COUNTRIES[other % 10])
    this, project = _iri("partnership", n), _iri("project", n)
    yield from _said(
        this,
        (RDF.type, PG.Partnership),
        (PG.swedishPartner, swedish),
        (PG.internationalPartner, abroad),
        (PG.partner, swedish),
        (PG.partner, abroad),
        (PROV.wasDerivedFrom, f"{_ID}record/x/{n}"),
    )
    if n < _FEW:
        yield from _said(this, (PG.inNetwork, f"{_ID}network/{n % 4}"))
    if n % 5 == 0:
        third = _iri("body", (other + 1) % bodies, _COUNTRIES[(other + 1) % bodies % 10])
        yield from _said(this, (PG.internationalPartner, third), (PG.partner, third))
    yield from _said(swedish, (PG.pairedWith, abroad))
    yield from _said(abroad, (PG.pairedWith, swedish))
    yield from _named(this, f"Partnership {n}")
    yield from _project(n, project, this)
    for place, (subject, ground) in enumerate(((this, PG.Inherited), (project, PG.Suggested))):
        link = f"{_ID}goal-link/{n}/{place}"
        yield from _said(link, (RDF.type, PG.GoalLink), (PG.subject, subject), (PG.evidence, ground))
        yield from _said(link, (PG.linkedGoal, SDG[str((n + place) % 17 + 1)]), (PG.rule, ox.Literal("rule")))
        yield from _said(link, (PROV.wasDerivedFrom, f"{_ID}record/x/{n}"))


def _project(n: int, this: str, partnership: str) -> _Made:
    yield from _said(
        this,
        (RDF.type, PG.Project),
        (PG.inPartnership, partnership),
        (PG.goalStatement, PG.Stated if n % 3 else PG.NotStated),
        (PG.projectArea, f"{_ID}area/{n % 6}"),
        (PG.theme, f"{_ID}theme/{n % 6}"),
        (PG.theme, f"{_ID}theme/{(n + 1 + n % 4) % 6}"),
        (PROV.wasDerivedFrom, f"{_ID}record/x/{n}"),
        (DCTERMS.source, f"https://example.org/{n}"),
    )
    yield from _named(this, f"Project {n}", DCTERMS.title)
    yield from _named(this, f"Project {n}")
    if n % 3:
        yield from _said(this, (PG.goal, SDG[str(n % 17 + 1)]), (PG.goal, SDG[str((n + 3) % 17 + 1)]))
    if n % 4 == 0:
        yield from _said(this, (PG.startYear, ox.Literal(str(2000 + n % 25), datatype=_node(XSD.gYear))))


def _record(n: int) -> _Made:
    """Yield the record and the document it stands in, its fields and what is odd in it; a document has ten records."""
    this, document = f"{_ID}record/x/{n}", _iri("source", n // 10)
    yield from _said(
        this,
        (RDF.type, PG.SourceRecord),
        (PG.inDocument, document),
        (PG.firstLine, ox.Literal(n)),
        (PG.lastLine, ox.Literal(n + 9)),
    )
    if n % 3:
        yield from _said(this, (PG.goal, SDG[str(n % 17 + 1)]))
    for line, states in enumerate((DCTERMS.title, PG.goal, PG.partner)):
        field = f"{_ID}field/x/{n}/{line}"
        yield from _said(field, (RDF.type, PG.Field), (PG.inRecord, this), (PG.line, ox.Literal(n + line)))
        yield from _said(field, (PG.states, states), (PG.asWritten, ox.Literal(f"Text {n}")))
        yield from _said(field, (PG.fieldName, ox.Literal("field")))
    finding = f"{_ID}finding/x/{n}"
    yield from _said(
        finding,
        (RDF.type, PG.Finding),
        (PG.inDocument, document),
        (PG.inRecord, this),
        (PG.line, ox.Literal(n)),
        (PG.code, ox.Literal(f"code-{n % 5}")),
        (PG.severity, SH.Warning),
        graph=_FINDINGS,
    )
    yield from _named(finding, "Finding", RDFS.comment, _FINDINGS)
    result = f"{_ID}result/{n}"
    yield from _said(result, (RDF.type, SH.ValidationResult), (SH.sourceShape, SH[f"x{n % 5}"]), graph=_REPORT)
    yield from _said(result, (SH.resultSeverity, SH.Warning), (SH.resultPath, PG.severity), graph=_REPORT)
    if n % 10 == 0:
        day = ox.Literal(f"2026-11-{n % 28 + 1:02}", datatype=_node(XSD.date))
        yield from _said(document, (RDF.type, PG.SourceDocument), (DCTERMS.date, day), (DCTERMS.source, document))
        yield from _said(document, (PG.fileName, ox.Literal(f"{n}.txt")), (PG.lineCount, ox.Literal(n)))


_EXAMPLES = {
    ("body", "se", 0): "se-vasteras",
    ("body", "se", 1): "se-vaxjo",
    ("body", "bw", 1): "za-jb-marks",
    ("partnership", "", 0): "se-vasteras--ua-shatsk",
    ("project", "", 0): "gotland-berislav",
    ("source", "", 0): "ale-en",
}


def _iri(kind: str, n: int, country: str = "") -> str:
    return f"{_ID}{kind}/" + _EXAMPLES.get((kind, country, n), f"{country}-x{n}")


def _named(subject: str, name: str, predicate: str = RDFS.label, graph: _Graph = _OURS) -> _Made:
    names = [(predicate, ox.Literal(name, language=language)) for language in ("en", "sv")]
    return _said(subject, *names, graph=graph)


def _said(subject: str, *facts: tuple[str, str | ox.Literal], graph: _Graph = _OURS) -> _Made:
    for predicate, value in facts:
        term = value if isinstance(value, ox.Literal) else _node(value)
        yield ox.Quad(_node(subject), _node(predicate), term, graph)


def _node(iri: str) -> ox.NamedNode:
    return ox.NamedNode(str(iri))
