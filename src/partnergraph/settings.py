"""The settings: one table, read once from a mapping such as the process environment.

A setting `port` is read from `PARTNERGRAPH_PORT`; what is not set has its default.
Limits are generous enough for an analyst and small enough for the open internet (design: reliability, section 7).
"""

import difflib
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Final, Self
from urllib.parse import urlsplit

from partnergraph.errors import WrongUsage

__all__ = ["PREFIX", "TABLE", "Setting", "Settings"]

PREFIX: Final = "PARTNERGRAPH_"


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One row of the table: how a text becomes a value, what values are `allowed` in words, and what it is for."""

    name: str
    default: Any
    read: Callable[[str], Any]
    allowed: str
    help: str

    @property
    def variable(self) -> str:
        """Return the name of the environment variable."""
        return f"{PREFIX}{self.name.upper()}"


def _setting(default: Any, read: Callable[[str], Any], allowed: str, meaning: str) -> Any:
    return field(default=default, metadata={"read": read, "allowed": allowed, "help": meaning})


def _number(default: int, low: int, high: int, meaning: str) -> Any:
    def read(text: str) -> int:
        number = int(text)
        if not low <= number <= high:
            raise ValueError(text)
        return number

    return _setting(default, read, f"a whole number from {low} to {high}", meaning)


def _seconds(default: float, low: float, high: float, meaning: str) -> Any:
    def read(text: str) -> float:
        number = float(text)
        if not low <= number <= high:  # also refuses NaN
            raise ValueError(text)
        return number

    return _setting(default, read, f"seconds from {low:g} to {high:g}", meaning)


def _secret(meaning: str) -> Any:
    return field(default="", repr=False, metadata={"read": _printable, "allowed": "printable text", "help": meaning})


def _printable(text: str) -> str:
    if not text.isprintable():  # a line break would be a header of its own
        raise ValueError(text)
    return text


def _mail(text: str) -> str:
    name, at, host = text.partition("@")
    if not (name and at and host) or not text.isascii() or not text.isprintable() or set(text) & set(' <>"?&'):
        raise ValueError(text)
    return text


def _word(text: str) -> str:
    if not text.isalpha():
        raise ValueError(text)
    return text


def _language(text: str) -> str:
    if text not in {"en", "sv", "uk"}:
        raise ValueError(text)
    return text


def _host(text: str) -> str:
    if not text or any(character.isspace() or character == "/" for character in text):
        raise ValueError(text)
    return text


def _web_address(text: str) -> str:
    address = urlsplit(text)
    if address.scheme not in {"http", "https"} or not address.netloc or address.query or address.fragment:
        raise ValueError(text)
    return text.rstrip("/")


def _folder(text: str) -> Path:
    if not text or "\0" in text:
        raise ValueError(text)
    return Path(text).expanduser()


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All settings of one process; `release` is None where the usual folder is meant."""

    host: str = _setting("127.0.0.1", _host, "a host name or address", "Address the server listens on.")
    port: int = _number(8000, 0, 65_535, "Port the server listens on; 0 takes any free one.")
    public_url: str = _setting("", _web_address, "an http or https address", "Address the world knows the server by.")
    language: str = _setting(
        "en", _language, "en, sv or uk", "Language of pages and labels for who asks for none of ours."
    )
    contact: str = _setting("", _mail, "an e-mail address", "Where questions about the data are answered.")
    trusted_proxies: int = _number(0, 0, 10, "Proxies in front whose X-Forwarded headers are believed.")
    release: Path | None = _setting(  # noqa: RUF009 - makes a field, like `field` itself
        None, _folder, "a folder", "Folder that holds the releases."
    )
    keep_releases: int = _number(0, 0, 100_000, "Releases that a build leaves in place, the newest; 0 leaves all.")
    queries: Path | None = _setting(  # noqa: RUF009 - makes a field, like `field` itself
        None, _folder, "a folder", "Folder of canned queries of your own, offered beside those that ship."
    )
    store: str = _setting("", _web_address, "an http or https address", "A SPARQL endpoint to serve, not a release.")
    store_kind: str = _setting("auto", _word, "the name of an adapter, or auto", "Which kind of store that is.")
    store_user: str = _secret("User that the store knows this service by.")
    store_password: str = _secret("Password of that user.")
    store_token: str = _secret("Token for the store, in place of user and password.")
    deadline: float = _seconds(10.0, 0.1, 3_600, "Seconds a stranger's query may run.")
    deadline_max: float = _seconds(60.0, 0.1, 3_600, "Seconds a client may ask for with `timeout=`.")
    workers: int = _number(4, 1, 256, "Queries that may run at once; one more is kept for short ones.")
    queue: int = _number(32, 0, 10_000, "Queries that may wait for a worker.")
    queue_seconds: float = _seconds(5.0, 0, 600, "Seconds a query may wait for a worker.")
    memory_mb: int = _number(512, 16, 1_000_000, "Megabytes a query may take beyond the data itself.")
    result_mb: int = _number(64, 1, 100_000, "Megabytes an answer may be long.")
    result_rows: int = _number(100_000, 0, 1_000_000_000, "Rows an answer may have before it is cut; 0 cuts none.")
    cache_mb: int = _number(64, 0, 100_000, "Megabytes of answers that are kept in memory; 0 keeps none.")
    in_memory_quads: int = _number(1_000_000, 0, 100_000_000, "Releases up to this size are held in memory.")
    query_bytes: int = _number(65_536, 100, 10_000_000, "Bytes a query may be long, in UTF-8.")
    query_nesting: int = _number(100, 1, 1_000, "Brackets of a query that may be open at once.")
    query_patterns: int = _number(100, 1, 10_000, "Triple patterns, path steps and list members of a query.")
    query_clauses: int = _number(100, 1, 10_000, "UNION, OPTIONAL, BIND, VALUES, FILTER and MINUS, each.")
    query_operators: int = _number(1_000, 1, 100_000, "Operators in the expressions of a query.")
    validation_bytes: int = _number(2_000_000, 1_000, 100_000_000, "Bytes that data sent for validation may be long.")
    validation_seconds: float = _seconds(30.0, 0.1, 3_600, "Seconds that a validation may take.")
    validation_memory_mb: int = _number(512, 64, 1_000_000, "Megabytes that a validation may take.")
    validation_workers: int = _number(1, 1, 64, "Validations that may run at once; one more is kept for short ones.")
    validation_queue: int = _number(4, 0, 1_000, "Validations that may wait.")

    @classmethod
    def read(cls, variables: Mapping[str, str] | None = None) -> Self:
        """Read the settings from environment variables, by default those of this process.

        Raises WrongUsage naming the variable and its allowed values, also for a `PARTNERGRAPH_` name that is none.
        """
        rows = {row.variable: row for row in TABLE}
        values: dict[str, Any] = {}
        for variable, text in (os.environ if variables is None else variables).items():
            if variable in rows:
                values[rows[variable].name] = _value(rows[variable], text)
            elif variable.startswith(PREFIX):
                near = difflib.get_close_matches(variable, rows, n=1)
                hint = f"Did you mean {near[0]}?" if near else f"Settings are {', '.join(rows)}."
                raise WrongUsage(f"There is no setting {variable}", hint=hint)
        settings = cls(**values)
        return replace(settings, deadline_max=max(settings.deadline, settings.deadline_max))

    def with_value(self, name: str, text: str) -> Self:
        """Return these settings with one of them read from a text, such as an option of a command.

        Raises WrongUsage as `read` does.
        """
        row = next(row for row in TABLE if row.name == name)
        return replace(self, **{name: _value(row, text)})


TABLE: Final = tuple(Setting(name=each.name, default=each.default, **each.metadata) for each in fields(Settings))
"""The table of settings, for documentation and for `config show`."""


def _value(row: Setting, text: str) -> Any:
    try:
        return row.read(text)
    except ValueError as error:
        shown = repr(text) if row.read is not _printable else "not allowed"
        raise WrongUsage(f"{row.variable} is {shown}", hint=f"It must be {row.allowed}. {row.help}") from error
