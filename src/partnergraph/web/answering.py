"""Answers of a release to a stranger's query: from memory where the same was asked before, else from a worker."""

import hashlib
import io
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial
from importlib.metadata import version
from itertools import product
from typing import Final, Self

from partnergraph import language
from partnergraph.errors import PartnerGraphError
from partnergraph.formats import JSON, TURTLE, Format, Kind
from partnergraph.namespaces import PREFIXES
from partnergraph.sparql.columns import star
from partnergraph.sparql.dataset import dataset
from partnergraph.sparql.protocol import Operation
from partnergraph.sparql.sameness import normalised, relative, repeatable
from partnergraph.sparql.scan import scan
from partnergraph.store import Answer, QueryRequest, Star, Window
from partnergraph.store.facets import KINDS

from .cache import Kept, Key
from .completeness import window
from .labels import labels_of
from .service import Service

__all__ = ["Asked", "build", "warm"]

_log: Final = logging.getLogger(__name__)

_DIGITS: Final = 32
_MOST_TRAITS: Final = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request understood: what to ask a worker, and the `key` of its answer, None when it must not be kept.

    With `paged` a part of the answer is what was wanted, and kept like a whole one.
    """

    request: QueryRequest
    key: Key | None
    paged: bool = False

    @classmethod
    def of(cls, here: Service, asked: Operation, written: Format, base: str, rows: int | None = None) -> Self:
        """Return what an operation asks, to be `written` in a format; `base` is the address of the endpoint.

        At most `rows` rows are wanted, 0 for all of them, None for as many as the settings let an answer have.

        Raises CursorStale.
        """
        graphs = dataset(asked, str(here.minter.graph("data")))
        traits = _traits(asked.query)
        part = window(asked, here.settings.result_rows if rows is None else rows, here.version)
        request = QueryRequest(
            query=asked.query,
            format=written,
            deadline=min(asked.timeout or here.settings.deadline, here.settings.deadline_max),
            default_graphs=graphs.default_graphs,
            named_graphs=graphs.named_graphs,
            union=graphs.union,
            base=base,
            star=traits.star,
            window=part,
            prefixes=PREFIXES if written.kind is Kind.GRAPH else {},
        )
        lasting = here.release is not None and traits.repeatable and not part.skip
        key = Key(
            release=here.version,
            query=traits.normalised,
            dataset=graphs,
            base=base if traits.relative else "",
            format=written.name,
            rows=rows or 0,  # what the settings cut is not kept, so what is kept without a number is whole
        )
        return cls(request=request, key=key if lasting else None, paged=rows is not None)

    @property
    def window(self) -> Window:
        """Return which rows are wanted."""
        return self.request.window

    @property
    def repeatable(self) -> bool:
        """Return whether the same question has the same answer again, so that one can go on in it."""
        return _traits(self.request.query).repeatable

    def tag(self, *more: str) -> str:
        """Return the entity tag of the answer, which `more` may tell apart; empty when it must not be kept."""
        if self.key is None:
            return ""
        return hashlib.sha256(repr((build(), self.key, more)).encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]

    def kept(self, here: Service) -> Answer | None:
        """Return the answer from memory, or None."""
        found = here.cache.get(self.key) if self.key else None
        if found is None:
            return None
        return Answer(
            body=io.BytesIO(found.body),
            length=len(found.body),
            format=self.request.format,
            seconds=found.seconds,
            more=found.more,
            mark=found.mark,
        )

    def answer(self, here: Service, left: Callable[[], bool] | None = None) -> Answer:
        """Return the answer of a worker, and keep it in memory."""
        answer = here.pool.query(self.request, left)
        if self.key is not None and (self.paged or not answer.more) and here.cache.takes(answer.length):
            kept = Kept(
                body=answer.body.read(),
                seconds=answer.seconds,
                asked=len(self.key.query),
                more=answer.more,
                mark=answer.mark,
            )
            here.cache.put(self.key, kept)
            answer.body.seek(0)
        return answer


def warm(here: Service, stopping: threading.Event) -> None:
    """Index the release by facets, and ask the canned queries one after the other, until `stopping` is set.

    So the one is there and the answers of the others are kept before anybody asks.  Queries that need a value first are
    left out.
    """
    _sort(here, stopping)
    for canned in here.catalogue.values():
        if not canned.runs_alone:
            continue
        written = TURTLE if canned.makes_graph else JSON
        asked = Asked.of(here, Operation(query=canned.text), written, "")
        if stopping.is_set():
            return
        if asked.key is None or here.cache.get(asked.key):
            continue
        try:
            scan(canned.text, here.bounds)
            asked.answer(here, stopping.is_set).body.close()
        except PartnerGraphError as error:
            if not stopping.is_set():
                _log.warning("The canned query %s was not answered ahead: %s", canned.name, error.message)


def _sort(here: Service, stopping: threading.Event) -> None:
    """Have the names of all that can be browsed ready, in each language and in its order, and the goals counted."""
    for kind, tag in product(KINDS, language.OFFERED):
        if stopping.is_set():
            return
        _ = here.facets.order(kind, tag, partial(labels_of, here))
    _ = here.trusted.goal_counts()


@lru_cache(maxsize=1)
def build() -> str:
    """Return what answers are made by: the versions of this program and of its engine."""
    return f"{version('partnergraph')} {version('pyoxigraph')}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Traits:
    """What the text of a query alone says."""

    star: Star | None
    normalised: str
    repeatable: bool
    relative: bool


@lru_cache(maxsize=_MOST_TRAITS)
def _traits(query: str) -> _Traits:
    return _Traits(
        star=star(query), normalised=normalised(query), repeatable=repeatable(query), relative=relative(query)
    )
