"""A walk through the whole site as a crawler takes it: no link is dead, whatever page it stands on."""

import re
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath
from urllib.parse import parse_qsl, urljoin, urlsplit

import pytest

from partnergraph.settings import Settings
from partnergraph.web import create_app

from .conftest import Server, serving_app

_MOST_OF_A_KIND = 3
_NOT_FOLLOWED = {"nofollow", "canonical"}


class _Links(HTMLParser):
    """The links of a page that a crawler may follow."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note where an element leads."""
        given = {name: value or "" for name, value in attrs}
        address = given.get("href") or given.get("src")
        if address and not _NOT_FOLLOWED & set(given.get("rel", "").split()) and tag != "base":
            self.found.append(address)


@pytest.fixture(scope="module")
def site(shipped_release: Path) -> Iterator[Server]:
    """Return a server of the data that ships."""
    yield from serving_app(create_app(Settings(workers=2, deadline=5), shipped_release))


def _kind(address: str) -> tuple[str, ...]:
    """Return what addresses of one parametrised kind have in common."""
    parts = urlsplit(address)
    first, *rest = parts.path.strip("/").split("/")
    suffix = PurePosixPath(parts.path).suffix
    here = rest[0] if first in {"id", "doc"} and rest else ""
    return first, here, str(len(rest)), suffix, *sorted({name for name, _ in parse_qsl(parts.query)})


def _links(page: str, address: str, root: str) -> Iterator[str]:
    """Yield the addresses on this server that a page links to."""
    reader = _Links()
    reader.feed(page)
    for link in reader.found:
        target = urljoin(address, link).partition("#")[0]
        if target.startswith(root):
            yield target


def test_no_link_is_dead(site: Server) -> None:
    """From the front page on every link answers; of each parametrised kind a few are followed."""
    root = site.url
    waiting, seen, kinds = [root], {root}, dict[tuple[str, ...], int]()
    dead: list[tuple[str, int]] = []
    pages = 0
    while waiting:
        address = waiting.pop(0)
        path = "/" + address.removeprefix(root)
        reply = site.ask(path, Accept="text/html,*/*;q=0.1")
        while reply.status in {301, 303, 308}:
            path = "/" + urljoin(address, reply.headers["Location"]).removeprefix(root)
            reply = site.ask(path, Accept="text/html,*/*;q=0.1")
        if reply.status >= 400:
            dead.append((address, reply.status))
        if not reply.headers.get("Content-Type", "").startswith("text/html"):
            continue
        pages += 1
        for target in _links(reply.text, urljoin(root, path.lstrip("/")), root):
            kind = _kind(target)
            if target not in seen and kinds.get(kind, 0) < _MOST_OF_A_KIND:
                seen.add(target)
                kinds[kind] = kinds.get(kind, 0) + 1
                waiting.append(target)

    assert [] == dead
    assert pages > 30
    assert {"id", "queries", "sparql"} <= {kind[0] for kind in kinds}


def test_the_evidence_is_the_line_of_the_source(site: Server, root: Path) -> None:
    """On the page of each record, what is said to be written in a line stands in that line of the listing."""
    seen = 0
    for source in sorted((root / "data" / "sources").glob("*.txt")):
        lines = source.read_text(encoding="utf-8").splitlines()
        document = site.ask(f"/doc/source/{source.stem}.html").text
        for record in sorted(set(re.findall(rf'href="/id/(record/{source.stem}/\d+)"', document))):
            page = site.ask(f"/doc/{record}.html").text
            for number, written in re.findall(r"<tr><td>(\d+)</td>.*?<q class=\"written\"[^>]*>(.*?)</q>", page):
                assert unescape(written) in lines[int(number) - 1], (record, number)
                seen += 1
    assert seen > 80
