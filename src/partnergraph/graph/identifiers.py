"""The register of slugs: what a thing was called once it stays called, whatever order the sources come in.

`data/identifiers.csv` is append-only. A row binds a natural key (what the thing is) to a slug (what its IRI says);
its status is `active`, `merged` (into the slug in `replaced_by`) or `gone`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

from partnergraph.ingest.tables import Row, read_rows
from partnergraph.iris import KINDS

__all__ = ["COLUMNS", "Identifier", "Register"]

COLUMNS: Final = ("kind", "slug", "key", "status", "replaced_by", "since")
"""The columns of `identifiers.csv`."""

_STATUSES: Final = ("active", "merged", "gone")


@dataclass(frozen=True, slots=True, kw_only=True)
class Identifier:
    """One row of the register."""

    kind: str
    slug: str
    key: str
    status: str = "active"
    replaced_by: str = ""
    since: str = ""

    @property
    def cells(self) -> tuple[str, ...]:
        """The row in the order of COLUMNS."""
        return (self.kind, self.slug, self.key, self.status, self.replaced_by, self.since)


@dataclass(slots=True, kw_only=True)
class Register:
    """Hands out slugs: the registered one where the key is known, else a new one, kept in `minted`."""

    rows: tuple[Identifier, ...]
    minted: list[Identifier] = field(default_factory=list)

    @classmethod
    def read(cls, path: Path) -> "Register":
        """Read the register; raise UnreadableInput with file and line for a broken or contradicting row."""
        rows: list[Identifier] = []
        taken: set[tuple[str, str]] = set()
        places: dict[tuple[str, str], Row] = {}
        for row in read_rows(path, COLUMNS):
            found = _identifier(row)
            for unique in ((found.kind, f"slug {found.slug}"), (found.kind, f"key {found.key}")):
                if unique in taken:
                    raise row.broken(f"The {unique[1]} of a {found.kind} stands on an earlier line too")
                taken.add(unique)
            rows.append(found)
            places[found.kind, found.slug] = row
        register = cls(rows=tuple(rows))
        for one in register.retired():
            if one.status == "merged" and not register.successor(one):
                hint = "Expected a slug of the same kind that stands in the register, and is not merged back."
                raise places[one.kind, one.slug].broken(f"replaced_by is “{one.replaced_by}”", hint=hint)
        return register

    def retired(self) -> tuple[Identifier, ...]:
        """Return the rows of things that are merged or gone."""
        return tuple(row for row in self.rows if row.status != "active")

    def successor(self, row: Identifier) -> str:
        """Return the slug that a merged thing goes by now, over any number of mergers, or "" when there is none."""
        named = {other.slug: other for other in self.rows if other.kind == row.kind}
        passed = {row.slug}
        while row.status == "merged":
            if row.replaced_by in passed or row.replaced_by not in named:
                return ""
            row = named[row.replaced_by]
            passed.add(row.slug)
        return row.slug

    def slugs(self, kind: str) -> frozenset[str]:
        """Return every slug a kind has or ever had."""
        return frozenset(row.slug for row in (*self.rows, *self.minted) if row.kind == kind)

    def slug(self, kind: str, key: str, wanted: str, otherwise: str) -> str:
        """Return the slug of the thing with this natural key: its own, or where it was merged into.

        A new thing gets `wanted`, or `otherwise` when another thing has that (or ever had it).
        """
        known = [row for row in (*self.rows, *self.minted) if row.kind == kind]
        for row in known:
            if row.key == key:
                return (self.successor(row) or row.replaced_by) if row.status == "merged" else row.slug
        slugs = self.slugs(kind)
        slug = next(free for free in (wanted, otherwise, *self._numbered(otherwise, slugs)) if free not in slugs)
        self.minted.append(Identifier(kind=kind, slug=slug, key=key))
        return slug

    @staticmethod
    def _numbered(stem: str, slugs: frozenset[str]) -> Sequence[str]:
        return [f"{stem}-{number}" for number in range(2, len(slugs) + 3)]


def _identifier(row: Row) -> Identifier:
    status = row.required("status")
    if status not in _STATUSES:
        raise row.broken(f"status is “{status}”", hint=f"Expected one of {', '.join(_STATUSES)}")
    if (status == "merged") != bool(row["replaced_by"]):
        raise row.broken("replaced_by is filled for merged rows, and for no others")
    if row.required("kind") not in KINDS:
        raise row.broken(f"kind is “{row['kind']}”", hint=f"Expected one of {', '.join(KINDS)}")
    if row["since"] and not _is_date(row["since"]):
        raise row.broken(f"since is “{row['since']}”", hint="Expected a date such as 2026-11-23, or nothing")
    return Identifier(
        kind=row.required("kind"),
        slug=row.required("slug"),
        key=row.required("key"),
        status=status,
        replaced_by=row["replaced_by"],
        since=row["since"],
    )


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
