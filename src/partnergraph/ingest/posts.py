"""From the lines of one post to its record: title, project name, text, pairs, facets, and whether it is whole."""

from collections.abc import Sequence
from dataclasses import dataclass

from partnergraph import names

from .facets import Facets, read_facets
from .findings import Finding
from .labels import closed, cut_label, project_name
from .outline import Post
from .placing import facet_by_value
from .prose import Mention, language_of, networks_in, periods_in
from .records import FieldName, Kind, Language, Pair, Record, SourceField
from .titles import TitlePartners, pair_on, partners_in
from .vocabulary import Vocabulary

__all__ = ["Page", "read_post"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What a post must know of its page: the language, whether posts have facets, and where the file ends."""

    language: Language
    faceted: bool
    last_line: int
    cut_inside_letter: bool


@dataclass(slots=True, kw_only=True)
class _Text:
    """The text of a post, read: its parts and what was odd in it."""

    title: str
    title_line: int
    project: tuple[int, str] | None
    body: list[list[tuple[int, str]]]
    pairs: list[Pair]
    findings: list[Finding]


def read_post(post: Post, number: int, page: Page, vocabulary: Vocabulary, *, last: bool) -> Record:
    """Read one post; `last` tells that the file may be cut off inside it."""
    last_line = page.last_line if last else None
    text = _read_text(post, vocabulary)
    facets = Facets()
    if post.facets:
        facets = read_facets(post.facets, vocabulary, touches_text=post.touches_text, last_line=last_line)
        text.findings += _omitted(text.pairs, facets, vocabulary)
    lines = [line for block in text.body for line in block]
    prose = "\n\n".join("\n".join(line.strip() for _, line in block) for block in text.body)
    everything = [(text.title_line, text.title), *([text.project] if text.project else []), *lines]
    periods = _periods(everything, facets)
    networks = networks_in(everything, vocabulary.networks)
    complete = _is_complete(post, text, facets, page, last=last)
    findings = [
        *text.findings,
        *facets.findings,
        *_about_periods(periods),
        *_cut(post, page, facets, complete=complete),
    ]
    joined = partners_in(text.title, vocabulary)
    return Record(
        number=number,
        kind=_kind(text, facets, joined, complete=complete),
        title=text.title,
        project_name=text.project[1] if text.project else None,
        first_line=post.first_line,
        last_line=post.last_line,
        language=_language(prose, text, page),
        description=prose,
        period=_years(periods),
        networks=tuple(mention.value for mention in networks),
        project_areas=_once(facets.project_areas),
        goals=tuple(sorted(facets.goals)),
        themes=_once(facets.themes),
        swedish_partners=_once(facets.swedish_partners),
        international_partners=_once(facets.international_partners),
        pairs=tuple(text.pairs),
        complete=complete,
        has_facets=bool(post.facets),
        fields=_fields(text, facets, periods[:1], networks),
        findings=tuple(findings),
    )


def _language(prose: str, text: _Text, page: Page) -> Language:
    """Take the language of the prose, else of the title and the project's name, else of the page."""
    named = f"{text.title}\n{text.project[1] if text.project else ''}"
    return language_of(prose, language_of(named, page.language))


def _read_text(post: Post, vocabulary: Vocabulary) -> _Text:
    """Take the title, the “Project: …” line, the pairs and a stray title out of a post's text."""
    blocks = [list(block) for block in post.text]
    text = _Text(title="", title_line=post.first_line, project=None, body=[], pairs=[], findings=[])
    if post.untitled:
        text.findings.append(Finding(line=post.first_line, code="title-missing"))
    else:
        text.title = blocks[0].pop(0)[1].strip()
        if post.guessed_title:
            text.findings.append(Finding(line=text.title_line, code="guessed-title", detail=(text.title,)))
    blocks = [block for block in blocks if block]
    _take_project(blocks, text)
    _take_pairs(blocks, text, vocabulary)
    _note_stray_title(post, blocks, text, vocabulary)
    text.body = [block for block in blocks if block]
    return text


def _take_project(blocks: list[list[tuple[int, str]]], text: _Text) -> None:
    for block in blocks:
        for place, (number, line) in enumerate(block):
            name = project_name(line)
            if name == "" and place + 1 < len(block):
                name = block.pop(place + 1)[1].strip()
            if name:
                text.project = (number, name)
                del block[place]
                return
    first = blocks[0] if blocks else []
    if len(first) == 1 and len(text.title) and _like_subtitle(first[0][1]) and len(blocks) > 1:
        text.findings.append(Finding(line=first[0][0], code="subtitle", detail=(first[0][1].strip(),)))


def _like_subtitle(line: str) -> bool:
    return len(line.strip()) <= 100 and not closed(line) and not line.rstrip().endswith((":", ",", ";"))  # noqa: PLR2004 - a line of a page


def _take_pairs(blocks: list[list[tuple[int, str]]], text: _Text, vocabulary: Vocabulary) -> None:
    """Take out a list of at least two pairs that stand next to each other."""
    lines = [(block, number, line) for block in blocks for number, line in block]
    found = [pair_on(line, number, vocabulary) for _, number, line in lines]
    for place, (block, number, line) in enumerate(lines):
        beside = found[place - 1 : place] + found[place + 1 : place + 2]
        pair = found[place]
        if pair and any(beside):
            text.pairs.append(pair)
            block.remove((number, line))


def _note_stray_title(post: Post, blocks: list[list[tuple[int, str]]], text: _Text, vocabulary: Vocabulary) -> None:
    """Find a line alone right above the facets that is neither prose nor value: the title of some other post."""
    if not post.facets or post.touches_text or len(post.text) < 3:  # noqa: PLR2004 - title, text, stray title
        return
    number, line = post.text[-1][0]
    alone = len(post.text[-1]) == 1 and blocks and blocks[-1] == [(number, line)]
    if alone and _like_subtitle(line) and facet_by_value(line, vocabulary) is None and not _is_bullet(line):
        text.findings.append(Finding(line=number, code="embedded-title", detail=(line.strip(),)))
        blocks.pop()


def _is_bullet(line: str) -> bool:
    return line.lstrip()[:1] in "•*·‣-–"


def _omitted(pairs: Sequence[Pair], facets: Facets, vocabulary: Vocabulary) -> list[Finding]:
    """Find the names of pairs that the facets of the same post leave out."""
    findings: list[Finding] = []
    for side in ("swedish-partners", "international-partners"):
        known = vocabulary.swedish if side == "swedish-partners" else vocabulary.international
        listed = facets.swedish_partners if side == "swedish-partners" else facets.international_partners
        line = facets.line_of(side)
        bodies = {known.find(name) or names.same_text(name) for name in listed}
        for pair in pairs if line and listed else ():
            name = pair.swedish if side == "swedish-partners" else pair.international
            if (known.find(name) or names.same_text(name)) not in bodies:
                findings.append(Finding(line=line or 0, code="facet-omits-pair", detail=(name, str(pair.line))))
    return findings


def _kind(text: _Text, facets: Facets, joined: TitlePartners | None, *, complete: bool) -> Kind:
    if text.pairs:
        return "article"
    both = facets.swedish_partners and (facets.international_partners or "international-partners" in facets.labelled)
    names_partners = bool(both or joined or text.project)
    cut_before_partners = not complete and bool(facets.swedish_partners or facets.labelled)
    return "project" if names_partners or cut_before_partners else "other"


def _periods(lines: Sequence[tuple[int, str]], facets: Facets) -> tuple[Mention, ...]:
    labelled = periods_in([(facets.period[0], f"Time period {facets.period[1]}")]) if facets.period else ()
    return (*labelled, *periods_in(lines))


def _years(periods: Sequence[Mention]) -> tuple[int, int] | None:
    if not periods:
        return None
    start, end = periods[0].value.split("/")
    return int(start), int(end)


def _about_periods(periods: Sequence[Mention]) -> list[Finding]:
    if len({mention.value for mention in periods}) < 2:  # noqa: PLR2004 - one is as it should be
        return []
    return [Finding(line=periods[0].line, code="several-periods", detail=(periods[0].value.replace("/", "–"),))]


def _once(values: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))


