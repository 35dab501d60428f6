"""The releases as a feed: Atom (RFC 4287), one entry for each release, the newest first."""

from collections.abc import Iterable, Mapping
from typing import Final
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

from partnergraph.formats import ATOM, HTML
from partnergraph.manifest import Manifest
from partnergraph.versions import Kept

__all__ = ["feed"]

_ATOM: Final = "http://www.w3.org/2005/Atom"
_LANGUAGE: Final = "{http://www.w3.org/XML/1998/namespace}lang"
_YEAR: Final = "2026"
"""The year in our tags (RFC 4151): one in which the name they begin with was ours."""

_NEVER: Final = "1970-01-01T00:00:00+00:00"


def feed(releases: Iterable[Kept], address: str, base: str, language: str, words: Mapping[str, str]) -> bytes:
    """Return the feed of releases, which come the oldest first, as XML in UTF-8.

    `address` is that of the server, without a slash at its end; `base` is what our IRIs begin with, from which the
    entries have identifiers that do not depend on the server.
    """
    whole = [(each, each.manifest) for each in releases if each.manifest and each.created and not each.damage]
    root = ET.Element("feed", {"xmlns": _ATOM, _LANGUAGE: language})
    _text(root, "id", _tag(base, "releases"))
    _text(root, "title", words["feed_title"])
    _text(root, "updated", max((_instant(each) for each, _ in whole), default=_NEVER))
    _text(ET.SubElement(root, "author"), "name", "PartnerGraph")
    _link(root, "self", f"{address}/versions/feed.atom?lang={language}", ATOM.media_type)
    _link(root, "alternate", f"{address}/versions?lang={language}", HTML.media_type)
    entries = list(zip(whole, [None, *(manifest for _, manifest in whole)], strict=False))
    for (each, manifest), before in reversed(entries):
        entry = ET.SubElement(root, "entry")
        _text(entry, "id", _tag(base, f"release/{each.version}"))
        _text(entry, "title", words["feed_entry"].format(version=each.version))
        _text(entry, "updated", _instant(each))
        _link(entry, "alternate", f"{address}/versions/{each.version}?lang={language}", HTML.media_type)
        if before is not None:
            there = f"{address}/versions/{before.version}..{each.version}?lang={language}"
            _link(entry, "related", there, HTML.media_type)
        _text(entry, "summary", _summary(manifest, before, words))
    ET.indent(root)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _summary(manifest: Manifest, before: Manifest | None, words: Mapping[str, str]) -> str:
    """Say how many of each thing there are, and how many more or fewer than in the release before."""
    counts = {words["statements"]: (manifest.quads, before.quads if before else None)}
    for name, number in manifest.counts.items():
        earlier = before.counts.get(name) if before else None
        counts[words.get(name, name.replace("_", " "))] = (number, earlier)
    parts = [f"{number} {name}{_change(number, earlier)}" for name, (number, earlier) in counts.items()]
    return f"{words['feed_summary'] if before else words['feed_first']} {', '.join(parts)}."


def _change(number: int, earlier: int | None) -> str:
    return "" if earlier is None or earlier == number else f" ({number - earlier:+d})".replace("-", "−")


def _instant(each: Kept) -> str:
    return each.created.isoformat() if each.created else _NEVER


def _tag(base: str, name: str) -> str:
    """Return an identifier that stays, wherever the feed is served (RFC 4151)."""
    parts = urlsplit(base)
    return f"tag:{parts.hostname},{_YEAR}:{parts.path.strip('/')}/{name}"


def _text(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = text


def _link(parent: ET.Element, relation: str, address: str, media_type: str) -> None:
    ET.SubElement(parent, "link", {"rel": relation, "type": media_type, "href": address})
