"""The gazetteer as RDF: countries, territories, bodies and networks, each with its names and codes."""

from collections.abc import Iterable

from partnergraph.ingest.gazetteer import Body, Country, Gazetteer, Name, Network, Territory
from partnergraph.iris import Minter
from partnergraph.names import slug
from partnergraph.namespaces import GEO, PG, SF, SKOS, WGS, XSD

from .triples import Triples

__all__ = ["add_gazetteer", "add_network", "labels_of"]


def add_gazetteer(triples: Triples, gazetteer: Gazetteer, minter: Minter) -> None:
    """Add every country, territory, body and known network."""
    for country in gazetteer.countries.values():
        _add_country(triples, country, minter)
    for territory in gazetteer.territories.values():
        _add_territory(triples, territory, minter)
    for body in gazetteer.bodies.values():
        _add_body(triples, body, minter)
    for network in gazetteer.networks.values():
        add_network(triples, network, minter)


def labels_of(names: Iterable[Name]) -> dict[str, str]:
    """Return one label for each language: the first name in it."""
    labels: dict[str, str] = {}
    for name in names:
        _ = labels.setdefault(name.language or "", name.text)
    return labels


def add_network(triples: Triples, network: Network, minter: Minter) -> None:
    """Add a network with its names and, where stated, its years."""
    subject = minter.id("network", network.slug)
    triples.resource(subject, PG.Network, labels_of(network.names))
    for name in network.forms:
        triples.texts(subject, SKOS.altLabel, {name.language or "": name.text})
    for predicate, year in ((PG.startYear, network.start_year), (PG.endYear, network.end_year)):
        if year:
            triples.typed(subject, predicate, str(year), XSD.gYear)


def _add_country(triples: Triples, country: Country, minter: Minter) -> None:
    subject = minter.id("country", country.code.lower())
    triples.resource(subject, PG.Country, labels_of(country.names))
    triples.strings(subject, PG.countryCode, [country.code])
    triples.strings(subject, PG.qid, [country.qid])


def _add_territory(triples: Triples, territory: Territory, minter: Minter) -> None:
    subject = minter.id("territory", territory.key)
    labels = labels_of((territory.name, *territory.names))
    triples.resource(subject, PG.Territory, labels)
    for name in territory.names:
        if labels[name.language or ""] != name.text:
            triples.texts(subject, SKOS.altLabel, {name.language or "": name.text})
    triples.link(subject, PG.country, minter.id("country", territory.country.lower()))
    triples.strings(subject, PG.subdivisionCode, [territory.subdivision])
    triples.strings(subject, PG.katottg, [territory.katottg])
    triples.strings(subject, PG.geonamesId, [territory.geonames])
    triples.strings(subject, PG.qid, [territory.qid])
    if territory.point:
        latitude, longitude = territory.point
        point = minter.id("geometry", territory.key)
        triples.typed(subject, WGS.lat, str(latitude), XSD.decimal)
        triples.typed(subject, WGS.long, str(longitude), XSD.decimal)
        triples.link(subject, GEO.hasGeometry, point)
        triples.resource(point, SF.Point, labels)
        triples.typed(point, GEO.asWKT, f"POINT({longitude} {latitude})", GEO.wktLiteral)


def _add_body(triples: Triples, body: Body, minter: Minter) -> None:
    subject = minter.id("body", body.key)
    labels = labels_of((body.name, *body.names))
    triples.resource(subject, PG.LocalGovernment, labels)
    own = body.name.language or ""
    others = [(name.language or "", name.text) for name in body.names]
    others += [(own, text) for text in body.published_as if text not in body.misspellings]
    for language, text in others:
        if labels.get(language) != text:
            triples.texts(subject, SKOS.altLabel, {language: text})
    for text in body.misspellings:
        triples.texts(subject, SKOS.hiddenLabel, {own: text})
    for name in body.plain_names:
        triples.texts(subject, PG.shortName, {name.language or own: name.text})
    triples.link(subject, PG.bodyType, *(minter.id("body-type", slug(kind)) for kind in body.types))
    triples.link(subject, PG.country, minter.id("country", body.country.lower()))
    triples.link(subject, PG.territory, minter.id("territory", body.territory))
    triples.strings(subject, PG.scbCode, [body.scb_code])
    triples.strings(subject, PG.countyCode, [body.county_code])
    triples.strings(subject, PG.katottg, [body.katottg])
    triples.strings(subject, PG.qid, [body.qid])
