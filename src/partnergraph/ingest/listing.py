"""Reading a saved listing, from bytes to `Listing`; nothing is dropped in silence, every oddity is a finding."""

import hashlib
import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from operator import attrgetter
from pathlib import Path
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from partnergraph import names
from partnergraph.errors import UnreadableInput

from .decoding import Decoded, decode
from .findings import Finding
from .outline import Outline, outline
from .posts import Page, read_post
from .prose import language_of
from .records import Language, Listing, Record
from .vocabulary import Vocabulary

__all__ = ["parse", "read"]

_NO_BREAK_SPACE: Final = re.compile("[\u00a0\u202f]")


def read(path: Path, vocabulary: Vocabulary) -> Listing:
    """Read the listing in a file; raise UnreadableInput when the file cannot be opened."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UnreadableInput(
            f"The listing cannot be read: {error.strerror or error}",
            source=str(path),
            hint="Give the path of a text file.",
        ) from error
    return parse(content, vocabulary, file_name=path.name)


def parse(content: bytes, vocabulary: Vocabulary, *, file_name: str = "listing.txt") -> Listing:
    """Read a listing from its bytes; any bytes at all give a listing."""
    decoded = decode(content)
    page = outline(decoded.lines, vocabulary)
    language = _page_language(page, decoded)
    spaces = [
        Finding(line=number, code="no-break-space")
        for number, line in enumerate(decoded.lines, start=1)
        if _NO_BREAK_SPACE.search(line)
    ]
    records = _records(page, decoded, language, vocabulary)
    return Listing(
        key=names.slug(Path(file_name).stem) or "listing",
        file_name=file_name,
        address=page.address,
        page_title=page.page_title,
        encoding=decoded.encoding,
        sha256=hashlib.sha256(content).hexdigest(),
        lines=len(decoded.lines),
        language=language,
        records=tuple(_with_spaces(record, spaces) for record in records),
        findings=(*decoded.findings, *_outside(records, spaces)),
    )


def _records(page: Outline, decoded: Decoded, language: Language, vocabulary: Vocabulary) -> list[Record]:
    context = Page(
        language=language,
        faceted=page.faceted,
        projects=_asks_for_projects(page.address),
        last_line=page.posts[-1].lines[-1].number if page.posts else 0,
        cut_inside_letter=decoded.cut_inside_letter,
    )
    return [
        read_post(post, number, context, vocabulary, last=number == len(page.posts))
        for number, post in enumerate(page.posts, start=1)
    ]


def _page_language(page: Outline, decoded: Decoded) -> Language:
    """Take the page's language from its heading, else its address (Swedish unless /en/), else its words."""
    if page.language:
        return page.language
    if page.address:
        english = urlsplit(page.address).path.startswith("/en/") or ("lang", "en") in _query(page.address)
        return "en" if english else "sv"
    return language_of("\n".join(decoded.lines), "sv")


def _asks_for_projects(address: str | None) -> bool:
    """Tell whether an address is that of one partnership, or of an archive of projects only."""
    path = urlsplit(address).path if address else ""
    return ("post_type", "project") in _query(address) or "/partnerskap/" in path or "/partnership/" in path


def _query(address: str | None) -> list[tuple[str, str]]:
    return parse_qsl(urlsplit(address).query) if address else []


def _outside(records: Sequence[Record], findings: Sequence[Finding]) -> list[Finding]:
    """Keep the findings that stand in no record; records come in order."""
    lasts = [record.last_line for record in records]
    found = []
    for finding in findings:
        place = bisect_left(lasts, finding.line)
        if place == len(records) or finding.line < records[place].first_line:
            found.append(finding)
    return found


def _with_spaces(record: Record, spaces: Sequence[Finding]) -> Record:
    """Add the no-break spaces inside a record to its findings, and put these in the order of their lines."""
    first = bisect_left(spaces, record.first_line, key=attrgetter("line"))
    behind = bisect_right(spaces, record.last_line, key=attrgetter("line"))
    own = spaces[first:behind]
    return record.with_findings(tuple(sorted((*record.findings, *own), key=attrgetter("line", "code", "detail"))))
