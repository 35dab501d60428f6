"""What free text tells beside its story: its language, the years of a project, and the networks it names."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Final

from partnergraph import names

from .labels import closed
from .lines import Line
from .records import Language

__all__ = ["Mention", "labelled_period", "language_of", "networks_in", "periods_in"]

_SWEDISH: Final = re.compile(
    r"\b(?:och|att|det|som|en|på|är|av|för|med|till|den|har|de|inte|om|ett|men|var|sig|så|från|vi|kan|när|år|under|ska"
    r"|eller|inom|mellan|genom|vid|samt|detta|denna|projektet|kommun|kommuner|region|partnerskap|partnerskapet|svenska"
    r"|syftar|följande|ukrainska|ny|nya|stad|invånare|avfall|vatten|unga|ungdomar|kvinnor|barn|hälsa|rättigheter|skola"
    r"|skolan|demokrati|hållbar|hållbara|utveckling|utbildning)\b"
)
_ENGLISH: Final = re.compile(
    r"\b(?:the|and|of|with|as|this|are|from|which|have|will|project|partnership|between|their|its|it|through|against|or"
    r"|into|also|more|about|building|better|together|not|new|city|cities|county|council|dialogues?|residents?|waste|water"
    r"|youth|women|children|health|rights|planning|development|democracy|inclusive|sustainable|education|governance)\b"
)
_ENGLISH_TOO: Final = re.compile(r"\b(?:for|in|an|at|on|has|be|is|to|by|that)\b")
"""Small English words that Swedish text may hold; they count half."""

_YEAR: Final = r"(?:19|20)\d{2}"
_MONTH: Final = (
    r"(?:jan(?:uar[iy])?|feb(?:ruar[iy])?|mar(?:s|ch)?|apr(?:il)?|ma[ijy]|jun[ei]?|jul[iy]?|aug(?:ust[i]?)?|sep(?:t(?:ember)?)?"
    r"|o[ck]t(?:ober)?|nov(?:ember)?|dec(?:ember)?|spring|summer|autumn|våren|sommaren|hösten|årsskiftet)\.?"
)
_DAY: Final = rf"(?:(?:the\s+|den\s+)?\d{{1,2}}(?:st|nd|rd|th)?\s+)?(?:{_MONTH}\s+(?:\d{{1,2}},\s*|of\s+)?)?"
_RUNS: Final = r"(?:pågår|löper|varar|sträcker\s+sig|runs?|lasts?|continues?|ends?|avslutas|slutar)"
_RANGE: Final = re.compile(
    rf"(?<![\w/–-])({_YEAR})\s*[-–—/]\s*(?:{_DAY})({_YEAR}|\d{{2}})(?![\w/–-])"
    rf"|\b(?:between|mellan)\s+(?:åren\s+|the\s+years\s+)?{_DAY}({_YEAR})\s+(?:and|och)\s+{_DAY}({_YEAR})\b"
    rf"|(?<![\w/–-])({_YEAR})(?:,?\s+(?:och|and|som|which|that)?\s*(?:is\s+|will\s+)?{_RUNS}(?:\s+in)?)?"
    rf"\s+(?:to|until|till|t\.o\.m\.|through)\s+(?:och\s+med\s+|the\s+end\s+of\s+)?{_DAY}({_YEAR})\b"
    rf"|(?<![\w/–-])({_YEAR})\s+(?:and|och)\s+(?:will\s+)?{_RUNS}\s+(?:in\s+)?{_DAY}({_YEAR})\b",
    re.IGNORECASE,
)
"""Two years as one period; months and days may stand before them. Numbers such as 2016-0033 are none."""

_OF_A_PROJECT: Final = re.compile(
    r"proje[ck]t|partnership|partnerskap|samarbete|collaboration|cooperation|plann?ed|planera|proposal|ansök|application"
    r"|stretches|sträcker|time period|tidsperiod|^\W*(?:project )?(?:period|time|tid|duration)\b|pågår|\bruns?\b|löper"
    r"|parter(?:na)? ska\b|partners (?:will|aim|plan)|three[- ]year|treåri|two[- ]year|tvååri|activities|carried out"
    r"|genomför",
    re.IGNORECASE,
)
_GOES_ON: Final = re.compile(
    r"\bruns?\b|löper|pågår|stretches|sträcker|planned|planera|carried out|genomför|implemented|new project|nya projekt"
    r"|time period|tidsperiod",
    re.IGNORECASE,
)
_OF_SOMETHING_ELSE: Final = re.compile(
    r"network|nätverk|strateg|agenda|mandate|mandat|previous|tidigare|earlier|former|föregående|polic|census|election"
    r"|(?:development|action|master|utvecklings|handlings|översikts|verksamhets)\s?-?plan|\bval(?:et)?\b|\bwar\b|krig"
    r"|pandemi|have (?:collaborated|worked)|har samarbetat|programperiod|\bdnr\b|reference|diarie|statistik|statistics",
    re.IGNORECASE,
)
_BEHIND: Final = 22
_BEFORE: Final = 60
_LONGEST_PHRASE: Final = 160
_SENTENCE: Final = re.compile(r"[^.!?]*(?:[.!?]+(?=\s|\Z)|\Z)|[^.!?]*[.!?]")

_NETWORK: Final = r"(?:partnership[\s-]+|partnerskaps|projekt)?(?:networks?\b|nätverk\w*)"
_NETWORK_BEHIND: Final = rf"(?:s?[\s“”\"'’,-]*(?:\(\w+\)\s*)?){_NETWORK}"
_NETWORK_BEFORE: Final = (
    rf"{_NETWORK}\s*(?:för|for|on|of|inom|kring|called|named|kallat|som heter)?[\s:–—“”\"'’-]*"
    r"(?:the\s+|(?:kommunala\s+partnerskap\s+för|municipal\s+partnerships?\s+for)\s+)?"
)
_UNKNOWN_NETWORK: Final = re.compile(
    r"ICLD(?:[’':]?s)?\s+((?:[A-ZÅÄÖ][\w&/-]*\s+){1,4})[Nn]etwork\b"
    rf"|(?:{_NETWORK})\s+[“”\"]([^“”\"]{{3,60}})[“”\"]"
    rf"|[“”\"]([^“”\"]{{3,60}})[“”\"]\s*{_NETWORK}"
    rf"|\bICLD(?:[’':]?s)?\s+{_NETWORK}\s+(?:for|on|för|inom|kring)\s+([^\W\d_][^.,;:()“”\"]{{3,50}}?)"
    r"(?=[.,;:()]|\s+(?:and|och|which|that|som|where|där|in|i|is|är)\s|\s*\Z)",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Something a line names: the string as written, and what it means (a network's name, or two years)."""

    line: int
    as_written: str
    value: str


