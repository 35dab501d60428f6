"""Validation of what strangers hand in: in processes of its own, which are started when the first one asks.

Neither the parser nor the shapes ever run in the web process, and this wing does not import them: it knows the name of
the module that does.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from partnergraph.errors import (
    Abandoned,
    AnswerTooLarge,
    Busy,
    DeadlineExceeded,
    EngineFailure,
    MemoryExceeded,
    PartnerGraphError,
)
from partnergraph.formats import Format
from partnergraph.settings import Settings
from partnergraph.store import MEGABYTE, Answer, Limits, Pool

__all__ = ["Judges", "ValidationRequest"]

_MODULE: Final = "partnergraph.validation.worker"


@dataclass(frozen=True, slots=True, kw_only=True)
class ValidationRequest:
    """Data to be validated: its bytes, the ending of file names of its syntax (`.ttl`), and the name of its file.

    The report comes in `format`, and as text in `language`; `deadline` is in seconds from the start of the work.
    """

    body: bytes
    suffix: str
    source: str
    format: Format
    language: str
    deadline: float

    @property
    def partial(self) -> bool:
        """Whether a part of a report is an answer: it is none."""
        return False

    def message(self) -> dict[str, Any]:
        """Return what the worker is told beside the data."""
        return {
            "suffix": self.suffix,
            "source": self.source,
            "format": self.format.name,
            "language": self.language,
            "deadline": self.deadline,
        }


@dataclass(slots=True, kw_only=True, eq=False)
class Judges:
    """The workers that validate, safe to share between threads; `close` them in the end."""

    settings: Settings
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _pool: Pool[ValidationRequest] | None = None
    _closed: bool = False

    def report(self, request: ValidationRequest, left: Callable[[], bool] | None = None) -> Answer:
        """Return the report on what was handed in; the caller closes it.

        Raises UnreadableInput, and as for a query DeadlineExceeded, MemoryExceeded, AnswerTooLarge, Busy, Abandoned or
        EngineFailure.
        """
        pool = self._started()
        try:
            return pool.query(request, left)
        except (DeadlineExceeded, EngineFailure) as error:
            raise _said(error, request) from error

    def close(self) -> None:
        """End the workers, where there are any, and wait until they are gone."""
        with self._lock:
            self._closed = True
            if self._pool is not None:
                self._pool.close()

    def _started(self) -> Pool[ValidationRequest]:
        with self._lock:
            if self._closed:
                raise EngineFailure("The service is stopping")
            if self._pool is None:
                self._pool = Pool({}, _limits(self.settings), _MODULE)
            return self._pool


def _limits(settings: Settings) -> Limits:
    return Limits(
        workers=settings.validation_workers,
        queue=settings.validation_queue,
        queue_seconds=settings.queue_seconds,
        memory_bytes=settings.validation_memory_mb * MEGABYTE,
        result_bytes=settings.result_mb * MEGABYTE,
    )


def _said(error: DeadlineExceeded | EngineFailure, request: ValidationRequest) -> PartnerGraphError:
    """Return an error that speaks of a validation, where the error speaks of a query."""
    hint = "Send less at once; parts that do not refer to each other can be validated one by one."
    match error:
        case DeadlineExceeded():
            return DeadlineExceeded(f"The validation was stopped after {request.deadline:g} seconds", hint=hint)
        case MemoryExceeded():
            return MemoryExceeded("The validation needs more memory than it may have", hint=hint)
        case AnswerTooLarge():
            return AnswerTooLarge("The report is longer than this service gives", hint=hint)
        case Busy():
            return Busy("No more validations may wait", hint="Send it again in a few seconds.")
        case Abandoned():
            return error
        case _:
            return EngineFailure("The process that validates failed on this data", hint="Send the same data in parts.")
