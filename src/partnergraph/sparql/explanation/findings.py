"""What the counts say: where a query goes empty, which terms the data does not know, and what they may be meant for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from partnergraph.sparql.mistakes.vocabulary import Vocabulary, nearest
from partnergraph.store.examination import Found, Term

from .plan import ANSWER, Part, Plan, Written
from .wording import sentence

__all__ = ["Explanation", "Hint", "Literals", "Step", "Unknown", "explanation"]

Mismatch = Literal["language", "datatype", "case"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A part of the query and what it finds: by itself, and joined with the parts of its group before it.

    A count is None where it was not made or could not be; `more` says that there are more than were counted.
    """

    part: Part
    alone: int | None
    alone_more: bool
    joined: int | None
    joined_more: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """A term that occurs nowhere in the data, and the IRIs most like it; `in_ontology` says so of a term of ours.

    `in_ontology` is None for the terms of others.
    """

    written: Written
    near: tuple[str, ...]
    in_ontology: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Literals:
    """A literal that was not found, and those of the data that differ from it in language, datatype or case alone."""

    written: Written
    mismatch: Mismatch
    found: tuple[Term, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """A sentence about the query, by language, and the place it is about, where there is one."""

    sentence: Mapping[str, str]
    line: int | None = None
    column: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why a query has the answer it has.

    `answers` counts the rows, or the triples; `empty` is the index of the first step that leaves nothing.
    `whole` is false when not everything could be counted before the deadline, or the query is too large for that.
    """

    answers: int | None
    answers_more: bool
    steps: tuple[Step, ...]
    empty: int | None
    unknown: tuple[Unknown, ...]
    literals: tuple[Literals, ...]
    hints: tuple[Hint, ...]
    whole: bool


def explanation(
    looked: Plan, found: Mapping[str, Found], *, ended: bool, vocabulary: Vocabulary | None = None
) -> Explanation:
    """Say what was found; `ended` is whether all checks were made before the deadline."""
    words = vocabulary or Vocabulary()
    answer = found.get(ANSWER, Found(name=ANSWER))
    steps = tuple(_step(part, found) for part in looked.parts)
    empty = _first_empty(steps)
    unknown = tuple(_unknown(term, found, words) for term in looked.terms if _count(found, term.known) == 0)
    literals = tuple(each for term in looked.literals if (each := _literals(term, found, steps)) is not None)
    hints = [
        *(_of_unknown(each, words) for each in unknown),
        *(_of_literals(each) for each in literals),
        *_of_steps(steps, empty, answer),
        *_of_limits(looked, ended=ended),
    ]
    return Explanation(
        answers=answer.count,
        answers_more=answer.more,
        steps=steps,
        empty=empty,
        unknown=unknown,
        literals=literals,
        hints=tuple(hints),
        whole=ended and looked.cut and looked.whole,
    )


def _count(found: Mapping[str, Found], name: str) -> int | None:
    return found[name].count if name in found else None


def _step(part: Part, found: Mapping[str, Found]) -> Step:
    nothing = Found(name="")
    alone, joined = found.get(part.alone, nothing), found.get(part.joined, nothing)
    return Step(part=part, alone=alone.count, alone_more=alone.more, joined=joined.count, joined_more=joined.more)


def _first_empty(steps: tuple[Step, ...]) -> int | None:
    """Return the first step of the outermost group that leaves nothing; within a part that is empty, the one inside."""
    first = next((n for n, step in enumerate(steps) if step.part.depth == 0 and step.joined == 0), None)
    while (
        first is not None and steps[first].part.kind not in {"union", "optional", "minus"} and steps[first].alone == 0
    ):
        depth = steps[first].part.depth
        inside = []
        for step in steps[first + 1 :]:
            if step.part.depth <= depth:
                break
            inside.append(step)
        within = next((n for n, step in enumerate(inside) if step.part.depth == depth + 1 and step.joined == 0), None)
        if within is None:
            break
        first += 1 + within
    return first


def _unknown(term: Written, found: Mapping[str, Found], vocabulary: Vocabulary) -> Unknown:
    near = tuple(row[0].value for row in found[term.alike].rows) if term.alike in found else ()
    namespace = vocabulary.namespace(vocabulary.prefix)
    ours = term.iri.startswith(namespace)
    local = term.iri.removeprefix(namespace)
    if ours and not near and (like := nearest(local, vocabulary.terms)):
        near = (f"{namespace}{like}",)
    return Unknown(written=term, near=near, in_ontology=local in vocabulary.terms if ours else None)


def _literals(term: Written, found: Mapping[str, Found], steps: tuple[Step, ...]) -> Literals | None:
    """Return the literals that are almost the one asked for, or None when it is found itself or nothing is like it."""
    rows = found[term.alike].rows if term.alike in found else ()
    others = tuple(row[0] for row in rows if len(row) > 1 and row[0] != row[1])
    if not others or len(others) < len(rows) or not _was_something(steps, term.part):
        return None
    asked = rows[0][1]
    mismatch: Mismatch = "case"
    if any(other.value == asked.value for other in others):
        others = tuple(other for other in others if other.value == asked.value)
        mismatch = "language" if any(other.language != asked.language for other in others) else "datatype"
    return Literals(written=term, mismatch=mismatch, found=others)


def _was_something(steps: tuple[Step, ...], part: int) -> bool:
    """Return whether a step began with something, so that its emptiness is its own."""
    step = steps[part]
    before = [each for each in steps[:part] if each.part.group == step.part.group]
    return step.part.kind == "triple" or not before or before[-1].joined != 0


def _of_unknown(unknown: Unknown, vocabulary: Vocabulary) -> Hint:
    kind = (
        "unused-term" if unknown.in_ontology else "unknown-term" if unknown.in_ontology is None else "not-in-ontology"
    )
    near = _compact(unknown.near[0], vocabulary) if unknown.near else ""
    words = {"written": unknown.written.text, "near": near}
    return _at(unknown.written, sentence(f"{kind}-near" if near and kind != "unused-term" else kind, words))


def _of_literals(literals: Literals) -> Hint:
    words = {"written": literals.written.text, "found": ", ".join(_shown(each) for each in literals.found[:_SHOWN])}
    return _at(literals.written, sentence(f"literal-{literals.mismatch}", words))


_SHOWN: Final = 3


def _of_steps(steps: tuple[Step, ...], empty: int | None, answer: Found) -> list[Hint]:
    if empty is None:
        last = next((step for step in reversed(steps) if step.part.depth == 0), None)
        if answer.count == 0 and last is not None and last.joined:
            return [Hint(sentence=sentence("emptied-after", {"count": str(last.joined)}))]
        return []
    step = steps[empty]
    before = [each for each in steps[:empty] if each.part.group == step.part.group]
    words = {"pattern": step.part.text, "count": str(before[-1].joined) if before else ""}
    kinds = {None: "nothing-left", 0: "nothing-alone"}
    kind = "filter" if step.part.kind == "filter" else kinds.get(step.alone, "nothing-joined")
    return [Hint(sentence=sentence(kind, words), line=step.part.line, column=step.part.column)]


def _of_limits(looked: Plan, *, ended: bool) -> list[Hint]:
    reasons = {"not-cut": not looked.cut, "too-large": not looked.whole, "deadline": not ended}
    return [Hint(sentence=sentence(kind, {})) for kind, holds in reasons.items() if holds]


def _at(written: Written, words: Mapping[str, str]) -> Hint:
    return Hint(sentence=words, line=written.line, column=written.column)


def _compact(iri: str, vocabulary: Vocabulary) -> str:
    for prefix, namespace in vocabulary.prefixes.items():
        local = iri.removeprefix(namespace)
        if local != iri and local.replace("-", "").replace("_", "").isalnum():
            return f"{prefix}:{local}"
    return f"<{iri}>"


def _shown(term: Term) -> str:
    quoted = f'"{term.value}"'
    if term.language:
        return f"{quoted}@{term.language}"
    local = term.datatype.removeprefix("http://www.w3.org/2001/XMLSchema#")
    if local == "string":
        return quoted
    return f"{quoted}^^xsd:{local}" if local != term.datatype else f"{quoted}^^<{term.datatype}>"
