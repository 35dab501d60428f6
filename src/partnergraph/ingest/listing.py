"""Reading a saved listing: bytes → `Listing`; nothing is dropped in silence, every oddity is a finding with its line."""

import hashlib
import re
from collections.abc import Sequence
from pathlib import Path
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
    records = _records(page, decoded, language, vocabulary)
    inside = [(record.first_line, record.last_line) for record in records]
    spaces = [
        Finding(line=number, code="no-break-space")
        for number, line in enumerate(decoded.lines, start=1)
        if re.search("[\u00a0\u202f]", line)
    ]
    outside = [found for found in spaces if not any(first <= found.line <= last for first, last in inside)]
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
        findings=(*decoded.findings, *outside),
    )


def _records(page: Outline, decoded: Decoded, language: Language, vocabulary: Vocabulary) -> list[Record]:
    context = Page(
        language=language,
        faceted=any(post.facets for post in page.posts),
        last_line=max((post.last_line for post in page.posts), default=0),
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
        parts = urlsplit(page.address)
        english = parts.path.startswith("/en/") or ("lang", "en") in parse_qsl(parts.query)
        return "en" if english else "sv"
    return language_of("\n".join(decoded.lines), "sv")


def _with_spaces(record: Record, spaces: Sequence[Finding]) -> Record:
    """Add the no-break spaces inside a record to its findings, and put these in the order of their lines."""
    own = [found for found in spaces if record.first_line <= found.line <= record.last_line]
    ordered = tuple(sorted((*record.findings, *own), key=lambda found: (found.line, found.code, found.detail)))
    return record.with_findings(ordered)
