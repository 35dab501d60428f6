"""What free text tells beside its story: its language, the years of a project, and the networks it names."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from partnergraph import names

from .records import Language

__all__ = ["Mention", "language_of", "networks_in", "periods_in"]

_WORDS: Final[Mapping[Language, frozenset[str]]] = {
    "sv": frozenset(
        ["och", "att", "det", "som", "en", "på", "är", "av", "för", "med", "till", "den", "har", "de", "inte", "om", "ett", "men", "var", "sig", "så", "från", "vi", "kan", "när", "år", "under", "ska", "eller", "inom", "mellan", "genom", "vid", "samt", "detta", "denna", "projektet", "kommun", "kommuner", "region", "partnerskap", "partnerskapet", "svenska", "syftar"]
    ),
    "en": frozenset(
        ["the", "and", "of", "to", "in", "is", "that", "for", "with", "as", "on", "by", "this", "be", "are", "from", "an", "at", "which", "have", "has", "will", "project", "partnership", "between", "their", "its", "it", "through", "against", "or", "into", "also", "more", "about", "building", "better", "together"]
    ),
}
_SHARED: Final = frozenset({"for", "in", "an", "at", "on", "has", "be", "is", "to", "by"})

_YEAR: Final = r"(?:19|20)\d{2}"
_RANGE: Final = re.compile(
    rf"(?<![\w–-])({_YEAR})\s*[-–—]\s*({_YEAR})(?![\w–-])"
    rf"|\b(?:between|from|mellan|från)\s+({_YEAR})\s+(?:and|to|until|och|till)\s+({_YEAR})\b"
    rf"|\b({_YEAR})\s+(?:to|until|till)\s+({_YEAR})\b",
    re.IGNORECASE,
)
_OF_A_PROJECT: Final = re.compile(
    r"proje[ck]t|plann?ed|planera|proposal|ansök|application|stretches|sträcker|time period|tidsperiod|pågår|\bruns?\b"
    r"|löper|under åren|three[- ]year|treåri|two[- ]year|tvååri|activities|carried out|genomför",
    re.IGNORECASE,
)
_OF_SOMETHING_ELSE: Final = re.compile(
    r"network|nätverk|strateg|agenda|mandate|mandat|previous|tidigare|earlier|polic|\bplan\b|\bplanen\b|census|election|"
    r"\bval(?:et)?\b|\bwar\b|pandemi",
    re.IGNORECASE,
)
_SENTENCE: Final = re.compile(r"[^.!?]*(?:[.!?](?=\s|\Z)|\Z)|[^.!?]*[.!?]")

_NETWORK_BEHIND: Final = r"[\s“”\"'’,-]*(?:\(\w+\)\s*)?(?:partnership[\s-]+|partnerskaps)?(?:network|nätverk)"
_NETWORK_BEFORE: Final = (
    r"(?:network\w*|nätverk\w*)\s*(?:för|for|on|of|inom|kring|called|named|kallat|som heter)?[\s:–—“”\"'’-]*"
)
_UNKNOWN_NETWORK: Final = re.compile(
    r"ICLD(?:[’':]?s)?\s+((?:[A-ZÅÄÖ][\w&/-]*\s+){1,4})[Nn]etwork\b|(?:nätverk\w*|[Nn]etwork)\s+[“”\"]([^“”\"]{3,60})[“”\"]"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Something a line names: the string as written, and what it means (a network's name, or two years)."""

    line: int
    as_written: str
    value: str


def language_of(text: str, otherwise: Language) -> Language:
    """Return the language whose small words are more frequent in `text`; `otherwise` when neither is."""
    words = re.findall(r"[a-zåäö]+", names.same_text(text))
    swedish = sum(word in _WORDS["sv"] for word in words)
    english = sum(word in _WORDS["en"] and word not in _SHARED for word in words)
    english += sum(word in _SHARED for word in words) / 2
    if swedish == english:
        return otherwise
    return "sv" if swedish > english else "en"


def periods_in(lines: Sequence[tuple[int, str]]) -> tuple[Mention, ...]:
    """Find the years a project runs from and to (“2018/2020” as value); what speaks of something else is left out.

    Mentions in a sentence about the project, its plan or its application come first.
    """
    sure: list[Mention] = []
    likely: list[Mention] = []
    for number, line in lines:
        for sentence in _SENTENCE.findall(line):
            for match in _RANGE.finditer(sentence):
                start, end = (year for year in match.groups() if year)
                if start > end:
                    continue
                mention = Mention(line=number, as_written=match.group(), value=f"{start}/{end}")
                around = sentence[max(match.start() - 40, 0) : match.end() + 25]
                if _OF_SOMETHING_ELSE.search(around):
                    continue
                (sure if _OF_A_PROJECT.search(sentence) else likely).append(mention)
    return tuple([*sure, *likely])


def networks_in(lines: Sequence[tuple[int, str]], known: Mapping[str, str]) -> tuple[Mention, ...]:
    """Find the networks that the text calls networks; known ones under their English name, others as written."""
    found: dict[str, Mention] = {}
    for number, line in lines:
        for name in sorted(known, key=len, reverse=True):
            written = rf"(?<!\w){re.escape(name)}(?!\w)"
            if match := re.search(rf"{written}{_NETWORK_BEHIND}|{_NETWORK_BEFORE}{written}", line, re.IGNORECASE):
                _ = found.setdefault(known[name], Mention(line=number, as_written=match.group(), value=known[name]))
        for match in _UNKNOWN_NETWORK.finditer(line):
            name = (match.group(1) or match.group(2)).strip()
            if names.same_text(name) not in known and not any(
                names.same_text(k) in names.same_text(name) for k in found
            ):
                _ = found.setdefault(name, Mention(line=number, as_written=match.group(), value=name))
    return tuple(found.values())
