"""One reading of a query's text, token by token: what is open, what was counted, and what is refused."""

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Final, Literal, Self

from partnergraph.errors import QueryRefused, QuerySyntax, QueryTooComplex
from partnergraph.settings import Settings

from .tokens import TOKEN

__all__ = ["Bounds", "Form", "Reading"]

Form = Literal["select", "ask", "construct", "describe"]

_FORMS: Final[tuple[Form, ...]] = Form.__args__  # type: ignore[attr-defined]  # typing does not type its own tuple
_KEYWORD: Final = re.compile(r"service|select|values|graph|union|optional|bind|filter|minus|lateral|exists")
_UPDATE: Final = re.compile(r"(?:load|insert|delete|clear|drop|create).*|(?:add|move|copy)(?:silent)?|with")
_TERM_WORDS: Final = frozenset({"a", "true", "false"})
_OPENERS: Final = frozenset({"{", "(", "[", "<<", "<<("})
_CLOSERS: Final = {")": "(r", "]": "[", "}": "{vg", ">>": "<", ")>>": "<"}
_OPERATORS: Final = frozenset({"&&", "||", "!", "=", "!=", "<", ">", "<=", ">=", "+", "-", "*"})
_STEPS: Final = frozenset({"/", "|", "^"})
_DOUBTFUL: Final = frozenset({"iri", "sign"})
_ENDS: Final = frozenset({".", ";", ","})
_BRACE_NEXT: Final = re.compile(r"(?:[ \t\r\n]++|#[^\r\n]*+)*+\{")
_PIECE: Final = re.compile(r"\w++|\W")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What a query may hold at most: `length` in bytes of UTF-8, brackets open at once, and counts of each thing."""

    length: int = 65_536
    nesting: int = 100
    patterns: int = 100
    clauses: int = 100
    operators: int = 1_000

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Return the bounds that the settings say."""
        return cls(
            length=settings.query_bytes,
            nesting=settings.query_nesting,
            patterns=settings.query_patterns,
            clauses=settings.query_clauses,
            operators=settings.query_operators,
        )


