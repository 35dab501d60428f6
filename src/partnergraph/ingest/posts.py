"""From the lines of one post to its record: what its text tells, what its facets state, and whether it is whole."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from partnergraph import names

from .facets import Facets, read_facets
from .findings import Finding
from .known_names import Names
from .labels import closed
from .lines import is_bullet
from .outline import Post
from .prose import Mention, labelled_period, language_of, networks_in, periods_in
from .records import FieldName, Kind, Language, Pair, Record, SourceField
from .story import Story, read_story
from .titles import partners_in
from .vocabulary import Vocabulary

__all__ = ["Page", "read_post"]

_PROJECT: Final = re.compile(r"\b(?:this|the|our|proposed|pilot) (?:\S+ )?project\b|\bprojektet", re.IGNORECASE)
_FRAGMENT: Final = re.compile(r"(?<!\w)(?![aiåöAI]\Z)[^\W\d]\Z")
"""A single letter at the end that is no word."""

_RESEARCH: Final = re.compile(r"\bresearch|\bforskning|\bhand(?:book|bok)|\btoolbox|\babstract\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What a post must know of its page: the language, what it is an archive of, and where and how the file ends.

    `faceted` tells whether posts have facets, `projects` whether the address asks for projects only.
    """

    language: Language
    faceted: bool
    projects: bool
    last_line: int
    cut_inside_letter: bool


def read_post(post: Post, number: int, page: Page, vocabulary: Vocabulary, *, last: bool) -> Record:
    """Read one post; `last` tells that the file may be cut off inside it."""
    story = read_story(post, vocabulary)
    end = page.last_line if last else None
    facets = read_facets(post.facets, vocabulary, touches_text=post.touches_text, last_line=end)
    periods = _periods(story, facets)
    networks = networks_in(story.lines, vocabulary.networks)
    complete = not last or _is_complete(story, facets, page)
    kind = _kind(story, facets, page, vocabulary, complete=complete)
    findings = [
        *story.findings,
        *facets.findings,
        *_unpaired(kind, story, facets),
        *_omitted(story.pairs, facets, vocabulary),
        *_about_periods(periods, facets),
        *_about_the_end(post, facets, page, complete=complete),
    ]
    return Record(
        number=number,
        kind=kind,
        title=story.title.text,
        project_name=story.project.text if story.project else None,
        first_line=post.lines[0].number,
        last_line=post.lines[-1].number,
        language=_language(story, page),
        description=story.description,
        period=_years(periods),
        networks=tuple(mention.value for mention in networks),
        project_areas=facets.values("project-areas"),
        goals=tuple(sorted(int(goal) for goal in facets.values("goals"))),
        themes=facets.values("themes"),
        swedish_partners=facets.values("swedish-partners"),
        international_partners=facets.values("international-partners"),
        pairs=tuple(story.pairs),
        complete=complete,
        has_facets=facets.stated,
        fields=_fields(story, facets, periods[:1], networks),
        findings=tuple(findings),
    )


def _language(story: Story, page: Page) -> Language:
    """Take the language of the prose, else of the title and the project's name, else of the page."""
    named = f"{story.title.text}\n{story.project.text if story.project else ''}"
    return language_of(story.description, language_of(named, page.language))


def _kind(story: Story, facets: Facets, page: Page, vocabulary: Vocabulary, *, complete: bool) -> Kind:
    """Tell a project from an article (on several partnerships) and from what is no partnership.

    Partners on both sides make a project, in the facets, in the title or by a “Project: …” line. Where there are no
    facets to tell, the page's address or the words of the text do.
    """
    named = story.project is not None or partners_in(story.title.text, vocabulary) is not None
    if story.pairs or (not named and _many_partners(facets)):
        return "article"
    swedish = facets.values("swedish-partners")
    other = facets.values("international-partners") or facets.is_labelled("international-partners")
    if named or (swedish and other) or (not complete and (swedish or facets.labelled)):
        return "project"
    unsaid = not facets.stated and (not page.faceted or not complete)
    return "project" if unsaid and (page.projects or _speaks_of_a_project(story)) else "other"


def _many_partners(facets: Facets) -> bool:
    """Tell whether facets name more partners than one partnership has: several on one side, more on the other."""
    few, more = sorted((len(facets.values("swedish-partners")), len(facets.values("international-partners"))))
    return few > 1 and more > 2  # noqa: PLR2004 - partnerships of three have one partner on one side


