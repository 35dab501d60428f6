"""What a source says, before anything is made of it: plain frozen values, no RDF.

A `Listing` is one saved page, a `Record` one post on it, a `SourceField` one line (or part of a line) that states
something, and a `Finding` one oddity with the line it stands on. Lines count from 1.
"""

from dataclasses import dataclass, replace
from typing import Literal

from .findings import Finding

__all__ = ["FieldName", "Finding", "Kind", "Language", "Listing", "Pair", "Record", "SourceField"]

Kind = Literal["project", "article", "other"]
Language = Literal["sv", "en"]
FieldName = Literal[
    "title",
    "project-name",
    "project-areas",
    "goals",
    "themes",
    "swedish-partners",
    "international-partners",
    "pair",
    "period",
    "network",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceField:
    """One statement of the source: what it is about, where it stands, the string as written, the values read."""

    name: FieldName
    line: int
    as_written: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two names that a line of an article joins, the Swedish side first, and that line as written."""

    swedish: str
    international: str
    line: int
    as_written: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One post of a listing; `number` counts from 1, names stand as written, areas and themes as known."""

    number: int
    kind: Kind
    title: str
    project_name: str | None = None
    first_line: int
    last_line: int
    language: Language
    description: str = ""
    period: tuple[int, int] | None = None
    networks: tuple[str, ...] = ()
    project_areas: tuple[str, ...] = ()
    goals: tuple[int, ...] = ()
    themes: tuple[str, ...] = ()
    swedish_partners: tuple[str, ...] = ()
    international_partners: tuple[str, ...] = ()
    pairs: tuple[Pair, ...] = ()
    complete: bool = True
    has_facets: bool = True
    fields: tuple[SourceField, ...] = ()
    findings: tuple[Finding, ...] = ()

    def with_findings(self, findings: tuple[Finding, ...]) -> "Record":
        """Return the same record with these findings."""
        return replace(self, findings=findings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One saved page: `key` names it in IRIs, `address` is where it was published, `lines` how many it has."""

    key: str
    file_name: str
    address: str | None
    page_title: str | None
    encoding: str
    sha256: str
    lines: int
    language: Language
    records: tuple[Record, ...]
    findings: tuple[Finding, ...] = ()