@dataclass(slots=True, kw_only=True, eq=False)
class Reading:
    """Where a reading stands.

    `opened` names the brackets that are open: `{`, `g` for the braces of GRAPH ?variable, `v` for those of VALUES,
    `(`, `r` for a row or the variables of VALUES, `[`, and `<` for a triple term.
    `last` is what stood before: a `term`, a `group`, a `sign`, or nothing of these; `pending` a keyword that waits.
    `guessed` says that a `<` was once read as a comparison though it could begin an IRI.
    """

    text: str
    bounds: Bounds
    position: int = 0
    opened: str = ""
    last: str = ""
    pending: str = ""
    guessed: bool = False
    form: Form | None = None
    counts: Counter[str] = field(default_factory=Counter)

    def place(self) -> tuple[int, str, str, str]:
        """Return what must be equal for two readings to go on alike."""
        return self.position, self.opened, self.last, self.pending

    def run(self) -> Self | None:
        """Read on until the text ends, or until a second reading begins and is returned."""
        while self.position < len(self.text):
            if (other := self.step()) is not None:
                return other
        return None

    def step(self) -> Self | None:
        """Read one token; return a second reading where one begins here, which takes `<` for a comparison.

        Raises QueryRefused, QueryTooComplex, or QuerySyntax where this reading cannot be a query.
        """
        match = TOKEN.match(self.text, self.position)
        if match is None or match.lastgroup is None:  # pragma: no cover - one alternative takes any character
            raise AssertionError(self.position)
        kind, token = match.lastgroup, match[match.lastgroup]
        other = self._comparison(match.start(kind)) if kind in _DOUBTFUL and self._doubtful(token) else None
        self.position = match.end()
        if kind == "sign":
            self._sign(token)
        elif kind == "words":
            for piece in _PIECE.findall(token):
                self._word(piece) if piece[0] == "_" or piece[0].isalnum() else self._sign(piece)
        elif kind == "open":
            line, column = self._where(match.start(kind))
            raise QuerySyntax("A string is never closed", line=line, column=column)
        elif kind != "end":
            self._term(token)
        return other

    def _doubtful(self, token: str) -> bool:
        """Return whether `<` could be a comparison too: inside an expression and after something to compare."""
        comparable = self.opened[-1:] == "(" and self.last in {"term", "group"}
        return comparable and token[0] == "<" and token not in {"<", "<="}

    def _comparison(self, start: int) -> Self:
        self._count("operators", "operators", self.bounds.operators)
        return type(self)(
            text=self.text,
            bounds=self.bounds,
            position=start + 1,
            opened=self.opened,
            last="sign",
            guessed=True,
            form=self.form,
            counts=self.counts.copy(),
        )

    def _term(self, token: str) -> None:
        # The engine reads SERVICEx:a as two words; hardly any other name with a colon comes before a brace.
        named = token[0] not in "<\"'?$@" and "service" in token.casefold().partition(":")[0]
        if named and _BRACE_NEXT.match(self.text, self.position):
            raise self._no_service()
        if self.last == "term" and self.opened[-1:] == "(" and token[0] != "@":
            self._count("patterns", "triple patterns, path steps and list members", self.bounds.patterns)
        if self.pending == "graph" and token[0] in "?$":
            self.pending = "graph ?"
        elif self.pending != "values":
            self.pending = ""
        self.last = "term"

    def _word(self, word: str) -> None:
        folded = word.casefold()
        if folded in _TERM_WORDS:
            self._term(word)
            return
        if self.form is None:
            self.form = next((form for form in _FORMS if folded.startswith(form)), None)
        if _UPDATE.fullmatch(folded):
            raise QueryRefused(
                f"{word.upper()} is an update; this service only answers questions",
                hint="Use SELECT, ASK or CONSTRUCT.",
            )
        self.pending = ""
        for keyword in _KEYWORD.findall(folded):
            self._keyword(keyword)
        self.last = ""

    def _keyword(self, keyword: str) -> None:
        if keyword == "service":
            # In a guessed reading the pieces of an IRI stand as words: `…/service` is division there.
            if not (self.guessed and self.last == "sign"):
                raise self._no_service()
            return
        if "g" in self.opened and keyword in {"select", "values"}:
            raise QueryTooComplex(
                f"{keyword.upper()} inside GRAPH ?variable {{ … }} is answered wrongly by the engine",
                hint="Write the GRAPH inside the SELECT: { SELECT … { GRAPH ?g { … } } }, and VALUES before the GRAPH.",
            )
        self._count(keyword, keyword.upper(), self.bounds.clauses)
        if keyword in {"graph", "values"}:
            self.pending = keyword

    def _sign(self, sign: str) -> None:
        if sign in _OPENERS:
            self._open(sign)
        elif sign in _CLOSERS:
            self._close(sign)
        elif sign in _STEPS or (sign in _ENDS and self.opened[-1:] not in {"(", "r", "v"}):
            self._count("patterns", "triple patterns, path steps and list members", self.bounds.patterns)
            self.last = "sign" if sign in _STEPS else ""
        elif sign in _OPERATORS:
            self._count("operators", "operators", self.bounds.operators)
            self.last = "sign"
        elif sign not in "?$":
            self.last = "sign" if sign in {",", "^^"} else ""

    def _open(self, sign: str) -> None:
        kind = sign[0]
        if kind == "{":
            kind = {"graph ?": "g", "values": "v"}.get(self.pending, "{")
            self.pending = ""
        elif kind == "(" and (self.pending == "values" or self.opened[-1:] == "v"):
            kind = "r"
        self.opened += kind
        self.last = ""
        if len(self.opened) > self.bounds.nesting:
            line, column = self._where(self.position)
            raise QueryTooComplex(
                f"More than {self.bounds.nesting} brackets are open at line {line}, column {column}",
                hint="Write the query with fewer nested brackets.",
            )

    def _close(self, sign: str) -> None:
        """Close the innermost bracket that fits, and all within it; what fits nothing is left to the engine."""
        at = max(self.opened.rfind(kind) for kind in _CLOSERS[sign])
        if at < 0:
            self.last = "sign" if sign == ">>" else "group"
            return
        if sign in "}]" and self.last == "term" and self.opened[at] != "v":
            self._count("patterns", "triple patterns, path steps and list members", self.bounds.patterns)
        self.opened = self.opened[:at]
        self.last = "group" if sign == "}" else "term"

    def _count(self, name: str, words: str, most: int) -> None:
        self.counts[name] += 1
        if self.counts[name] > most:
            raise QueryTooComplex(f"The query has more than {most} {words}", hint="Ask in several queries.")

    def _no_service(self) -> QueryRefused:
        line, column = self._where(self.position)
        reason = f"SERVICE is refused (before line {line}, column {column}): this service asks no other"
        return QueryRefused(reason, hint="Ask the other service yourself and put its answer into VALUES.")

    def _where(self, position: int) -> tuple[int, int]:
        before = self.text[:position]
        return before.count("\n") + 1, position - before.rfind("\n")
