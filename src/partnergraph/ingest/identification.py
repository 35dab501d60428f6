"""From records to records with identities: each name as written is given the body that bears it, or is reported."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .findings import Finding
from .reconciliation import Reconciliation
from .records import Listing, Pair, Record
from .titles import partners_in
from .vocabulary import Vocabulary

__all__ = ["Identified", "IdentifiedPair", "identify", "names_in"]


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentifiedPair:
    """A pair of an article with the keys of its two bodies."""

    pair: Pair
    swedish: str
    international: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Identified:
    """A record, the keys of the bodies on either side, its pairs, and what was found while identifying them.

    A project needs a body on either side to become a partnership; `published` tells whether it has them.
    """

    record: Record
    swedish: tuple[str, ...] = ()
    international: tuple[str, ...] = ()
    pairs: tuple[IdentifiedPair, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def published(self) -> bool:
        """Whether a partnership and a project are made of the record."""
        return self.record.kind == "project" and bool(self.swedish and self.international)


def identify(record: Record, vocabulary: Vocabulary, reconciliation: Reconciliation) -> Identified:
    """Identify every partner a record names; near matches are never taken, what is unknown is a finding."""
    match record.kind:
        case "article":
            return _article(record, reconciliation)
        case "project":
            return _project(record, vocabulary, reconciliation)
        case "other":
            return Identified(record=record)


def names_in(listing: Listing) -> tuple[tuple[str, bool], ...]:
    """Return each partner's name in a listing as written, and whether it stands on the Swedish side."""
    found: dict[tuple[str, bool], None] = {}
    for record in listing.records:
        for swedish, written in (
            (True, [*record.swedish_partners, *(pair.swedish for pair in record.pairs)]),
            (False, [*record.international_partners, *(pair.international for pair in record.pairs)]),
        ):
            found |= {(name, swedish): None for name in written}
    return tuple(found)


def _article(record: Record, reconciliation: Reconciliation) -> Identified:
    findings: list[Finding] = []
    pairs: list[IdentifiedPair] = []
    for pair in record.pairs:
        swedish, unknown = _bodies([pair.swedish], reconciliation, pair.line, swedish=True)
        abroad, unknown_too = _bodies([pair.international], reconciliation, pair.line, swedish=False)
        findings += [*unknown, *unknown_too]
        if swedish and abroad:
            pairs.append(IdentifiedPair(pair=pair, swedish=swedish[0], international=abroad[0]))
    return Identified(record=record, pairs=tuple(pairs), findings=tuple(findings))


def _project(record: Record, vocabulary: Vocabulary, reconciliation: Reconciliation) -> Identified:
    line = {facet.name: facet.line for facet in reversed(record.fields)}
    swedish, findings = _bodies(
        record.swedish_partners, reconciliation, line.get("swedish-partners", record.first_line), swedish=True
    )
    abroad, unknown = _bodies(
        record.international_partners,
        reconciliation,
        line.get("international-partners", record.first_line),
        swedish=False,
    )
    findings += unknown
    titled = _from_title(record, vocabulary, reconciliation)
    if titled and not record.swedish_partners:
        swedish = titled[0]
        findings += _taken(record, reconciliation, swedish)
    if titled and not record.international_partners:
        abroad = titled[1]
        findings += _taken(record, reconciliation, abroad)
    if not (swedish and abroad):
        findings.append(Finding(line=record.first_line, code="not-published"))
    return Identified(record=record, swedish=swedish, international=abroad, findings=tuple(findings))


def _bodies(
    written: Sequence[str], reconciliation: Reconciliation, line: int, *, swedish: bool
) -> tuple[tuple[str, ...], list[Finding]]:
    """Identify names of one side; an unknown one is a finding on `line`."""
    found: dict[str, None] = {}
    findings: list[Finding] = []
    for name in written:
        if identity := reconciliation.identify(name, swedish=swedish):
            found[identity.body] = None
        else:
            findings.append(Finding(line=line, code="unmatched-name", detail=(name,)))
    return tuple(found), findings


def _from_title(
    record: Record, vocabulary: Vocabulary, reconciliation: Reconciliation
) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """Return the bodies on either side of a title, or None unless the table or the gazetteer knows every name in it."""
    joined = partners_in(record.title, vocabulary)
    if joined is None:
        return None
    swedish = [reconciliation.identify(name, swedish=True) for name in joined.swedish]
    abroad = [reconciliation.identify(name, swedish=False) for name in (*joined.international, *joined.unknown)]
    if any(found is None or found.method == "normalised" for found in (*swedish, *abroad)):
        return None
    return _keys(found.body for found in swedish if found), _keys(found.body for found in abroad if found)


def _keys(found: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found))


def _taken(record: Record, reconciliation: Reconciliation, bodies: Sequence[str]) -> list[Finding]:
    known = reconciliation.gazetteer.bodies
    return [
        Finding(line=record.first_line, code="partner-from-title", detail=(known[body].name.text,)) for body in bodies
    ]