def language_of(text: str, otherwise: Language) -> Language:
    """Return the language whose small words are more frequent in `text`; `otherwise` when neither is."""
    folded = names.same_text(text)
    swedish = 2 * len(_SWEDISH.findall(folded))
    english = 2 * len(_ENGLISH.findall(folded)) + len(_ENGLISH_TOO.findall(folded))
    if swedish == english:
        return otherwise
    return "sv" if swedish > english else "en"


def periods_in(lines: Sequence[Line]) -> tuple[Mention, ...]:
    """Find the years a project runs from and to (“2018/2020” as value); what speaks of something else is left out.

    Only a sentence about a project or its plan counts, or a phrase such as a title.
    """
    sure: list[Mention] = []
    likely: list[Mention] = []
    for line in lines:
        phrase = len(line.text) <= _LONGEST_PHRASE and not closed(line.text)
        for sentence, match in _ranges(line.text):
            years = _years(match)
            if not years or _is_of_something_else(sentence, match):
                continue
            mention = Mention(line=line.number, as_written=match.group(), value="/".join(years))
            if _OF_A_PROJECT.search(sentence):
                sure.append(mention)
            elif phrase:
                likely.append(mention)
    return (*sure, *likely)


def labelled_period(line: Line) -> Mention | None:
    """Read the line below the label of a period: two years, or one that is both; None when it holds no year."""
    years = re.findall(rf"\b{_YEAR}\b", line.text)
    match = _RANGE.search(line.text)
    pair = _years(match) if match else (years[0], years[0]) if len(years) == 1 else None
    return Mention(line=line.number, as_written=line.text.strip(), value="/".join(pair)) if pair else None


