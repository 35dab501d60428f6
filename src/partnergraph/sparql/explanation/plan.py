"""What to look at in a query: its patterns, each by itself and joined with those before it, its terms and literals.

All queries made here are stretches of the stranger's text between our own words, never the values of a template:
a stretch is a part of a query that the scan has passed, and goes to the same workers.
"""

from dataclasses import dataclass, field, replace
from typing import Final

from partnergraph.sparql.elements import Block, Piece, Span, block, cut
from partnergraph.sparql.outline import Outline, Token
from partnergraph.store.examination import Check

from .asking import Asking

__all__ = ["ANSWER", "Part", "Plan", "Written", "plan"]

ANSWER: Final = "answer"
"""The name of the check that counts what the query itself answers."""

_MOST_PARTS: Final = 50
_MOST_TERMS: Final = 40
_MOST_LITERALS: Final = 20
_SHOWN: Final = 300
_NEW: Final = frozenset({"<<", "<<(", "~"})
"""Signs of SPARQL 1.2, whose patterns are not cut."""

_KINDS: Final = {"{": "group", "SELECT": "subselect"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a group: its text and place, its kind, and how deep it lies; `group` tells parts of one group apart.

    `alone` and `joined` are the names of its checks, empty where there is nothing to count.
    """

    kind: str
    text: str
    line: int
    column: int
    depth: int
    group: int
    alone: str = ""
    joined: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A term as the query writes it, its place, its IRI, and the names of its checks: is it known, and what is alike.

    `part` is the index of the part that a literal stands in.
    """

    text: str
    line: int
    column: int
    iri: str = ""
    known: str = ""
    alike: str = ""
    part: int = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """All that is looked at; `cut` is false when the query could not be taken apart, `whole` when it was too large."""

    checks: tuple[Check, ...]
    parts: tuple[Part, ...] = ()
    terms: tuple[Written, ...] = ()
    literals: tuple[Written, ...] = ()
    cut: bool = True
    whole: bool = True


def plan(query: str) -> Plan:
    """Return what to look at in a query that has passed the scan."""
    outline = Outline.of(query)
    maker = _Maker(outline=outline, asking=Asking(outline=outline))
    root = next((index for index, token in enumerate(outline.tokens) if _is_root(outline, index, token)), None)
    cannot = bool(outline.unclosed or outline.stray) or any(token.text in _NEW for token in outline.tokens)
    if not cannot:
        maker.name_terms()
    if root is not None and not cannot:
        maker.values_at_the_end(maker.walk(root, "", 0), root)
    answer = Check(name=ANSWER, query=query, kind="count")
    return Plan(
        checks=(*maker.first, *maker.counts, answer, *maker.last),
        parts=tuple(maker.parts),
        terms=tuple(maker.terms),
        literals=tuple(maker.literals),
        cut=not cannot,
        whole=len(maker.parts) < _MOST_PARTS,
    )


def _is_root(outline: Outline, index: int, token: Token) -> bool:
    """Return whether a brace opens the WHERE of the query itself."""
    if token.text != "{" or token.outer != -1 or outline.at(index - 1).word == "CONSTRUCT":
        return False
    return outline.at(outline.closers.get(index, -1)).zone == "modifiers"


@dataclass(slots=True, kw_only=True)
class _Maker:
    """Walks the groups of a query and writes down what to count: `first` cheap looks, then counts, then the rest."""

    outline: Outline
    asking: Asking
    first: list[Check] = field(default_factory=list)
    counts: list[Check] = field(default_factory=list)
    last: list[Check] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    terms: list[Written] = field(default_factory=list)
    literals: list[Written] = field(default_factory=list)

    def walk(self, opener: int, graph: str, depth: int) -> str:
        """Take a group apart and return its text; `graph` is the `GRAPH …` it stands in, if any."""
        after, filters = self._patterns(opener, graph, depth)
        conditions = ""
        for condition in filters:
            conditions += f" {self.asking.text(condition.span)}"
            if len(self.parts) < _MOST_PARTS:
                self._part(condition, "filter", depth, opener, joined=_in(graph, f"{after}{conditions}"))
                self._literals_of(condition)
        return f"{after}{conditions}"

    def values_at_the_end(self, group: str, root: int) -> None:
        """Write down the VALUES that follow the WHERE of the query, if any."""
        for index in self.outline.inside(-1):
            if self.outline.tokens[index].word == "VALUES" and len(self.parts) < _MOST_PARTS:
                found, _ = block(self.outline, index)
                joined = f"{{ {group}\n}} {self.asking.text(found.span)}"
                self._part(found, "values", 0, root, joined=joined)
                self._literals_of(found)

    def _patterns(self, opener: int, graph: str, depth: int) -> tuple[str, list[Block]]:
        """Write down the parts of a group but its filters; return its text without them, and the filters."""
        start = end = self.outline.tokens[opener].end
        text, subject, verb = "", (0, 0), (0, 0)
        filters: list[Block] = []
        for element in cut(self.outline, opener):
            if isinstance(element, Piece):
                if not element.terms:
                    continue
                subject, verb = _subject_and_verb(element, subject, verb)
                end = element.terms[-1][1]
                text += self.asking.text((start, end))
                self._triple(element, (subject, verb, text), graph, depth, opener)
            elif element.word == "FILTER":
                end = element.span[1]
                text += f"{self.asking.text((start, element.span[0]))} FILTER(true) "  # may stand anywhere, as it may
                filters.append(element)
            else:
                end = element.span[1]
                text += self.asking.text((start, end))
                self._block(element, text, graph, depth, opener)
            start = end
        return text, filters

    def _triple(self, piece: Piece, known: tuple[Span, Span, str], graph: str, depth: int, group: int) -> None:
        """Write down one triple pattern."""
        if len(self.parts) >= _MOST_PARTS:
            return
        subject, verb, text = known
        one_term = len(piece.terms) == 1 and piece.lead == "."
        spans = (piece.terms[0],) if one_term else (subject, verb, piece.terms[-1])
        alone = " ".join(self.asking.text(span) for span in spans)
        at = piece.terms[0][0]
        self._add("triple", alone, (at, depth, group), _in(graph, alone), _in(graph, text))
        value = self.outline.at(piece.tokens[-1])
        if value.kind in {"string", "number"} or value.word in {"TRUE", "FALSE"}:
            pattern = f"?s_ {self.asking.text(verb)} ?found_"
            self._literal(piece.terms[-1], _in(graph, pattern), self.parts[-1].alone)

    def _block(self, found: Block, text: str, graph: str, depth: int, group: int) -> None:
        """Write down what is not a triple, and what lies within it."""
        kind = "union" if len(found.groups) > 1 else _KINDS.get(found.word, found.word.lower())
        inner = "" if kind in {"bind", "optional", "minus"} else _in(graph, self.asking.text(found.span))
        if len(self.parts) < _MOST_PARTS:
            self._part(found, kind, depth, group, alone=inner, joined=_in(graph, text))
            if kind == "values":
                self._literals_of(found)
        if kind in {"values", "service"}:
            return
        within = f"GRAPH {self.outline.at(found.name).text}" if kind == "graph" else graph
        for opener in found.groups:
            where = opener
            if opener in self.outline.queries:
                where = next((n for n in self.outline.inside(opener) if self.outline.tokens[n].text == "{"), opener)
            self.walk(where, within, depth + 1)

    def _part(self, found: Block, kind: str, depth: int, group: int, *, joined: str, alone: str = "") -> None:
        self._add(kind, self.asking.text(found.span), (found.span[0], depth, group), alone, joined)

    def _add(self, kind: str, text: str, where: tuple[int, int, int], alone: str, joined: str) -> None:
        at, depth, group = where
        number = len(self.parts)
        line, column = self.asking.place(at)
        part = Part(kind=kind, text=_short(text), line=line, column=column, depth=depth, group=group)
        if alone:
            part = replace(part, alone=f"alone-{number}")
            self.counts.append(Check(name=part.alone, query=self.asking.counting(alone)))
        part = replace(part, joined=f"joined-{number}")
        self.counts.append(Check(name=part.joined, query=self.asking.counting(joined)))
        self.parts.append(part)

    def _literals_of(self, found: Block) -> None:
        """Write down the texts that a FILTER compares with, or that VALUES lists."""
        for index in range(found.first, len(self.outline.tokens)):
            token = self.outline.tokens[index]
            if token.start >= found.span[1]:
                return
            following = self.outline.at(index + 1)
            end = following if following.kind == "tag" else token
            signs = {self.outline.at(index - 1).text, self.outline.at(index + (2 if end is following else 1)).text}
            compared = "=" in signs or token.zone == "values" or self.outline.at(token.outer - 1).word == "IN"
            if token.kind == "string" and compared:
                self._literal((token.start, end.end), "?s_ ?p_ ?found_", self.parts[-1].joined)

    def _literal(self, span: Span, pattern: str, after: str) -> None:
        if len(self.literals) >= _MOST_LITERALS:
            return
        name = f"literal-{len(self.literals)}"
        text = self.asking.text(span)
        line, column = self.asking.place(span[0])
        self.last.append(Check(name=name, query=self.asking.same(text, pattern), kind="rows", after=after))
        part = len(self.parts) - 1
        self.literals.append(Written(text=_short(text), line=line, column=column, alike=name, part=part))

    def name_terms(self) -> None:
        """Write down the IRIs of the patterns, each once."""
        for index, token in enumerate(self.outline.tokens):
            iri = self.outline.iri(token)
            if not iri or not self._is_resource(index, token) or any(term.iri == iri for term in self.terms):
                continue
            if len(self.terms) < _MOST_TERMS:
                self._term(token, iri)

    def _is_resource(self, index: int, token: Token) -> bool:
        """Return whether an IRI names something in the data, rather than a function or a datatype."""
        before, after = self.outline.at(index - 1), self.outline.at(index + 1)
        called = after.text == "(" and (self.outline.at(token.outer).text == "(" or before.word == "FILTER")
        return token.zone in {"select", "pattern", "values"} and before.text != "^^" and not called

    def _term(self, token: Token, iri: str) -> None:
        number = len(self.terms)
        known, alike = f"term-{number}", f"alike-{number}"
        name = token.text
        self.first.append(Check(name=known, query=self.asking.known(name), everywhere=True))
        line, column = self.asking.place(token.start)
        self.terms.append(Written(text=_short(name), line=line, column=column, iri=iri, known=known, alike=alike))
        namespace, near = self.asking.split(iri)
        if near:
            query = self.asking.alike(namespace)
            self.last.append(Check(name=alike, query=query, kind="rows", after=known, near=near, everywhere=True))


def _subject_and_verb(piece: Piece, subject: Span, verb: Span) -> tuple[Span, Span]:
    """Return the subject and the property of a piece, given those of the one before."""
    if piece.lead == ".":
        subject = piece.terms[0]
    if len(piece.terms) > 1:
        verb = piece.terms[-2]
    return subject, verb


def _in(graph: str, group: str) -> str:
    return f"{graph} {{ {group}\n}}" if graph and group else group


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _SHOWN else f"{flat[:_SHOWN]}…"
