"""A linear look at a query's words before it meets an engine: refuses what is never allowed, and what is too much.

The scan gives good errors early; safety rests on the worker, which cannot open a socket and can be killed.
It fails closed.  Where `<` may begin an IRI or be a comparison (the engine tries both), both readings go on side by
side and the stricter verdict holds.  Codepoint escapes are scanned as written and decoded, since engines differ.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from partnergraph.errors import QuerySyntax, QueryTooComplex, TooLarge

from .reading import Bounds, Form, Reading
from .tokens import ESCAPE, decoded

__all__ = ["Bounds", "Form", "Scan", "scan"]

_MOST_READINGS: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """What the scan learnt: the form of the query, None when it has none and the engine will say so."""

    form: Form | None

    @property
    def makes_graph(self) -> bool:
        """Return whether the answer is a graph rather than rows or a truth."""
        return self.form in {"construct", "describe"}


def scan(query: str, bounds: Bounds | None = None) -> Scan:
    """Look through a query and return what it is.

    Raises QueryRefused for SERVICE and updates, QueryTooComplex over a bound or for a form that the engine answers
    wrongly, TooLarge over the length, and QuerySyntax for a string that is never closed.
    """
    limits = bounds or Bounds()
    length = len(query.encode("utf-8", "surrogatepass"))
    if length > limits.length:
        reason = f"The query is {length:,} bytes long; this service reads {limits.length:,}"
        raise TooLarge(reason, hint="Ask in several queries.")
    found = _read(query, limits)
    if ESCAPE.search(query):
        _read(decoded(query), limits)
    return found


def _read(text: str, bounds: Bounds) -> Scan:
    """Follow all readings of a text side by side, always the one that lags behind, and join those that meet again."""
    first = Reading(text=text, bounds=bounds)
    readings = [first]
    unclosed: QuerySyntax | None = None
    while unfinished := [each for each in readings if each.position < len(text)]:
        reading = min(unfinished, key=lambda each: each.position)
        try:
            other = reading.run() if len(readings) == 1 else reading.step()
        except QuerySyntax as error:
            unclosed = unclosed or error
            readings.remove(reading)
            continue
        readings = list(_joined([*readings, other] if other is not None else readings))
        if len(readings) > _MOST_READINGS:
            raise QueryTooComplex("The query can be read in too many ways", hint="Put a space after each `<`.")
    if not readings and unclosed is not None:
        raise unclosed
    return Scan(form=first.form)


def _joined(readings: list[Reading]) -> Iterator[Reading]:
    met: dict[tuple[int, str, str, str], Reading] = {}
    for reading in readings:
        known = met.get(reading.place())
        if known is None:
            met[reading.place()] = reading
            yield reading
        else:
            known.counts |= reading.counts  # of two counts the larger
            known.guessed = known.guessed and reading.guessed