def _unpaired(kind: Kind, story: Story, facets: Facets) -> list[Finding]:
    """Report an article's partners when nothing says which of them belong together."""
    line = facets.line_of("swedish-partners")
    if kind != "article" or story.pairs or line is None:
        return []
    counts = (str(len(facets.values("swedish-partners"))), str(len(facets.values("international-partners"))))
    return [Finding(line=line, code="pairs-not-stated", detail=counts)]


def _speaks_of_a_project(story: Story) -> bool:
    text = f"{story.title.text}\n{story.description}"
    return _PROJECT.search(text) is not None and not _RESEARCH.search(text)


def _years(periods: Sequence[Mention]) -> tuple[int, int] | None:
    if not periods:
        return None
    start, end = periods[0].value.split("/")
    return int(start), int(end)


def _omitted(pairs: Sequence[Pair], facets: Facets, vocabulary: Vocabulary) -> list[Finding]:
    """Find the names of pairs that the facets of the same post leave out."""
    findings: list[Finding] = []
    sides: tuple[tuple[FieldName, Names, list[tuple[str, int]]], ...] = (
        ("swedish-partners", vocabulary.swedish, [(pair.swedish, pair.line) for pair in pairs]),
        ("international-partners", vocabulary.international, [(pair.international, pair.line) for pair in pairs]),
    )
    for facet, known, paired in sides:
        listed = {known.find(name) or names.same_text(name) for name in facets.values(facet)}
        line = facets.line_of(facet)
        findings += [
            Finding(line=line, code="facet-omits-pair", detail=(name, str(number)))
            for name, number in dict(paired).items()
            if line and (known.find(name) or names.same_text(name)) not in listed
        ]
    return findings


def _periods(story: Story, facets: Facets) -> tuple[Mention, ...]:
    """Find the periods a post states: the labelled one first, then those of its text."""
    labelled = labelled_period(facets.period) if facets.period else None
    return (*([labelled] if labelled else []), *periods_in(story.lines))


def _about_periods(periods: Sequence[Mention], facets: Facets) -> list[Finding]:
    """Report a labelled period that cannot be read, and periods that differ."""
    findings: list[Finding] = []
    if facets.period and labelled_period(facets.period) is None:
        findings.append(Finding(line=facets.period.number, code="unknown-value", detail=(facets.period.text, "period")))
    if len({mention.value for mention in periods}) > 1:
        taken = periods[0].value.replace("/", "–")
        findings.append(Finding(line=periods[0].line, code="several-periods", detail=(taken,)))
    return findings


def _is_complete(story: Story, facets: Facets, page: Page) -> bool:
    """Tell whether the last post of a file was read to its end."""
    if facets.cut or page.cut_inside_letter:
        return False
    return facets.stated or not (page.faceted or _breaks_off(story))


def _breaks_off(story: Story) -> bool:
    """Tell whether the prose of a post ends without closing punctuation; a title alone breaks nothing off.

    A list may do without punctuation, as long as its last item differs in nothing from the others and ends in a word.
    """
    if not story.prose:
        return False
    if _ends_in_heading(story):
        return True
    ends = [line.text for line in story.prose[-1]]
    if is_bullet(ends[-1]):
        others = any(closed(line) for line in ends[:-1] if is_bullet(line))
        return not closed(ends[-1]) and (others or _FRAGMENT.search(ends[-1]) is not None)
    return not closed(ends[-1])


def _ends_in_heading(story: Story) -> bool:
    """Tell whether the last pair of an article heads a text that is not there, as the pairs before it do."""
    if not story.pairs:
        return False
    first, last = story.pairs[0].line, story.pairs[-1].line
    return first < story.prose[-1][-1].number < last


def _about_the_end(post: Post, facets: Facets, page: Page, *, complete: bool) -> list[Finding]:
    line = post.lines[-1].number
    missing = [Finding(line=line, code="facets-missing")] if page.faceted and not facets.stated else []
    return missing if complete or facets.cut else [*missing, Finding(line=line, code="cut-text")]


def _fields(
    story: Story, facets: Facets, periods: Sequence[Mention], networks: Sequence[Mention]
) -> tuple[SourceField, ...]:
    """Gather everything the post states, in the order of its lines."""
    mentions: tuple[tuple[FieldName, Sequence[Mention]], ...] = (("period", periods), ("network", networks))
    named = [
        SourceField(name=name, line=mention.line, as_written=mention.as_written, values=(mention.value,))
        for name, found in mentions
        for mention in found
    ]
    return tuple(sorted((*story.fields, *facets.fields, *named), key=lambda stated: (stated.line, stated.name)))