def _is_complete(post: Post, text: _Text, facets: Facets, page: Page, *, last: bool) -> bool:
    """Tell whether the post was read to its end; only the last of a file can have been cut off."""
    if not last:
        return True
    if facets.cut or page.cut_inside_letter:
        return False
    if post.facets:
        return True
    return not page.faceted and not _breaks_off(text, post)


def _breaks_off(text: _Text, post: Post) -> bool:
    """Tell whether the prose of a post ends without closing punctuation; a title alone breaks nothing off."""
    if not text.body:
        return False
    ends = [line for _, line in text.body[-1]]
    if _is_bullet(ends[-1]):
        return not closed(ends[-1]) and any(closed(line) for line in ends[:-1] if _is_bullet(line))
    return not closed(ends[-1]) or cut_label(post.text[-1][-1][1]) is not None


def _cut(post: Post, page: Page, facets: Facets, *, complete: bool) -> list[Finding]:
    found: list[Finding] = []
    if page.faceted and not post.facets:
        found.append(Finding(line=post.last_line, code="facets-missing"))
    if not complete and not facets.cut:
        found.append(Finding(line=post.last_line, code="cut-text"))
    return found


def _fields(
    text: _Text, facets: Facets, periods: Sequence[Mention], networks: Sequence[Mention]
) -> tuple[SourceField, ...]:
    """Gather everything the post states, each with its line and the string as written."""
    fields: list[SourceField] = []
    if text.title:
        fields.append(SourceField(name="title", line=text.title_line, as_written=text.title, values=(text.title,)))
    if text.project:
        number, name = text.project
        fields.append(SourceField(name="project-name", line=number, as_written=name, values=(name,)))
    fields += [
        SourceField(
            name="pair",
            line=pair.line,
            as_written=pair.as_written,
            values=(pair.swedish, pair.international),
        )
        for pair in text.pairs
    ]
    mentions: tuple[tuple[FieldName, Sequence[Mention]], ...] = (("period", periods), ("network", networks))
    fields += [
        SourceField(name=name, line=mention.line, as_written=mention.as_written, values=(mention.value,))
        for name, found in mentions
        for mention in found
    ]
    return tuple(sorted((*fields, *(f for f in facets.fields if f.name != "period")), key=lambda f: (f.line, f.name)))
