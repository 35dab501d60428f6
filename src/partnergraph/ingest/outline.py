"""From numbered lines to posts: which lines head the page, where each post begins, and where its facets lie."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from .chapters import Chapter, chapters
from .labels import address, closed, label_of, page_title, project_name
from .lines import Block, Line, in_blocks, is_bullet, is_prose, numbered
from .pair_lists import pairs_in
from .records import Language, Pair
from .titles import partners_in
from .vocabulary import Vocabulary

__all__ = ["Outline", "Post", "like_title", "outline"]

_LONGEST_TITLE: Final = 160
_LONGEST_SENTENCE_TITLE: Final = 90
_DETAIL_PAGE: Final = re.compile(r"/(?:partnerskap|partnership|artikel|article|publikationer|publications)/[^/]")
_HEADING: Final = re.compile(
    r"(?:background|(?:project |learning )?(?:objectives?|aims?|goals?|results?|outcomes?|activities)|purpose|methods?"
    r"|summary|abstract|bakgrund|syfte|(?:projekt)?mål|resultat|metod|aktiviteter|sammanfattning)\Z",
    re.IGNORECASE,
)
_CAPTION: Final = re.compile(
    r"(?i:(?:photo|foto|bild|picture)\b.*:|.*\b(?:photo|foto):|(?:\w+ )?(?:writers?|authors?|text|skribent\w*) ?:)"
    r"|[A-ZÅÄÖ]\S+ [A-ZÅÄÖ]\S+, [a-zåäö]"
)
"""The line below a picture, the names of writers, and who is quoted: “Anna Ek, ordförande”."""

_MORE: Final = re.compile(r"(?:läs (?:mer|hela)|read more|continue reading|fortsätt läsa)\b", re.IGNORECASE)
_NO_PARTNERSHIP: Final = re.compile(
    r"research|forskning|hand(?:book|bok)|toolbox|verktygslåda|\bguide|report\b|rapport", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """The blocks of one post: its text, the title first unless it has none, its pairs by line, and its facets' lines.

    `early` of these lines, a period, stand above the text.
    """

    text: tuple[Block, ...]
    facets: tuple[Line, ...] = ()
    pairs: Mapping[int, tuple[Pair, ...]] = field(default_factory=dict)
    early: int = 0
    touches_text: bool = False
    guessed_title: bool = False
    untitled: bool = False

    @property
    def lines(self) -> tuple[Line, ...]:
        """All lines of the post, in order."""
        return tuple(sorted([*(line for block in self.text for line in block), *self.facets]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """A page in parts: the address and heading it begins with, the heading's language, and its posts."""

    address: str | None
    page_title: str | None
    language: Language | None
    posts: tuple[Post, ...]

    @property
    def faceted(self) -> bool:
        """Whether posts of this page have facets; a period alone is none."""
        return any(len(post.facets) > post.early for post in self.posts)


def outline(texts: Sequence[str], vocabulary: Vocabulary) -> Outline:
    """Part a page; every line that is not blank stands in its head or in exactly one post."""
    lines = numbered(texts)
    url = title = language = None
    while lines and ((not url and address(lines[0].text)) or (not title and page_title(lines[0].text))):
        head = lines.pop(0).text.strip()
        if not url and address(head):
            url = address(head)
        else:
            title, language = head, page_title(head)
    posts = _teasers(lines) or _posts(in_blocks(lines), vocabulary, single=_is_detail_page(url))
    return Outline(address=url, page_title=title, language=language, posts=tuple(posts))


def like_title(text: str) -> bool:
    """Tell whether a line may be a title: not long, and not ended like a sentence or an introduction."""
    line = text.strip()
    return len(line) <= _LONGEST_TITLE and not line.endswith((".", ":", ",", ";"))


def _is_detail_page(url: str | None) -> bool:
    return url is not None and _DETAIL_PAGE.search(urlsplit(url).path) is not None


def _posts(blocks: Sequence[Block], vocabulary: Vocabulary, *, single: bool) -> list[Post]:
    found = chapters(blocks, vocabulary)
    if single and found:
        found = [_merged(found)]
    faceted = any(chapter.facets for chapter in found)
    return [
        post for chapter in found for post in _Splitter(chapter, vocabulary, faceted=faceted, single=single).posts()
    ]


def _merged(found: Sequence[Chapter]) -> Chapter:
    """Make one chapter of all: a page about one partnership holds one post."""
    return Chapter(
        text=[block for chapter in found for block in chapter.text],
        facets=[line for chapter in found for line in chapter.facets],
        early=[line for chapter in found for line in chapter.early],
        touches_text=any(chapter.touches_text for chapter in found),
    )


