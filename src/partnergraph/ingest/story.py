"""The text of a post, taken apart: its title, the name of its project, its pairs, and the prose that is left."""

import re
from dataclasses import dataclass, field
from typing import Final

from .findings import Finding
from .labels import closed, project_name
from .lines import Line, is_bullet, without_bullet
from .outline import Post, like_title
from .placing import facet_by_value
from .records import Pair, SourceField
from .vocabulary import Vocabulary

__all__ = ["Story", "read_story"]

_LONGEST_SUBTITLE: Final = 100
_SENTENCE: Final = re.compile(
    r"\b(?:is|are|was|were|has|have|will|can|aims?|works?|är|var|har|ska|kan|ingår|blir|arbetar|syftar)\b",
    re.IGNORECASE,
)
"""Verbs that a sentence has and a title seldom."""

_LED: Final = re.compile(r"\s*\w+(?: \w+){0,3}:\s")
"""How “Area of Cooperation: Education” begins."""


@dataclass(slots=True, kw_only=True)
class Story:
    """The parts of a post's text, and what was odd in it; `prose` keeps its blocks."""

    title: Line
    project: Line | None = None
    prose: list[list[Line]] = field(default_factory=list)
    pairs: list[Pair] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def description(self) -> str:
        """The prose as text, a blank line between paragraphs."""
        return "\n\n".join("\n".join(line.text.strip() for line in block) for block in self.prose)

    @property
    def lines(self) -> list[Line]:
        """The lines in which a period or a network may be named: title, project and prose."""
        head = [self.title, *([self.project] if self.project else [])]
        return [*head, *(line for block in self.prose for line in block)]

    @property
    def fields(self) -> list[SourceField]:
        """What title, project and pairs state, each with its line and the string as written."""
        named = [
            SourceField(name="title", line=self.title.number, as_written=self.title.text, values=(self.title.text,))
        ]
        if self.project:
            number, name = self.project
            named.append(SourceField(name="project-name", line=number, as_written=name, values=(name,)))
        pairs = [
            SourceField(
                name="pair", line=pair.line, as_written=pair.as_written, values=(pair.swedish, pair.international)
            )
            for pair in self.pairs
        ]
        return [*(stated for stated in named if stated.as_written), *pairs]


def read_story(post: Post, vocabulary: Vocabulary) -> Story:
    """Take the text of a post apart; every line of it is in the title, the project, a pair, the prose or a finding."""
    blocks = [list(block) for block in post.text]
    story = Story(title=Line(post.lines[0].number, ""))
    if post.untitled:
        story.findings.append(Finding(line=story.title.number, code="title-missing"))
    else:
        first = blocks[0].pop(0)
        story.title = Line(first.number, without_bullet(first.text))
        if post.guessed_title:
            story.findings.append(Finding(line=first.number, code="guessed-title", detail=(story.title.text,)))
    story.pairs = [pair for pairs in post.pairs.values() for pair in pairs]
    story.prose = [kept for block in blocks if (kept := [line for line in block if line.number not in post.pairs])]
    named = project_name(story.title.text)
    story.project = Line(story.title.number, named) if named else _take_project(story.prose)
    if not story.project and not post.untitled:
        _note_subtitle(story)
    if post.facets and not post.touches_text:
        _take_embedded_title(story, vocabulary)
    return story


def _take_project(prose: list[list[Line]]) -> Line | None:
    """Take out the first “Project: …” line, with the line below it when the name stands there."""
    lines = [line for block in prose for line in block]
    for place, line in enumerate(lines):
        name = project_name(line.text)
        if name is None:
            continue
        taken = [line]
        if not name and place + 1 < len(lines) and _like_subtitle(lines[place + 1].text):
            taken.append(lines[place + 1])
            name = taken[-1].text.strip()
        if name:
            prose[:] = [kept for block in prose if (kept := [other for other in block if other not in taken])]
            return Line(line.number, name)
    return None


def _note_subtitle(story: Story) -> None:
    first = story.prose[0] if len(story.prose) > 1 else []
    if len(first) == 1 and _like_subtitle(first[0].text) and not _LED.match(first[0].text):
        finding = Finding(line=first[0].number, code="subtitle", detail=(first[0].text.strip(),))
        story.findings.append(finding)


def _take_embedded_title(story: Story, vocabulary: Vocabulary) -> None:
    """Take out a line alone right above the facets that is neither prose nor value: the title of some other post."""
    last = story.prose[-1] if len(story.prose) > 1 or (story.prose and story.pairs) else []
    if len(last) != 1 or not _like_subtitle(last[0].text):
        return
    text = last[0].text.strip()
    if facet_by_value(text, vocabulary) is None and not _SENTENCE.search(text):
        story.findings.append(Finding(line=last[0].number, code="embedded-title", detail=(text,)))
        story.prose.pop()


def _like_subtitle(text: str) -> bool:
    short = len(text.strip()) <= _LONGEST_SUBTITLE
    return short and like_title(text) and not closed(text) and not is_bullet(text)
