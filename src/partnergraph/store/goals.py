"""What is linked to a goal or target, with the evidence for each link: stated, inherited and suggested kept apart."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from partnergraph.namespaces import PG

__all__ = ["GoalLink", "goal_counts", "goal_links"]

_STATING: Final = tuple(ox.NamedNode(str(name)) for name in (PG.goal, PG.target))
_LINKED: Final = ox.NamedNode(str(PG.linkedGoal))
_EVIDENCE: Final = ox.NamedNode(str(PG.evidence))


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class GoalLink:
    """One thing linked to a goal: the `evidence` is the IRI `pg:Stated`, `pg:Inherited` or `pg:Suggested`.

    A suggested link has the `rule` that suggests it and its `confidence` as written, "" elsewhere.
    """

    evidence: str
    subject: str
    rule: str = ""
    confidence: str = ""


def goal_links(store: ox.Store, goal: str, most: int) -> tuple[GoalLink, ...]:
    """Return at most `most` links to a goal for each kind of evidence, sorted."""
    by_evidence: dict[str, list[GoalLink]] = {}
    for link in sorted(set(_links(store, ox.NamedNode(goal)))):
        by_evidence.setdefault(link.evidence, []).append(link)
    return tuple(link for links in by_evidence.values() for link in links[:most])


def goal_counts(store: ox.Store) -> dict[str, Mapping[str, int]]:
    """Return goal → evidence → how many things are linked to it so; reads every link to a goal."""
    found: dict[str, dict[str, set[str]]] = {}
    for predicate in (*_STATING, _LINKED):
        for quad in store.quads_for_pattern(None, predicate, None, None):
            evidence, subject = str(PG.Stated), quad.subject.value  # type: ignore[union-attr]  # a triple is no subject
            if predicate == _LINKED:
                evidence, subject = _value(store, quad.subject, _EVIDENCE), _value(store, quad.subject, PG.subject)
            found.setdefault(str(quad.object.value), {}).setdefault(evidence, set()).add(subject)  # type: ignore[union-attr]  # an IRI
    return {goal: {name: len(subjects) for name, subjects in kinds.items()} for goal, kinds in found.items()}


def _links(store: ox.Store, goal: ox.NamedNode) -> Iterator[GoalLink]:
    for predicate in _STATING:
        for quad in store.quads_for_pattern(None, predicate, goal, None):
            yield GoalLink(evidence=str(PG.Stated), subject=str(quad.subject.value))  # type: ignore[union-attr]  # as above
    for quad in store.quads_for_pattern(None, _LINKED, goal, None):
        yield GoalLink(
            evidence=_value(store, quad.subject, _EVIDENCE),
            subject=_value(store, quad.subject, PG.subject),
            rule=_value(store, quad.subject, PG.rule),
            confidence=_value(store, quad.subject, PG.confidence),
        )


def _value(store: ox.Store, subject: object, predicate: object) -> str:
    """Return the first value of a property in order, or ""."""
    quads = store.quads_for_pattern(subject, ox.NamedNode(str(predicate).strip("<>")), None, None)  # type: ignore[arg-type]  # a node
    return min((str(quad.object.value) for quad in quads), default="")  # type: ignore[union-attr]  # never a triple