class _Splitter:
    """Parts the text of a chapter into posts; its facets belong to the last of them."""

    def __init__(self, chapter: Chapter, vocabulary: Vocabulary, *, faceted: bool, single: bool) -> None:
        self.chapter = chapter
        self.blocks = chapter.text
        self.vocabulary = vocabulary
        self.faceted = faceted
        self.pairs = pairs_in(chapter.text, vocabulary)
        self.single = single

    def posts(self) -> list[Post]:
        """Return the posts in order; there is at least one."""
        starts = {0: False}
        if not self.single:
            starts |= {place: False for place in range(1, len(self.blocks)) if self._is_title(place)}
            starts = dict.fromkeys(sorted(starts), False) | self._guesses(starts)
        places = sorted(starts)
        return [
            self._post(start, end, guessed=starts[start])
            for start, end in zip(places, [*places[1:], len(self.blocks)], strict=True)
        ]

    def _post(self, start: int, end: int, *, guessed: bool) -> Post:
        blocks = self.blocks[start:end]
        numbers = {line.number for block in blocks for line in block}
        early = self.chapter.early if start == 0 else []
        last = end == len(self.blocks)
        return Post(
            text=tuple(blocks),
            facets=(*early, *(self.chapter.facets if last else ())),
            early=len(early),
            pairs={number: pairs for number, pairs in self.pairs.items() if number in numbers},
            touches_text=last and self.chapter.touches_text,
            guessed_title=guessed,
            untitled=not blocks or not _heads(blocks),
        )

    def _is_title(self, place: int) -> bool:
        """Tell whether a block is the title of a new post: it names partners, or a project's name stands below it.

        The last line of a file may as well be a paragraph cut short, and is taken for one where posts have facets.
        """
        line = self.blocks[place][0]
        if line.number in self.pairs or not like_title(line.text) or is_bullet(line.text):
            return False
        if partners_in(line.text, self.vocabulary) is not None:
            return not (self.faceted and self._below(place) is None and not self.chapter.facets)
        above = self.blocks[place - 1][-1].text
        told = closed(above) or is_prose(above) or is_bullet(above)
        return told and project_name(line.text) is None and bool(project_name(self._below(place) or ""))

    def _guesses(self, starts: Mapping[int, bool]) -> dict[int, bool]:
        """Find titles that only their place shows: all on a page without facets, else one below a post on research."""
        weak = [place for place in range(1, len(self.blocks)) if place not in starts and self._is_weak_title(place)]
        if not self.faceted:
            return dict.fromkeys(weak, True)
        first = self.blocks[0][0].text if self.blocks else ""
        beside = self.chapter.facets and len(starts) == 1 and _NO_PARTNERSHIP.search(first)
        return dict.fromkeys(weak[-1:], True) if beside else {}

    def _is_weak_title(self, place: int) -> bool:
        """Tell whether a block is a short line alone between finished prose and a paragraph."""
        line, below = self.blocks[place][0], self._below(place)
        above = self.blocks[place - 1][-1].text
        if len(self.blocks[place]) > 1 or not below or is_bullet(below) or not is_prose(below):
            return False
        odd = is_bullet(line.text) or closed(line.text) or not like_title(line.text) or line.number in self.pairs
        if odd or _HEADING.match(line.text.strip()) or _CAPTION.match(line.text.strip()):
            return False
        return closed(above) and (is_prose(above) or len(self.blocks[place - 1]) > 1)

    def _below(self, place: int) -> str | None:
        """Return the line below the first one of a block, over blank lines too."""
        if len(self.blocks[place]) > 1:
            return self.blocks[place][1].text
        return self.blocks[place + 1][0].text if place + 1 < len(self.blocks) else None


def _heads(blocks: Sequence[Block]) -> bool:
    """Tell whether a post begins with its title; a short sentence alone over other text is one too."""
    first = blocks[0][0].text
    alone = len(blocks[0]) == 1 and len(blocks) > 1 and len(first.strip()) <= _LONGEST_SENTENCE_TITLE
    return like_title(first) or (alone and first.rstrip().endswith("."))


def _teasers(lines: Sequence[Line]) -> list[Post]:
    """Read a page of titles only (bullets), or of texts that all break off (“… […]”), a post for each."""
    if len(lines) < 2 or any(label_of(line.text) for line in lines):  # noqa: PLR2004 - one line is a title
        return []
    if all(is_bullet(line.text) and like_title(line.text) for line in lines):
        return [Post(text=((line,),)) for line in lines]
    broken = [_breaks_off(line.text) for line in lines]
    whole = [line for line, breaks in zip(lines[:-1], broken, strict=False) if not breaks and is_prose(line.text)]
    if sum(broken) < 2 or whole:  # noqa: PLR2004 - one text that breaks off is a text
        return []
    return [_teaser(part) for part in _parted_behind(lines, broken)]


def _parted_behind(lines: Sequence[Line], broken: Sequence[bool]) -> list[list[Line]]:
    """Part lines behind each one that breaks off, and behind the link to the whole text that may follow it."""
    parts: list[list[Line]] = [[]]
    for place, line in enumerate(lines):
        if (parts[-1] and broken[place - 1] and not _MORE.match(line.text.strip())) or (
            place > 1 and broken[place - 2] and _MORE.match(lines[place - 1].text.strip())
        ):
            parts.append([])
        parts[-1].append(line)
    return parts


def _teaser(lines: Sequence[Line]) -> Post:
    return Post(text=tuple(in_blocks(lines)), untitled=_breaks_off(lines[0].text) or not like_title(lines[0].text))


def _breaks_off(text: str) -> bool:
    return text.rstrip().endswith(("…", "[…]", "...", "[...]")) and not is_bullet(text)
