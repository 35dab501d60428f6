"""Goals that nobody stated but a rule suggests: the rules, how often each is right, and the links they make.

A rule says: a project in this area, with this theme or with one of these words works towards this goal. It is measured
on the projects whose sources state goals: `n` of them meet its condition, and a share of these state its goal.
A rule that was measured on fewer than five, or is wrong more often than right, suggests nothing.
Only a project whose source states no goal at all gets suggestions: where goals are stated, what is left out is left
out on purpose, and counts against the rule.
"""

import re
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Final, Literal, get_args

from rdflib import URIRef
from rdflib.term import Node

from partnergraph.ingest.tables import Row, read_rows
from partnergraph.iris import Minter
from partnergraph.names import same_text
from partnergraph.namespaces import DCTERMS, PG, PROV, RDF, RDFS, SDG, SKOS, XSD

from .triples import Triples

__all__ = ["COLUMNS", "FEWEST", "Rule", "add_suggestions", "read_rules"]

COLUMNS: Final = ("rule", "kind", "values", "goal", "note")
FEWEST: Final = 5
"""The smallest number of projects that state goals on which a rule may be measured."""

_RIGHT_ENOUGH: Final = Decimal("0.5")
_PLACES: Final = Decimal("0.0001")

_Kind = Literal["area", "theme", "text"]
_NAME: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_GOALS: Final = {str(number): number for number in range(1, 18)}
_PROPERTIES: Final = {"area": PG.projectArea, "theme": PG.theme}
_WORDS: Final = {"en": "Words of the text", "sv": "Ord i texten"}
_GOAL: Final = {"en": "goal", "sv": "mål"}
_CONDITIONS: Final[Mapping[str, Mapping[str, str]]] = {
    "area": {"en": "Projects in the project area {}.", "sv": "Projekt i projektområdet {}."},
    "theme": {"en": "Projects with the theme {}.", "sv": "Projekt med temat {}."},
    "text": {
        "en": "Projects with one of these in title or description, where * stands for any ending: {}.",
        "sv": "Projekt med något av detta i titel eller beskrivning, där * står för vilken ändelse som helst: {}.",
    },
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule: `values` is the slug of one area or theme, or the words and phrases that a text may have."""

    name: str
    kind: _Kind
    values: tuple[str, ...]
    goal: int

    @property
    def pattern(self) -> "re.Pattern[str]":
        """What finds one of the words in a text that `same_text` has made comparable."""
        words = (re.escape(same_text(value)).replace(r"\*", r"\w*") for value in self.values)
        return re.compile(rf"\b(?:{'|'.join(words)})\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Measured:
    """A rule as it was measured: on which projects, and how many of them state its goal."""

    rule: Rule
    sample: frozenset[URIRef]
    right: int

    @property
    def share(self) -> Decimal | None:
        """How often the rule is right, to four places, or None when it was measured on too few."""
        support = len(self.sample)
        return (Decimal(self.right) / support).quantize(_PLACES) if support >= FEWEST else None


def read_rules(path: Path) -> tuple[Rule, ...]:
    """Read the table of rules; raise UnreadableInput with file and line for the first that is not right."""
    rules: dict[str, Rule] = {}
    for row in read_rows(path, COLUMNS):
        rule = _rule(row)
        if rule.name in rules:
            raise row.broken(f"The rule {rule.name} stands in a row before")
        rules[rule.name] = rule
    return tuple(rules.values())


def add_suggestions(triples: Triples, rules: tuple[Rule, ...], minter: Minter) -> None:
    """Add every rule with its measure, and the links it suggests.

    To be called when all projects, areas and themes are in the graph with their labels.
    """
    projects = _instances(triples, PG.Project)
    stated = {one for one in projects if (one, PG.goalStatement, PG.Stated) in triples.graph}
    texts = {project: _text(triples, project) for project in projects}
    for rule in rules:
        meeting = projects & _meeting(triples, texts, rule, minter)
        sample = frozenset(meeting & stated)
        goal = SDG[str(rule.goal)]
        right = sum(1 for project in sample if (project, PG.goal, goal) in triples.graph)
        measured = _Measured(rule=rule, sample=sample, right=right)
        _add_rule(triples, measured, minter)
        if measured.share is not None and measured.share >= _RIGHT_ENOUGH:
            for project in sorted(meeting - stated):
                _add_link(triples, measured, project, minter)


def _rule(row: Row) -> Rule:
    """Return one row as a value."""
    name, goal, values = row.required("rule"), row.required("goal"), row.several("values")
    kind = next((known for known in get_args(_Kind) if known == row.required("kind")), None)
    if kind is None:
        raise row.broken(f"kind is “{row['kind']}”", hint=f"Expected one of {', '.join(get_args(_Kind))}.")
    if not _NAME.fullmatch(name):
        raise row.broken(f"rule is “{name}”, expected lower-case words with hyphens")
    if goal not in _GOALS:
        raise row.broken(f"goal is “{goal}”, expected a number from 1 to 17")
    if not values or (kind != "text" and len(values) > 1):
        raise row.broken(f"values holds {len(values)}, expected one {kind}, or several words for a text")
    return Rule(name=name, kind=kind, values=values, goal=_GOALS[goal])


def _instances(triples: Triples, kind: URIRef) -> frozenset[URIRef]:
    return frozenset(one for one in triples.graph.subjects(RDF.type, kind) if isinstance(one, URIRef))


def _text(triples: Triples, project: URIRef) -> str:
    """Return titles and descriptions of a project, in all languages, in one comparable text."""
    found = (text for what in (DCTERMS.title, DCTERMS.description) for text in triples.graph.objects(project, what))
    return "\n".join(sorted(same_text(str(text)) for text in found))


def _meeting(triples: Triples, texts: Mapping[URIRef, str], rule: Rule, minter: Minter) -> AbstractSet[Node]:
    """Return what meets the condition of a rule, projects among it."""
    if rule.kind == "text":
        pattern = rule.pattern
        return {project for project, text in texts.items() if pattern.search(text)}
    return set(triples.graph.subjects(_PROPERTIES[rule.kind], minter.id(rule.kind, rule.values[0])))


def _add_rule(triples: Triples, measured: _Measured, minter: Minter) -> None:
    """Add a rule: its condition in words, and the measure with the records of the projects it was made on."""
    rule = measured.rule
    subject = minter.id("rule", rule.name)
    for language, words in _CONDITIONS[rule.kind].items():
        what = ", ".join(rule.values) if rule.kind == "text" else _name(triples, rule, language, minter)
        short = _WORDS[language] if rule.kind == "text" else what
        triples.texts(subject, RDFS.label, {language: f"{short} → {_GOAL[language]} {rule.goal}"})
        triples.texts(subject, RDFS.comment, {language: words.format(what)})
    triples.link(subject, RDF.type, PG.Rule)
    triples.strings(subject, SKOS.notation, [rule.name])
    triples.link(subject, DCTERMS.subject, SDG[str(rule.goal)])
    triples.number(subject, PG.support, len(measured.sample))
    if measured.share is not None:
        triples.typed(subject, PG.confidence, str(measured.share), XSD.decimal)
    triples.link(subject, PROV.wasDerivedFrom, *_records(triples, measured.sample))


def _add_link(triples: Triples, measured: _Measured, project: URIRef, minter: Minter) -> None:
    """Add one suggestion, with the rule, its measure, and the records that the project was read from."""
    rule = measured.rule
    subject = minter.id("goal-link", project.rpartition("/")[2], f"{rule.goal}-suggested-{rule.name}")
    labels = {
        "en": f"Goal {rule.goal}, suggested by the rule {rule.name}",
        "sv": f"Mål {rule.goal}, föreslaget av regeln {rule.name}",
    }
    triples.resource(subject, PG.GoalLink, labels)
    triples.link(subject, PG.subject, project)
    triples.link(subject, PG.linkedGoal, SDG[str(rule.goal)])
    triples.link(subject, PG.evidence, PG.Suggested)
    triples.strings(subject, PG.rule, [rule.name])
    triples.link(subject, PG.suggestedBy, minter.id("rule", rule.name))
    triples.typed(subject, PG.confidence, str(measured.share), XSD.decimal)
    triples.number(subject, PG.support, len(measured.sample))
    triples.link(subject, PROV.wasDerivedFrom, *_records(triples, {project}))


def _records(triples: Triples, projects: Iterable[URIRef]) -> list[URIRef]:
    """Return the records that projects were read from."""
    found = (record for project in projects for record in triples.graph.objects(project, PROV.wasDerivedFrom))
    return [record for record in found if isinstance(record, URIRef)]


def _name(triples: Triples, rule: Rule, language: str, minter: Minter) -> str:
    """Return how the area or theme of a rule is called in a language, else its slug."""
    labels = triples.graph.objects(minter.id("area" if rule.kind == "area" else "theme", rule.values[0]), RDFS.label)
    return next((str(label) for label in labels if getattr(label, "language", None) == language), rule.values[0])
