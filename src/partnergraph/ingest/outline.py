"""From numbered lines to posts: which lines head the page, where each post begins, and where its facets lie."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from .labels import FACETS, closed, label_of, page_title, project_name
from .placing import facet_by_value, facet_start
from .records import Language
from .titles import pair_on, partners_in
from .vocabulary import Vocabulary

__all__ = ["Block", "Outline", "Post", "outline"]

Block = tuple[tuple[int, str], ...]
"""Lines that follow each other without a blank one, each with its number."""

_BULLETS: Final = ("•", "*", "·", "‣", "- ", "– ")
_LONGEST_TITLE: Final = 160
_SHORTEST_PROSE: Final = 60
_HEADINGS: Final = frozenset(
    ["background", "objective", "objectives", "aim", "aims", "results", "result", "outcome", "purpose", "goals", "method", "activities", "summary", "bakgrund", "syfte", "mål", "resultat", "metod", "aktiviteter", "sammanfattning"]
)


@dataclass(slots=True, kw_only=True)
class Post:
    """The blocks of one post: its text, the title first, and the lines of its facets."""

    text: list[Block] = field(default_factory=list)
    facets: list[tuple[int, str]] = field(default_factory=list)
    touches_text: bool = False
    guessed_title: bool = False
    untitled: bool = False

    @property
    def first_line(self) -> int:
        """The number of the post's first line."""
        return min(block[0][0] for block in (*self.text, *([tuple(self.facets)] if self.facets else [])))

    @property
    def last_line(self) -> int:
        """The number of the post's last line."""
        return max(block[-1][0] for block in (*self.text, *([tuple(self.facets)] if self.facets else [])))


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """A page in parts: the address and heading it begins with, the heading's language, and its posts."""

    address: str | None
    page_title: str | None
    language: Language | None
    posts: tuple[Post, ...]


def outline(lines: Sequence[str], vocabulary: Vocabulary) -> Outline:
    """Part a page; every line that is not blank stands in its head or in exactly one post."""
    numbered = [(number, line) for number, line in enumerate(lines, start=1) if line.strip()]
    address = (
        numbered[0][1].strip() if numbered and numbered[0][1].strip().startswith(("http://", "https://")) else None
    )
    rest = numbered[1:] if address else numbered
    language = page_title(rest[0][1]) if rest else None
    heading = rest[0][1].strip() if language else None
    blocks = _blocks(rest[1:] if language else rest)
    posts = _posts(blocks, vocabulary)
    return Outline(address=address, page_title=heading, language=language, posts=tuple(posts))


def _blocks(numbered: Sequence[tuple[int, str]]) -> list[Block]:
    blocks: list[list[tuple[int, str]]] = []
    for number, line in numbered:
        if blocks and blocks[-1][-1][0] == number - 1:
            blocks[-1].append((number, line))
        else:
            blocks.append([(number, line)])
    return [tuple(block) for block in blocks]


def _posts(blocks: Sequence[Block], vocabulary: Vocabulary) -> list[Post]:
    if not blocks:
        return []
    if teasers := _teasers(blocks, vocabulary):
        return teasers
    last_line = blocks[-1][-1][0]
    pairs = [all(pair_on(line, number, vocabulary) for number, line in block) for block in blocks]
    starts = _facet_starts(blocks, vocabulary, last_line)
    faceted = any(start is not None for start in starts)
    posts = [Post()]
    joined = False
    for place, block in enumerate(blocks):
        start = starts[place]
        if posts[-1].facets and not (joined := _goes_on(posts[-1], block, start, vocabulary)):
            posts.append(Post())
        post = posts[-1]
        if joined:
            post.facets += block
        elif start is None:
            if post.text and _begins_post(place, blocks, pairs, vocabulary, faceted=faceted):
                posts.append(Post(guessed_title=not partners_in(block[0][1], vocabulary)))
            posts[-1].text.append(block)
        else:
            if start:
                post.text.append(block[:start])
                post.touches_text = bool(post.text[:-1]) or start > 1
            elif post.text and _begins_titled(place - 1, blocks, pairs, vocabulary, post):
                posts.append(Post(text=[post.text.pop()]))
                post = posts[-1]
            post.facets += block[start:]
        joined = False
    for post in posts:
        post.untitled = not post.text or not _like_title(post.text[0][0][1])
    return posts


def _facet_starts(blocks: Sequence[Block], vocabulary: Vocabulary, last_line: int) -> list[int | None]:
    """Say for each block where its facets begin; the first block of a post opens with its title."""
    starts: list[int | None] = []
    for place, block in enumerate(blocks):
        opens = place == 0 or starts[-1] is not None
        start = facet_start(block, vocabulary, opens_post=opens and not label_of(block[0][1]), last_line=last_line)
        if start is None and not opens and _ends_in_values(place, blocks, vocabulary, last_line):
            start = 0
        starts.append(start)
    return starts


