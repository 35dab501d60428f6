"""How the findings change from release to release."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from flask import url_for

from partnergraph.versions import Kept
from partnergraph.web.links import Linked
from partnergraph.web.pictures.charts import Bars, bars_by
from partnergraph.web.reports import report_counts
from partnergraph.web.service import current_service, service
from partnergraph.web.translations import date
from partnergraph.web.translations import gettext as _

__all__ = ["Release", "releases", "trend"]

_MOST_RELEASES: Final = 12
_LEVELS: Final = ("warning", "info")
"""The severities that findings have, as reports name them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """One release of the trend, with what its report counts; None where it has no report to read."""

    version: str
    created: str
    findings: int | None
    counts: Mapping[str, int] | None
    href: str
    here: bool


def releases() -> list[Release]:
    """Return the last kept releases up to this one, the newest first; none for a remote store."""
    here = service()
    if here.release is None:
        return []
    listed = [each for each in current_service().versions.all() if each.manifest and not each.damage]
    upto = next((place for place, each in enumerate(listed, 1) if each.version == here.version), len(listed))
    return [_release(each, here.version) for each in listed[max(0, upto - _MOST_RELEASES) : upto]][::-1]


def trend(releases: Sequence[Release]) -> Bars | None:
    """Return the numbers of findings of the releases as a picture, or None where there is nothing to compare."""
    compared = [each for each in releases if each.counts is not None]
    if len(compared) <= 1:
        return None
    items = [
        (Linked(text=date(each.created), href=each.href), [(each.counts or {}).get(name, 0) for name in _LEVELS])
        for each in compared
    ]
    return bars_by(items, (_("to look at"), _("notes")))


def _release(kept: Kept, here: str) -> Release:
    manifest = kept.manifest
    return Release(
        version=kept.version,
        created=manifest.created if manifest else "",
        findings=manifest.counts.get("findings") if manifest else None,
        counts=report_counts(kept),
        href=url_for("versions.one", name=kept.version),
        here=kept.version == here,
    )
