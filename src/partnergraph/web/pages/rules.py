"""Shapes in words: what each rule asks for, how severe it is and what to do, as rows of a table."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Self

from partnergraph.language import in_language
from partnergraph.namespaces import SH
from partnergraph.store.shapes import Constraint, Path, Shape
from partnergraph.web.labels import shipped_labels
from partnergraph.web.links import Linked, linked
from partnergraph.web.service import page_language, service
from partnergraph.web.translations import gettext as _
from partnergraph.web.translations import ngettext

__all__ = ["Demand", "Rule", "Ruled", "Severity", "Wording", "ruled", "severity", "shape_names"]

_COUNTED: Final = frozenset(map(str, (SH.minCount, SH.maxCount, SH.qualifiedMinCount)))
"""What is said in the column that tells how many."""

_CODES: Final = frozenset(map(str, (SH.pattern, SH["in"], SH.hasValue, SH.languageIn)))
"""Constraints whose literals are texts for machines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Severity:
    """How much a result matters: `name` for styles, and the word for people."""

    name: str
    word: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """One demand in words, with the terms or texts that it names; `code` says that its texts are for machines."""

    words: str
    values: tuple[Linked, ...] = ()
    code: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One row: what it is about, the path there, how many values, what they have to be, and what it says."""

    anchor: str
    name: Linked
    path: tuple[Linked, ...]
    either: bool
    many: str
    demands: tuple[Demand, ...]
    severity: Severity
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruled:
    """All rules for one kind of thing: the shape, what it looks at in words and terms, and its rows."""

    anchor: str
    title: str
    looks_at: tuple[Demand, ...]
    rules: tuple[Rule, ...]


def severity(iri: str) -> Severity:
    """Return how much a result of a severity matters, in words; others are called by their own name."""
    name = iri.rpartition("#")[2]
    words = {"Violation": _("violation"), "Warning": _("warning"), "Info": _("note")}
    return Severity(name=name.lower(), word=words.get(name, name))


def shape_names() -> Mapping[str, Shape]:
    """Return every shape that ships, with those of properties, by its IRI."""
    shapes = service().vocabularies["shapes"].shapes
    return {each.iri: each for shape in shapes for each in (shape, *shape.parts)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What shapes are put into words with, looked up once for all of them: labels of terms, and words of SHACL."""

    labels: Mapping[str, str]
    demands: Mapping[str, str]
    severities: Mapping[str, Severity]
    language: str

    @classmethod
    def of(cls, shapes: Iterable[Shape]) -> Self:
        """Return the words for some shapes in the language of this request."""
        listed = list(shapes)
        severities = {each.severity for shape in listed for each in (shape, *shape.parts)}
        return cls(
            labels=_known(listed),
            demands=_demands(),
            severities={iri: severity(iri) for iri in severities},
            language=page_language(),
        )

    def rule(self, shape: Shape) -> Rule:
        """Return one shape, of a thing or of a property, as a row."""
        return Rule(
            anchor=_anchor(shape),
            name=linked(shape.iri, self.name(shape)),
            path=_path(shape.path),
            either=bool(shape.path and shape.path.either),
            many=_many(shape) if shape.path else "",
            demands=tuple(self._demand(each) for each in shape.constraints if each.parameter not in _COUNTED),
            severity=self.severities[shape.severity],
            message=in_language(shape.messages, self.language),
        )

    def name(self, shape: Shape) -> str:
        """Return what a shape is called."""
        return in_language(shape.names, self.language) or _anchor(shape)

    def _demand(self, constraint: Constraint) -> Demand:
        name = constraint.parameter.rpartition("#")[2]
        words = self.demands.get(name, name)
        if name in {"uniqueLang", "sparql"}:
            return Demand(words=words)
        values = tuple(
            linked(each.text, self.labels.get(each.text, "")) if each.is_iri else Linked(text=each.text)
            for each in constraint.values
        )
        return Demand(words=words, values=values, code=constraint.parameter in _CODES)


def ruled(shapes: Iterable[Shape]) -> list[Ruled]:
    """Return shapes in words, in order of their names in the language of this request."""
    listed = list(shapes)
    wording = Wording.of(listed)
    found = [
        Ruled(
            anchor=_anchor(shape),
            title=wording.name(shape),
            looks_at=tuple(_looks_at(way, iri, wording.labels) for way, iri in shape.targets),
            rules=tuple(wording.rule(each) for each in (shape, *shape.parts) if each is not shape or each.constraints),
        )
        for shape in listed
    ]
    return sorted(found, key=lambda each: each.title.casefold())


def _known(shapes: Iterable[Shape]) -> Mapping[str, str]:
    """Return the labels of our terms that shapes speak of, and the names of shapes that they lead to.

    The data is not asked: what ships with the program is shown also where the data cannot be reached.
    """
    every = [each for shape in shapes for each in (shape, *shape.parts)]
    iris = {value.text for each in every for one in each.constraints for value in one.values if value.is_iri}
    iris |= {step.iri for each in every if each.path for step in each.path.steps}
    iris |= {iri for each in every for _way, iri in each.targets}
    return shipped_labels(iris) | {
        iri: in_language(each.names, page_language()) for iri, each in shape_names().items() if iri in iris
    }


def _anchor(shape: Shape) -> str:
    return shape.iri.rpartition("#")[2]


def _looks_at(way: str, iri: str, known: Mapping[str, str]) -> Demand:
    words = {
        "targetClass": _("everything of the class"),
        "targetSubjectsOf": _("everything that has the property"),
        "targetObjectsOf": _("every value of the property"),
        "targetNode": _("this one thing"),
    }
    return Demand(words=words[way.rpartition("#")[2]], values=(linked(iri, known.get(iri, "")),))


def _path(path: Path | None) -> tuple[Linked, ...]:
    """Return the properties of a path under their short names; one that is followed backwards has a sign before it."""
    if path is None:
        return ()
    steps = ((linked(step.iri), "^" if step.inverse else "") for step in path.steps)
    return tuple(Linked(text=f"{sign}{each.text}", href=each.href, iri=each.iri) for each, sign in steps)


def _many(shape: Shape) -> str:
    """Say how many values there have to be."""
    if (fitting := shape.number(SH.qualifiedMinCount)) is not None:
        return ngettext("at least %(num)s that fits", "at least %(num)s that fit", fitting) % {"num": fitting}
    least, most = shape.number(SH.minCount), shape.number(SH.maxCount)
    if most is None:
        return _("at least %(number)s") % {"number": least} if least else _("any number")
    if most == 0:
        return _("none")
    if least == most:
        return _("exactly %(number)s") % {"number": most}
    return (
        _("%(least)s to %(most)s") % {"least": least, "most": most}
        if least
        else _("at most %(number)s") % {"number": most}
    )


def _demands() -> Mapping[str, str]:
    """Return what each constraint of SHACL asks for."""
    return {
        "class": _("each of the class"),
        "datatype": _("each of the type"),
        "nodeKind": _("each of the kind"),
        "in": _("each one of"),
        "hasValue": _("holds"),
        "pattern": _("in the form"),
        "minLength": _("letters, at the least"),
        "minInclusive": _("at the least"),
        "maxInclusive": _("at the most"),
        "languageIn": _("in one of the languages"),
        "uniqueLang": _("one for each language"),
        "qualifiedValueShape": _("those that fit"),
        "not": _("never what fits"),
        "or": _("fits at least one of"),
        "equals": _("the same values as"),
        "disjoint": _("no value in common with"),
        "lessThanOrEquals": _("not greater than"),
        "sparql": _("a question in SPARQL finds nothing wrong"),
    }
