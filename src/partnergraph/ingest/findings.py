"""Findings: every oddity a source may have, as one table of codes with its severity and its words in two languages."""

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, Literal

__all__ = ["CODES", "Code", "Finding", "FindingKind"]

Severity = Literal["info", "warning"]


@dataclass(frozen=True, slots=True)
class FindingKind:
    """One kind of oddity; the templates are filled with the finding's detail."""

    severity: Severity
    en: str
    sv: str


Code = Literal[
    "blank-value",
    "byte-order-mark",
    "carriage-returns",
    "case-variant",
    "control-characters",
    "cut-character",
    "cut-label",
    "cut-text",
    "cut-value",
    "decomposed-letters",
    "embedded-title",
    "facet-omits-pair",
    "facet-touches-text",
    "facets-missing",
    "goal-name-differs",
    "goal-unknown",
    "guessed-split",
    "guessed-title",
    "label-missing",
    "latin-1",
    "mojibake",
    "no-break-space",
    "no-case-boundary",
    "not-published",
    "pairs-not-stated",
    "partner-from-title",
    "several-periods",
    "slug-collision",
    "subtitle",
    "tags-left-out",
    "title-missing",
    "unknown-value",
    "unmatched-name",
    "utf-16",
    "values-glued",
]

CODES: Final = MappingProxyType[Code, FindingKind](
    {
        "blank-value": FindingKind("warning", "“{0}” has no value", "”{0}” saknar värde"),
        "byte-order-mark": FindingKind(
            "info", "The file begins with a byte order mark", "Filen börjar med en byteordningsmarkering"
        ),
        "carriage-returns": FindingKind(
            "info", "Lines end in carriage returns", "Raderna slutar med vagnretur"
        ),
        "case-variant": FindingKind(
            "warning", "“{0}” differs from “{1}” in capitals", "”{0}” skiljer sig från ”{1}” i versaler"
        ),
        "control-characters": FindingKind(
            "warning", "Characters that no text has were left out", "Tecken som ingen text har är utelämnade"
        ),
        "cut-character": FindingKind(
            "warning", "The file ends in the middle of a letter", "Filen slutar mitt i en bokstav"
        ),
        "cut-label": FindingKind(
            "warning", "The file ends in the label “{0}”", "Filen slutar i etiketten ”{0}”"
        ),
        "cut-text": FindingKind("warning", "The text is cut off", "Texten är avbruten"),
        "cut-value": FindingKind(
            "warning", "“{0}” is cut off; it may be “{1}”", "”{0}” är avbrutet; det kan vara ”{1}”"
        ),
        "decomposed-letters": FindingKind(
            "info",
            "Letters are written as letter and accent (NFD); they are read composed",
            "Bokstäver är skrivna som bokstav och accent (NFD); de läses sammansatta",
        ),
        "embedded-title": FindingKind(
            "warning",
            "“{0}” looks like the title of another post inside this one",
            "”{0}” ser ut som rubriken på en annan post inuti denna",
        ),
        "facet-omits-pair": FindingKind(
            "warning",
            "“{0}” of the pair on line {1} is missing from the facet",
            "”{0}” i paret på rad {1} saknas i facetten",
        ),
        "facet-touches-text": FindingKind(
            "info", "The facets follow the text without a blank line", "Facetterna följer texten utan blankrad"
        ),
        "facets-missing": FindingKind(
            "warning", "The post has no facets, though others have", "Posten saknar facetter fast andra har"
        ),
        "goal-name-differs": FindingKind(
            "warning", "“{0}” is not the name of goal {1}", "”{0}” är inte namnet på mål {1}"
        ),
        "goal-unknown": FindingKind(
            "warning", "“{0}” is no goal between 1 and 17", "”{0}” är inget mål mellan 1 och 17"
        ),
        "guessed-split": FindingKind(
            "warning",
            "“{0}” is no known name; it was parted from its neighbours where the case changes",
            "”{0}” är inget känt namn; det skildes från sina grannar där skiftläget växlar",
        ),
        "guessed-title": FindingKind(
            "info", "“{0}” is taken for the title of a post", "”{0}” tas för rubriken på en post"
        ),
        "label-missing": FindingKind(
            "info", "The label of “{0}” is missing; it is read as {1}", "Etiketten för ”{0}” saknas; det läses som {1}"
        ),
        "latin-1": FindingKind(
            "warning",
            "Bytes that are not UTF-8 are read as Windows-1252",
            "Byte som inte är UTF-8 läses som Windows-1252",
        ),
        "mojibake": FindingKind(
            "warning",
            "UTF-8 was once read as Windows-1252 here; it is put right",
            "Här har UTF-8 en gång lästs som Windows-1252; det är rättat",
        ),
        "no-break-space": FindingKind(
            "info", "A no-break space stands in the text", "Ett hårt blanksteg står i texten"
        ),
        "no-case-boundary": FindingKind(
            "warning",
            "“{0}” begins without a capital, so case does not part it from its neighbour",
            "”{0}” börjar utan versal, så skiftläget skiljer det inte från sin granne",
        ),
        "not-published": FindingKind(
            "warning",
            "The post names fewer than two known partners, so no partnership is made of it",
            "Posten nämner färre än två kända parter, så inget partnerskap görs av den",
        ),
        "pairs-not-stated": FindingKind(
            "warning",
            "{0} Swedish and {1} international partners are named, but not who works with whom",
            "{0} svenska och {1} internationella parter nämns, men inte vilka som arbetar med varandra",
        ),
        "partner-from-title": FindingKind(
            "warning", "The partner “{0}” is taken from the title", "Parten ”{0}” är tagen ur rubriken"
        ),
        "several-periods": FindingKind(
            "info", "The text names several periods; {0} is taken", "Texten nämner flera perioder; {0} används"
        ),
        "slug-collision": FindingKind(
            "warning", "The slug “{0}” is taken; “{1}” is used", "Namnet ”{0}” är upptaget; ”{1}” används"
        ),
        "subtitle": FindingKind(
            "info",
            "“{0}” may be the name of the project; it has no label",
            "”{0}” kan vara projektets namn; det saknar etikett",
        ),
        "tags-left-out": FindingKind(
            "info", "The tags “{0}” belong to no facet and are left out", "Etiketterna ”{0}” hör inte till någon facett"
        ),
        "title-missing": FindingKind("warning", "The post has no title", "Posten saknar rubrik"),
        "unknown-value": FindingKind("warning", "“{0}” is no known {1}", "”{0}” är okänt som {1}"),
        "unmatched-name": FindingKind(
            "warning", "No body is known by the name “{0}”", "Ingen kommun eller region är känd som ”{0}”"
        ),
        "utf-16": FindingKind("info", "The file is UTF-16", "Filen är UTF-16"),
        "values-glued": FindingKind(
            "info", "{0} values stand together without a separator", "{0} värden står ihop utan avskiljare"
        ),
    }
)  # fmt: skip
"""Every code a finding may have."""

_WORDS: Final = MappingProxyType(
    {
        "project-areas": ("project area", "projektområde"),
        "goals": ("goal", "mål"),
        "themes": ("theme", "tema"),
        "swedish-partners": ("Swedish partner", "svensk partner"),
        "international-partners": ("international partner", "internationell partner"),
        "period": ("period", "period"),
    }
)
"""The facets that a finding's detail may name, in English and Swedish."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One oddity on one line; `detail` fills the templates of its code in order."""

    line: int
    code: Code
    detail: tuple[str, ...] = field(default=())

    @property
    def severity(self) -> Severity:
        """How much it matters: `warning` for what a person should look at, `info` for the rest."""
        return CODES[self.code].severity

    def message(self, language: str = "en") -> str:
        """Return the finding in words, in Swedish for `sv` and in English for anything else."""
        kind = CODES[self.code]
        if language == "sv":
            return kind.sv.format(*(_WORDS[word][1] if word in _WORDS else word for word in self.detail))
        return kind.en.format(*(_WORDS[word][0] if word in _WORDS else word for word in self.detail))