def networks_in(lines: Sequence[Line], known: Mapping[str, str]) -> tuple[Mention, ...]:
    """Find the networks that the text calls networks; known ones under their English name, others as written."""
    found: dict[str, Mention] = {}
    for line in lines:
        if "network" in line.text.casefold() or "nätverk" in line.text.casefold():
            mentions = (*_known_networks(line, known), *_unknown_networks(line, known))
            for _, mention in sorted(mentions, key=itemgetter(0)):
                found.setdefault(mention.value, mention)
    return tuple(found.values())


def _ranges(text: str) -> Iterator[tuple[str, re.Match[str]]]:
    """Find each range of years, with the sentence it stands in."""
    for sentence in _SENTENCE.findall(text):
        for match in _RANGE.finditer(sentence):
            yield sentence, match


def _years(match: re.Match[str]) -> tuple[str, str] | None:
    start, end = (year for year in match.groups() if year)
    if len(end) < len(start):
        if int(end) <= 12:  # noqa: PLR2004 - 2016-12 is a month
            return None
        end = start[:2] + end
    return (start, end) if start <= end else None


def _is_of_something_else(sentence: str, match: re.Match[str]) -> bool:
    """Tell whether the words nearest to a range of years speak of something other than the project."""
    before = sentence[max(match.start() - _BEFORE, 0) : match.start()]
    other = [found.end() for found in _OF_SOMETHING_ELSE.finditer(before)]
    runs = [found.end() for found in _GOES_ON.finditer(before)]
    if other and max(other) > max(runs, default=-1):
        return True
    return not runs and _OF_SOMETHING_ELSE.search(sentence[match.end() : match.end() + _BEHIND]) is not None


def _known_networks(line: Line, known: Mapping[str, str]) -> Iterator[tuple[int, Mention]]:
    for name in sorted(known, key=len, reverse=True):
        written = rf"(?<!\w){re.escape(name)}"
        around = rf"(?P<behind>{written}{_NETWORK_BEHIND})|(?P<before>{_NETWORK_BEFORE}{written}(?!\w))"
        if re.search(_NETWORK, name):
            around = rf"(?P<behind>{written}(?!\w))"
        for match in re.finditer(around, line.text, re.IGNORECASE):
            if match["behind"] or _is_definite(line.text, match, name):
                yield match.start(), Mention(line=line.number, as_written=match.group().strip(), value=known[name])


def _is_definite(text: str, match: re.Match[str], name: str) -> bool:
    """Tell a network by that name from any network for that cause: “a network for human rights defenders” is none."""
    written = match.group()[-len(name) :]
    before = text[max(match.start() - 12, 0) : match.start()]
    definite = re.search(r"ICLD|\bthe\s+\Z|\bdet\s+\Z", before, re.IGNORECASE) or re.search(r"nätverket", match.group())
    return bool(definite) or written[:1].isupper() or match.group()[:1] == "N"


def _unknown_networks(line: Line, known: Mapping[str, str]) -> Iterator[tuple[int, Mention]]:
    for match in _UNKNOWN_NETWORK.finditer(line.text):
        name = next(group for group in match.groups() if group).strip()
        if not any(one in names.same_text(match.group()) for one in known):
            yield match.start(), Mention(line=line.number, as_written=match.group().strip(), value=name)
