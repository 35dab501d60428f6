"""The page of the vocabulary: its terms with what they mean, how they hang together, examples and rules."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from rdflib import URIRef

from partnergraph.errors import NotOffered
from partnergraph.language import in_language
from partnergraph.namespaces import DCTERMS, OWL, RDF, RDFS, SCHEMA, SD, SKOS
from partnergraph.rdf import compact
from partnergraph.store.embedded import Entity
from partnergraph.store.shapes import Shape
from partnergraph.web.labels import labels, shipped_labels
from partnergraph.web.links import Linked, linked
from partnergraph.web.service import page_language, service
from partnergraph.web.translations import gettext as _

from .rules import Rule, Wording

__all__ = ["Example", "Group", "Linking", "Term", "linkings", "ontology"]

_MOST_EXAMPLES: Final = 3
_LONGEST: Final = 120
"""Letters of a value that is shown as an example."""

_DOMAINS: Final = (str(RDFS.domain), str(SCHEMA.domainIncludes))
_ABOVE: Final = (str(RDFS.subClassOf), str(RDFS.subPropertyOf))
_UNNAMED: Final = (str(OWL.SymmetricProperty), str(SKOS.Concept))
"""Types that say nothing about the group to which a term belongs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Linking:
    """One property that leads from a class to a class; `ours` and `target_ours` say that we define those."""

    source: Linked
    property: Linked
    target: Linked
    ours: bool
    target_ours: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A resource that shows how a term is used, with the value where the term is a property."""

    subject: Linked
    value: Linked | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One term: its name and meaning in the reader's language, what it hangs together with, and where it is used.

    `facts` are pairs of words and terms.  `rules` are pairs of the kind of thing that a rule is about and the rule.
    """

    anchor: str
    name: str
    label: str
    definition: str
    language: str
    facts: tuple[tuple[str, tuple[Linked, ...]], ...]
    examples: tuple[Example, ...]
    rules: tuple[tuple[Linked, Rule], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Terms of one kind under their heading."""

    anchor: str
    title: str
    terms: tuple[Term, ...]


def ontology() -> Mapping[str, Any]:
    """Return what the page of the vocabulary shows."""
    found = service().vocabularies["ns"]
    itself = found.said.entity(found.iri, most=0)
    known = _known(found.terms)
    examples = _examples(found.terms)
    return {
        "itself": known.get(found.iri, ""),
        "about": _said(itself, str(DCTERMS.description))[0] if itself else "",
        "edition": next(iter(itself.values(str(OWL.versionInfo))), "") if itself else "",
        "groups": _groups(found.terms, known, examples or {}),
        "shows_examples": examples is not None,
        "linkings": linkings(found.terms, known),
    }


def linkings(terms: Iterable[Entity], known: Mapping[str, str]) -> list[Linking]:
    """Return each property that leads from a class to a class, in the order of the names of both."""
    listed = list(terms)
    ours = {term.iri for term in listed}
    found = [
        Linking(
            source=_link(source, known),
            property=_link(term.iri, known),
            target=_link(target, known),
            ours=source in ours,
            target_ours=target in ours,
        )
        for term in listed
        if str(OWL.ObjectProperty) in term.values(str(RDF.type))
        for source in term.values(*_DOMAINS)
        for target in term.values(str(RDFS.range))
    ]
    return sorted(found, key=lambda each: (each.source.text, each.property.text, each.target.text))


def _known(terms: Iterable[Entity]) -> Mapping[str, str]:
    """Return what we call the terms ourselves, so that they are shown also where the data cannot be reached."""
    return shipped_labels({service().vocabularies["ns"].iri, *(iri for term in terms for iri in term.iris())})


def _link(iri: str, known: Mapping[str, str]) -> Linked:
    """Return a term as a link; one that nobody named is called by its local name."""
    return linked(iri, known.get(iri, "") or compact(URIRef(iri)).strip("<>").rpartition(":")[2])


def _said(entity: Entity, predicate: str) -> tuple[str, str]:
    """Return a text of an entity in the reader's language, or in another one, with its language."""
    texts = {value.language: value.text for value in entity.facts.get(predicate, ()) if not value.is_iri}
    if not texts:
        return "", ""
    chosen = in_language(texts, page_language())
    return chosen, next(tag for tag, text in texts.items() if text == chosen)


def _groups(
    terms: Iterable[Entity], known: Mapping[str, str], examples: Mapping[str, tuple[Example, ...]]
) -> list[Group]:
    """Return the terms by kind; things with a name of their own stand by their class."""
    titles = {
        str(OWL.Class): ("classes", _("Classes")),
        str(OWL.ObjectProperty): ("links", _("Properties that link things")),
        str(OWL.DatatypeProperty): ("values", _("Properties that hold values")),
        str(SD.Function): ("functions", _("Functions")),
    }
    listed = list(terms)
    rules, backwards = _rules(), _backwards(listed)
    found: dict[tuple[str, str], list[Term]] = {each: [] for each in titles.values()}
    for term in listed:
        kind = next((each for each in term.values(str(RDF.type)) if each not in _UNNAMED), "")
        group = titles.get(kind, ("things", _("Things with a name of their own")))
        found.setdefault(group, []).append(_term(term, backwards, known, examples.get(term.iri, ()), rules))
    return [
        Group(anchor=f"all-{anchor}", title=title, terms=tuple(sorted(some, key=lambda each: each.label.casefold())))
        for (anchor, title), some in found.items()
        if some
    ]


def _backwards(terms: Iterable[Entity]) -> Mapping[str, Mapping[str, list[str]]]:
    """Return what other terms say of each term: its properties, what it is the value of, and what it is above."""
    ways = {"properties": _DOMAINS, "value of": (str(RDFS.range),), "kinds": (*_ABOVE, str(RDF.type))}
    found: dict[str, dict[str, list[str]]] = {way: {} for way in ways}
    for term in terms:
        for way, predicates in ways.items():
            for iri in term.values(*predicates):
                found[way].setdefault(iri, []).append(term.iri)
    return found


def _term(
    term: Entity,
    backwards: Mapping[str, Mapping[str, list[str]]],
    known: Mapping[str, str],
    examples: tuple[Example, ...],
    rules: Mapping[str, list[tuple[Linked, Rule]]],
) -> Term:
    definition, language = _said(term, str(RDFS.comment))
    return Term(
        anchor=term.iri.rpartition("#")[2],
        name=compact(URIRef(term.iri)),
        label=known.get(term.iri, term.iri),
        definition=definition,
        language=language,
        facts=tuple(_facts(term, backwards, known)),
        examples=examples,
        rules=tuple(rules.get(term.iri, ())),
    )


def _facts(
    term: Entity, backwards: Mapping[str, Mapping[str, list[str]]], known: Mapping[str, str]
) -> Iterable[tuple[str, tuple[Linked, ...]]]:
    """Yield what a term hangs together with: what it says itself, and what other terms say of it."""
    own = [value for value in term.values(str(RDF.type)) if value.startswith(service().vocabularies["ns"].iri)]
    related = (
        (_("Is a"), own),
        (_("Special kind of"), term.values(*_ABOVE)),
        (_("Belongs to"), term.values(*_DOMAINS)),
        (_("Its values are"), term.values(str(RDFS.range))),
        (_("Properties"), backwards["properties"].get(term.iri, ())),
        (_("Value of"), backwards["value of"].get(term.iri, ())),
        (_("Special kinds"), backwards["kinds"].get(term.iri, ())),
        (_("See also"), term.values(str(RDFS.seeAlso))),
    )
    for words, iris in related:
        if iris:
            yield words, tuple(_link(iri, known) for iri in iris)


def _examples(terms: Iterable[Entity]) -> Mapping[str, tuple[Example, ...]] | None:
    """Return examples from the data for each term, or None where they are not offered."""
    trusted = service().trusted
    try:
        found = {term.iri: trusted.examples(term.iri, _MOST_EXAMPLES) for term in terms}
    except NotOffered:
        return None
    iris = {subject for some in found.values() for subject, _value in some}
    iris |= {value.text for some in found.values() for _subject, value in some if value and value.is_iri}
    known = labels(iris)

    def shown(text: str, language: str, *, is_iri: bool) -> Linked:
        cut = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
        return linked(text, known.get(text, "")) if is_iri else Linked(text=cut, language=language)

    return {
        iri: tuple(
            Example(
                subject=linked(subject, known.get(subject, "")),
                value=shown(value.text, value.language, is_iri=value.is_iri) if value else None,
            )
            for subject, value in some
        )
        for iri, some in found.items()
    }


def _rules() -> Mapping[str, list[tuple[Linked, Rule]]]:
    """Return the rules by the terms that they are about, each with the kind of thing that it is for."""
    shapes = service().vocabularies["shapes"].shapes
    wording = Wording.of(shapes)
    found: dict[str, list[tuple[Linked, Rule]]] = {}
    for shape in shapes:
        kind = linked(shape.iri, wording.name(shape))
        for part in (shape, *shape.parts):
            terms = _about(part, shape) if part is not shape or shape.constraints else ()
            rule = wording.rule(part) if terms else None
            for iri in terms:
                if rule:
                    found.setdefault(iri, []).append((kind, rule))
    return found


def _about(part: Shape, shape: Shape) -> list[str]:
    """Return the terms under which a rule is shown: what its shape looks at, and the property where it begins."""
    targets = [iri for _way, iri in shape.targets]
    if part.path is None:
        return targets
    steps = part.path.steps if part.path.either else part.path.steps[:1]
    return list(dict.fromkeys([*targets, *(step.iri for step in steps)]))
