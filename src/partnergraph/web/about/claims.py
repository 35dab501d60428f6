"""Which goals things have, and on what that rests: stated, inherited and suggested are never mixed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from partnergraph.namespaces import PG, SDG
from partnergraph.web.links import Linked

from .around import Around

__all__ = ["EVIDENCE", "Claim", "Evidence", "claims", "key", "number", "order"]

EVIDENCE: Final = tuple(map(str, (PG.Stated, PG.Inherited, PG.Suggested)))
"""The kinds of evidence, the strongest first; what one of them says is never counted as another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """That a thing works on a goal; a suggestion has the `rule` that makes it, and how sure that is."""

    number: str
    goal: Linked
    subject: Linked
    link: Linked | None = None
    rule: Linked | None = None
    confidence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A kind of evidence, the key by which pages show it, and the claims that rest on it."""

    key: str
    kind: Linked
    claims: tuple[Claim, ...]


def claims(around: Around, subjects: Iterable[str]) -> list[Evidence]:
    """Return the goals of some things that have been read, by the evidence for them; only kinds that occur."""
    about = list(dict.fromkeys(subjects))
    around.read_pointing(about, PG.subject)
    found = [*_stated(around, about), *_linked(around, about)]
    around.name({iri for _, claim in found for iri in (claim[0], claim[1], claim[2]) if iri} | set(EVIDENCE))
    return [
        Evidence(key=key(kind), kind=around.link(kind), claims=tuple(sorted(some, key=_order)))
        for kind in EVIDENCE
        if (some := [_claim(around, *claim) for evidence, claim in found if evidence == kind])
    ]


def key(evidence: str) -> str:
    """Return the word by which pages know a kind of evidence: `stated`."""
    return evidence.rpartition("#")[2].lower()


def number(iri: str) -> str:
    """Return the number of a goal or target: `16`, `16.7`."""
    return iri.removeprefix(str(SDG))


_Found = tuple[str, tuple[str, str, str]]
"""Evidence, and goal, subject and the link between them, "" where it is stated without one."""


def _stated(around: Around, about: list[str]) -> Iterator[_Found]:
    for subject in about:
        for goal in around.values(subject, PG.goal, PG.target):
            yield EVIDENCE[0], (goal, subject, "")


def _linked(around: Around, about: list[str]) -> Iterator[_Found]:
    for subject in about:
        for link in around.pointing(subject, PG.subject).subjects:
            for goal in around.values(link, PG.linkedGoal):
                yield around.one(link, PG.evidence), (goal, subject, link)


def _claim(around: Around, goal: str, subject: str, link: str) -> Claim:
    rule, written = around.one(link, PG.suggestedBy), around.one(link, PG.rule)
    return Claim(
        number=number(goal),
        goal=around.link(goal),
        subject=around.link(subject),
        link=around.link(link) if link else None,
        rule=around.link(rule) if rule else Linked(text=written) if written else None,
        confidence=around.one(link, PG.confidence),
    )


def _order(claim: Claim) -> tuple[list[tuple[int, str]], str]:
    return order(claim.number), claim.subject.text


def order(code: str) -> list[tuple[int, str]]:
    """Return where a goal or target stands: by number, and lettered targets after the numbered ones."""
    return [(int(part), "") if part.isdecimal() else (_LAST, part) for part in code.split(".")]


_LAST: Final = 1_000
