"""What passes over the counter of the store: a question, the limits it is answered under, and the answer."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, BinaryIO, Final, Protocol, Self

from partnergraph.formats import Format
from partnergraph.settings import Settings

from .examination import Check
from .solutions import Star, Window

__all__ = ["MEGABYTE", "Answer", "Limits", "QueryRequest", "Request"]

MEGABYTE: Final = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What all queries of one pool together, and each of them, may take; seconds and bytes."""

    workers: int = 4
    queue: int = 32
    queue_seconds: float = 5.0
    memory_bytes: int = 512 * MEGABYTE
    result_bytes: int = 64 * MEGABYTE
    in_memory_quads: int = 1_000_000

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Return the limits that the settings say."""
        return cls(
            workers=settings.workers,
            queue=settings.queue,
            queue_seconds=settings.queue_seconds,
            memory_bytes=settings.memory_mb * MEGABYTE,
            result_bytes=settings.result_mb * MEGABYTE,
            in_memory_quads=settings.in_memory_quads,
        )


class Request(Protocol):
    """What a pool hands to a worker: a query, or whatever else strangers send that only a worker may look into."""

    @property
    def format(self) -> Format:
        """The format of the answer."""

    @property
    def deadline(self) -> float:
        """Seconds from the start of the work after which the worker is killed."""

    @property
    def partial(self) -> bool:
        """Whether what was written before a limit was reached is an answer too."""

    @property
    def body(self) -> bytes:
        """What goes to the worker as it is, beside the message; often empty."""

    def message(self) -> dict[str, Any]:
        """Return what the worker is told, as plain values; `deadline` is one of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryRequest:
    """One read-only query (SPARQL 1.1 Query) and the format of its answer.

    `deadline` is in seconds from the start of evaluation.
    `default_graphs` and `named_graphs` are the dataset as the protocol gives it; with neither, FROM in the text or
    the store's own graphs decide.  With `union` the default graph is all graphs of the store together.
    `base` is what relative IRIs in the text count from, `star` where it says `SELECT *`, whose columns then come in
    the order of its names.  `window` says which rows are wanted.  `prefixes` are bound in a Turtle answer.
    With `checks` the query is not answered but looked at: see `examination`, which also reads what comes back.
    """

    query: str
    format: Format
    deadline: float
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    union: bool = False
    base: str = ""
    star: Star | None = None
    window: Window = field(default_factory=Window)
    prefixes: Mapping[str, str] = field(default_factory=dict)
    checks: tuple[Check, ...] = ()

    @property
    def partial(self) -> bool:
        """Whether what was written before a limit was reached is an answer too: checks stand one by one."""
        return bool(self.checks)

    @property
    def body(self) -> bytes:
        """What goes to the worker beside the message: nothing."""
        return b""

    def message(self) -> dict[str, Any]:
        """Return what the worker is told."""
        return {
            "query": self.query,
            "format": self.format.name,
            "deadline": self.deadline,
            "default_graphs": self.default_graphs,
            "named_graphs": self.named_graphs,
            "union": self.union,
            "base": self.base,
            "star": asdict(self.star) if self.star else None,
            "window": {"rows": self.window.rows, "skip": self.window.skip, "mark": self.window.mark},
            "prefixes": dict(self.prefixes),
            "checks": [asdict(check) for check in self.checks],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A whole serialised answer: `body` is an open file at its start, `length` bytes long; close it after use.

    `seconds` is how long evaluation and serialisation took in the worker.
    With `more` it holds the rows of the window and there are others; `mark` then is what a window after it needs.
    """

    body: BinaryIO
    length: int
    format: Format
    seconds: float
    more: bool = False
    mark: str = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.body.close()
