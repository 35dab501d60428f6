"""The tree of errors; each carries what went wrong, where, and how to mend it.

PartnerGraphError
├── NonConformance          the data does not conform to its shapes            exit 1
├── WrongUsage              the command or the request cannot mean anything    exit 2
│   ├── QueryRefused        a query uses what is never allowed here
│   │   └── QueryTooComplex a query is over a limit, or of a form the engine answers wrongly
│   ├── NotFound            there is nothing under this name
│   │   └── Gone            there was something in an earlier release
│   ├── NotOffered          what is served here cannot do this
│   ├── NotAcceptable       nothing offered is in a format the client takes
│   ├── CursorStale         there is nothing to go on from at this place any more
│   ├── UnsuitableValue     a parameter of a canned query does not take this value, or is missing
│   ├── TooLarge            a request is longer than this service reads
│   └── UnsupportedMedia    a request is of a media type this service does not read
├── UnreadableInput         a file or text cannot be read (source, line)       exit 3
│   └── QuerySyntax         a query is not SPARQL (line, column)
├── EngineFailure           the store, a worker or the network failed          exit 4
│   ├── ReleaseDamaged      a release on disk is not what its manifest says
│   ├── BuildRunning        another process is building into the same folder
│   ├── Busy                every worker is taken and the queue is full
│   ├── MemoryExceeded      a query needed more memory than it may have
│   ├── AnswerTooLarge      an answer is longer than this service gives
│   ├── Abandoned           the client left before its answer was ready
│   └── StoreFailure        a remote store cannot be reached, or its answer makes no sense
│       └── PartialAnswer   a remote store answered in part
└── DeadlineExceeded        a query ran out of time                            exit 5

Exit codes are read by the command line; HTTP statuses stand in `web.problems`, nowhere else.
"""

from typing import ClassVar

__all__ = [
    "Abandoned",
    "AnswerTooLarge",
    "BuildRunning",
    "Busy",
    "CursorStale",
    "DeadlineExceeded",
    "EngineFailure",
    "Gone",
    "MemoryExceeded",
    "NonConformance",
    "NotAcceptable",
    "NotFound",
    "NotOffered",
    "PartialAnswer",
    "PartnerGraphError",
    "QueryRefused",
    "QuerySyntax",
    "QueryTooComplex",
    "ReleaseDamaged",
    "StoreFailure",
    "TooLarge",
    "UnreadableInput",
    "UnsuitableValue",
    "UnsupportedMedia",
    "WrongUsage",
]


class PartnerGraphError(Exception):
    """Anything PartnerGraph reports to a person; `message` says what, `hint` how to mend it."""

    exit_code: ClassVar[int] = 4

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}\n{self.hint}" if self.hint else self.message


class NonConformance(PartnerGraphError):
    """The data does not conform to the shapes; `report` is the validation's, where there is one."""

    exit_code = 1

    def __init__(self, message: str, *, report: object = None, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.report = report


class WrongUsage(PartnerGraphError):
    """The command, argument or request makes no sense as given."""

    exit_code = 2


class QueryRefused(WrongUsage):
    """A query asks for something this service never does: SERVICE, LOAD or an update."""


class QueryTooComplex(QueryRefused):
    """A query is over one of the limits, or of a form the engine is known to answer wrongly."""


class NotFound(WrongUsage):
    """There is nothing under the name or address that was asked for; `near` are IRIs of what may have been meant."""

    def __init__(self, message: str, *, hint: str = "", near: tuple[str, ...] = ()) -> None:
        super().__init__(message, hint=hint)
        self.near = near


class NotOffered(WrongUsage):
    """What is served here cannot do what was asked: a remote store, or a release of an older layout."""


class Gone(NotFound):
    """There is nothing under this name any more; `release` is the version of the last one that had it."""

    def __init__(self, message: str, *, release: str = "", hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.release = release


class NotAcceptable(WrongUsage):
    """Nothing is offered in a format the client accepts."""


class CursorStale(WrongUsage):
    """A cursor is of another release, or of an answer whose rows come in another order now."""


class UnsuitableValue(WrongUsage):
    """A value is none that its `parameter` takes, or one that the parameter needs is missing."""

    def __init__(self, message: str, *, parameter: str = "", hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.parameter = parameter


class TooLarge(WrongUsage):
    """A request or a query is longer than this service reads."""


class UnsupportedMedia(WrongUsage):
    """A request is of a media type this service does not read."""


class UnreadableInput(PartnerGraphError):
    """An input cannot be read; `source` names it, `line` and `column` count from 1 where they are known."""

    exit_code = 3

    def __init__(
        self,
        message: str,
        *,
        source: str = "",
        line: int | None = None,
        column: int | None = None,
        hint: str = "",
    ) -> None:
        super().__init__(message, hint=hint)
        self.source = source
        self.line = line
        self.column = column

    def __str__(self) -> str:
        places = (self.source, self.line, self.column)
        where = ":".join(str(place) for place in places if place not in ("", None))
        return f"{where}: {super().__str__()}" if where else super().__str__()


class QuerySyntax(UnreadableInput):
    """A query is not well-formed SPARQL; `mistake` is what was found wrong with it, where that was looked for."""

    def __init__(
        self,
        message: str,
        *,
        line: int | None = None,
        column: int | None = None,
        hint: str = "",
        mistake: object = None,
    ) -> None:
        super().__init__(message, line=line, column=column, hint=hint)
        self.mistake = mistake


class EngineFailure(PartnerGraphError):
    """The store, a worker process or the network failed."""


class ReleaseDamaged(EngineFailure):
    """A release on disk differs from its manifest."""


class BuildRunning(EngineFailure):
    """Another process is building into the same folder; `pid` is its process id where it is known."""

    def __init__(self, message: str, *, pid: int | None = None, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.pid = pid


class Busy(EngineFailure):
    """Every worker is taken and no more queries may wait."""


class MemoryExceeded(EngineFailure):
    """A query needed more memory than a worker may take."""


class AnswerTooLarge(EngineFailure):
    """An answer is longer than this service gives."""


class Abandoned(EngineFailure):
    """Whoever asked a query has left; its work was stopped, and nobody reads this error but a log."""


class StoreFailure(EngineFailure):
    """A remote store cannot be reached, or what it answered makes no sense."""


class PartialAnswer(StoreFailure):
    """A remote store answered with success, but only in part."""


class DeadlineExceeded(PartnerGraphError):
    """A query ran past its deadline and was stopped."""

    exit_code = 5
