"""Who points at a resource by one property: counted, and some of them named, however many there are."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from typing import Final

import pyoxigraph as ox

__all__ = ["MOST_COUNTED", "NOBODY", "Pointing", "pointing"]

MOST_COUNTED: Final = 10_000
"""Subjects are counted up to this number; beyond it there are just more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pointing:
    """The first `subjects` in the order of their IRIs, and the `count` of all; with `more` there are still others."""

    subjects: tuple[str, ...] = ()
    count: int = 0
    more: bool = False


NOBODY: Final = Pointing()


def pointing(
    store: ox.Store, iris: Iterable[str], predicates: Iterable[str], most: int, skipped: int = 0
) -> Mapping[tuple[str, str], Pointing]:
    """Return (resource, property) → who points at it so, for those pairs where anybody does.

    At most `most` subjects are named for each, after the first `skipped`.  A text that is no IRI is pointed at by none.
    """
    properties = list(_nodes(predicates))
    found: dict[tuple[str, str], Pointing] = {}
    for node in _nodes(iris):
        for name in properties:
            quads = islice(store.quads_for_pattern(None, name, node, None), MOST_COUNTED + 1)
            subjects = sorted({quad.subject.value for quad in quads if isinstance(quad.subject, ox.NamedNode)})
            if subjects:
                counted = subjects[:MOST_COUNTED]
                found[node.value, name.value] = Pointing(
                    subjects=tuple(counted[skipped : skipped + most]),
                    count=len(counted),
                    more=len(subjects) > MOST_COUNTED,
                )
    return found


def _nodes(iris: Iterable[str]) -> Iterator[ox.NamedNode]:
    for iri in iris:
        with suppress(ValueError):
            yield ox.NamedNode(iri)
