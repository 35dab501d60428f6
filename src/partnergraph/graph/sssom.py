"""Sets of mappings in SSSOM/TSV (https://mapping-commons.github.io/sssom/, version 1.0): a YAML header and a table.

The reader is strict and small: it knows the slots our sets use, and of YAML a key with a value on its line, and
`curie_map` with a prefix on each line below it. Whatever else a file says is refused with its line, never passed over.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from types import MappingProxyType
from typing import Final

from rdflib import URIRef

from partnergraph.errors import UnreadableInput
from partnergraph.names import fold
from partnergraph.namespaces import SEMAPV, SKOS

__all__ = ["Match", "MatchSet", "read_sets", "written"]

SUFFIX: Final = ".sssom.tsv"

_SLOTS: Final = (
    "license", "mapping_date", "mapping_set_description", "mapping_set_id", "mapping_set_title", "mapping_set_version",
)  # fmt: skip
_COLUMNS: Final = (
    "subject_id", "subject_label", "predicate_id", "object_id", "object_label", "mapping_justification", "confidence",
    "object_source", "mapping_provider", "comment",
)  # fmt: skip
_OPTIONAL: Final = frozenset({"object_label", "mapping_provider", "comment"})
"""Columns that may be missing, or empty in a row."""

_PREDICATES: Final = frozenset({SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch})
_LINE: Final = re.compile(r"# ?( *)([\w-]+):(?: +(\S.*))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """One row: `subject` is by `predicate` (one of the five of SKOS) a match of `object`.

    `justification` is a term of SEMAPV; `confidence` lies between 0 and 1, as written; `source` is the dataset that
    has the object; `provider` the address of whoever made the mapping, where it is not us. `key` names the row for
    good: it is made of subject and object, so that a row keeps its name wherever it stands. `object_name` is the
    object's label, or else its CURIE.
    """

    key: str
    subject: URIRef
    subject_label: str
    predicate: URIRef
    object: URIRef
    object_label: str
    object_name: str
    justification: URIRef
    confidence: str
    source: URIRef
    provider: str
    comment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchSet:
    """One file: `name` is that of the file and the end of `iri`; `slots` are the other values of its header."""

    name: str
    iri: URIRef
    slots: Mapping[str, str]
    matches: tuple[Match, ...]


def read_sets(folder: Path) -> tuple[MatchSet, ...]:
    """Read all sets in `folder`, in order of their names; raise UnreadableInput with file and line for a broken one."""
    return tuple(_File(path).read() for path in sorted(folder.glob(f"*{SUFFIX}")))


def written(slots: Mapping[str, str], prefixes: Mapping[str, str], rows: Iterable[Mapping[str, str]]) -> str:
    """Return a set as a file that `read_sets` reads; `rows` have their cells by column, as CURIEs and texts."""
    head = ["# curie_map:", *(f"#   {prefix}: {prefixes[prefix]}" for prefix in sorted(prefixes))]
    head += [f'# {slot}: "{slots[slot]}"' for slot in _SLOTS]
    table = ["\t".join(_COLUMNS), *("\t".join(row.get(column, "") for column in _COLUMNS) for row in rows)]
    return "\n".join([*head, *table, ""])


@dataclass(slots=True)
class _File:
    """One file while it is read; `line` is where the reader stands, counted from 1."""

    path: Path
    line: int = 0
    prefixes: dict[str, str] = field(default_factory=dict)

    def read(self) -> MatchSet:
        """Return what the file says."""
        try:
            lines = self.path.read_text(encoding="utf-8").splitlines()
        except UnicodeDecodeError as error:
            raise self._broken("The file is not UTF-8") from error
        head = next((n for n, line in enumerate(lines) if not line.startswith("#")), len(lines))
        slots = self._header(lines[:head])
        iri = URIRef(slots.pop("mapping_set_id"))
        name = self.path.name.removesuffix(SUFFIX)
        if not iri.endswith(f"/{name}"):
            raise self._broken(f"mapping_set_id is {iri}", hint=f"Expected an IRI that ends in /{name}, as the file.")
        matches = tuple(self._matches(lines, head))
        return MatchSet(name=name, iri=iri, slots=MappingProxyType(slots), matches=matches)

    def _header(self, lines: Sequence[str]) -> dict[str, str]:
        """Return the slots, and note the prefixes."""
        slots: dict[str, str] = {}
        key = ""
        for self.line, line in enumerate(lines, start=1):
            found = _LINE.fullmatch(line)
            if found is None:
                raise self._broken("The header line is not `# key: value`")
            indent, name, value = found[1], found[2], _plain(found[3] or "")
            if indent and key == "curie_map" and value:
                self.prefixes[name] = value
            elif not indent and name in {"curie_map", *_SLOTS} and bool(value) == (name != "curie_map"):
                key = name
                slots[name] = value
            else:
                raise self._broken(f"The header has “{name}” here", hint=f"Expected curie_map, {', '.join(_SLOTS)}.")
        if missing := [slot for slot in ("curie_map", *_SLOTS) if slot not in slots]:
            raise self._broken(f"The header has no {', '.join(missing)}")
        del slots["curie_map"]
        return slots

    def _matches(self, lines: Sequence[str], head: int) -> Iterator[Match]:
        """Yield the rows of the table, each pair of subject and object once."""
        reader = csv.reader(lines[head:], delimiter="\t", strict=True)
        columns = next(reader, [])
        self.line = head + 1
        wanted = [column for column in _COLUMNS if column in columns or column not in _OPTIONAL]
        if columns != wanted:
            raise self._broken("The columns are not as expected", hint=f"Expected {', '.join(wanted)}.")
        seen: set[str] = set()
        for self.line, cells in enumerate(reader, start=head + 2):
            if len(cells) != len(columns):
                raise self._broken(f"{len(cells)} cells, expected {len(columns)}")
            match = self._match(dict.fromkeys(_COLUMNS, "") | dict(zip(columns, cells, strict=True)))
            if match.key in seen:
                raise self._broken(f"{match.subject} and {match.object} are mapped in a row before")
            seen.add(match.key)
            yield match

    def _match(self, cells: Mapping[str, str]) -> Match:
        """Return one row as a value."""
        if empty := [column for column in _COLUMNS if not cells[column] and column not in _OPTIONAL]:
            raise self._broken(f"{', '.join(empty)} is empty")
        if any(cell != cell.strip() for cell in cells.values()):
            raise self._broken("A cell begins or ends with a space")
        predicate, justification = self._iri(cells["predicate_id"]), self._iri(cells["mapping_justification"])
        if predicate not in _PREDICATES:
            raise self._broken(f"{cells['predicate_id']} is none of the five matches of SKOS")
        if not justification.startswith(str(SEMAPV)):
            raise self._broken(f"{cells['mapping_justification']} is no justification of SEMAPV")
        return Match(
            key="-".join(fold(f"{cells['subject_id'].partition(':')[2]} {cells['object_id']}").split()),
            subject=self._iri(cells["subject_id"]),
            subject_label=cells["subject_label"],
            predicate=predicate,
            object=self._iri(cells["object_id"]),
            object_label=cells["object_label"],
            object_name=cells["object_label"] or cells["object_id"],
            justification=justification,
            confidence=self._share(cells["confidence"]),
            source=self._iri(cells["object_source"]),
            provider=cells["mapping_provider"],
            comment=cells["comment"],
        )

    def _iri(self, curie: str) -> URIRef:
        """Return what a CURIE stands for."""
        prefix, colon, local = curie.partition(":")
        if not colon or not local or prefix not in self.prefixes:
            raise self._broken(f"“{curie}” has no prefix of the curie_map")
        return URIRef(self.prefixes[prefix] + local)

    def _share(self, text: str) -> str:
        """Return a number between 0 and 1 as it is written."""
        try:
            fits = 0 <= Decimal(text) <= 1
        except InvalidOperation:
            fits = False
        if not fits:
            raise self._broken(f"confidence is “{text}”, expected a number between 0 and 1")
        return text

    def _broken(self, message: str, *, hint: str = "") -> UnreadableInput:
        return UnreadableInput(message, source=str(self.path), line=self.line or None, hint=hint)


def _plain(value: str) -> str:
    """Return a value of YAML without the quotes around it."""
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value