def _ends_in_values(place: int, blocks: Sequence[Block], vocabulary: Vocabulary, last_line: int) -> bool:
    """Tell whether a block is nothing but known areas and themes, with the file's end or another post behind it."""
    block = blocks[place]
    kinds = [facet_by_value(line, vocabulary, at_end_of_file=number == last_line) for number, line in block]
    if not all(kind in ("project-areas", "themes") for kind in kinds):
        return False
    return place + 1 == len(blocks) or partners_in(blocks[place + 1][0][1], vocabulary) is not None


def _goes_on(post: Post, block: Block, start: int | None, vocabulary: Vocabulary) -> bool:
    """Tell whether a block continues the facets of a post: a later label, or the value its last label waits for."""
    last_label = label_of(post.facets[-1][1])
    first = label_of(block[0][1])
    if first:
        seen = [FACETS.index(label[0]) for _, line in post.facets if (label := label_of(line))]
        return start == 0 and FACETS.index(first[0]) > max(seen, default=-1)
    waits = last_label and not last_label[1] and last_label[0] != "international-partners"
    return bool(waits and last_label and facet_by_value(block[0][1], vocabulary) == last_label[0])


def _begins_post(
    place: int, blocks: Sequence[Block], pairs: Sequence[bool], vocabulary: Vocabulary, *, faceted: bool
) -> bool:
    """Tell whether a block of text is the title of a new post rather than a paragraph of the one before."""
    block = blocks[place]
    if _in_list(place, blocks, pairs):
        return False
    line = block[0][1]
    if not _like_title(line) or line.lstrip().startswith(_BULLETS):
        return False
    behind = block[1][1] if len(block) > 1 else blocks[place + 1][0][1] if place + 1 < len(blocks) else ""
    if partners_in(line, vocabulary) is not None:
        return True
    if project_name(line) is None and project_name(behind):
        return True
    return not faceted and _weakly_titled(place, blocks)


def _begins_titled(
    place: int, blocks: Sequence[Block], pairs: Sequence[bool], vocabulary: Vocabulary, post: Post
) -> bool:
    """Tell whether the line right above the facets is the title of a post without text, by the partners it names."""
    block = blocks[place]
    alone = len(block) == 1 and len(post.text) > 1 and not _in_list(place, blocks, pairs)
    return alone and _like_title(block[0][1]) and partners_in(block[0][1], vocabulary) is not None


def _in_list(place: int, blocks: Sequence[Block], pairs: Sequence[bool]) -> bool:
    """Tell whether a block belongs to a list of pairs: two lines of pairs, or one beside another."""
    if not pairs[place]:
        return False
    beside = [pairs[other] for other in (place - 1, place + 1) if 0 <= other < len(blocks)]
    return len(blocks[place]) > 1 or any(beside)


def _like_title(line: str) -> bool:
    text = line.strip()
    return len(text) <= _LONGEST_TITLE and not text.endswith((".", ":", ",", ";"))


def _weakly_titled(place: int, blocks: Sequence[Block]) -> bool:
    """On a page without facets: a short line alone between finished prose and a paragraph."""
    line = blocks[place][0][1].strip()
    if len(blocks[place]) > 1 or place + 1 >= len(blocks) or line.casefold() in _HEADINGS:
        return False
    before, behind = blocks[place - 1][-1][1], blocks[place + 1][0][1]
    long_before = len(before) >= _SHORTEST_PROSE or len(blocks[place - 1]) > 1
    return closed(before) and long_before and len(behind) >= _SHORTEST_PROSE and not closed(line)


def _teasers(blocks: Sequence[Block], vocabulary: Vocabulary) -> list[Post]:
    """Read a page of titles only (bullets), or of paragraphs that all break off (“… […]”), a post for each."""
    lines = [line for block in blocks for line in block]
    if any(label_of(line) for _, line in lines):
        return []
    if len(lines) > 1 and all(line.lstrip().startswith(_BULLETS) and _like_title(line) for _, line in lines):
        return [Post(text=[(line,)]) for line in lines]
    broken = [block for block in blocks if block[-1][1].rstrip().endswith(("…", "[…]", "...", "[...]"))]
    if len(blocks) > 1 and len(broken) == len(blocks) and not any(_like_title(block[0][1]) for block in blocks):
        return [Post(text=[block]) for block in blocks]
    return []
