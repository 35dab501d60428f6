"""What the gazetteer knows, as plain frozen values: bodies, territories, countries, networks and their names.

A body is what acts and is a partner, a territory is what it governs; they carry different identifiers.
"""

from dataclasses import dataclass
from decimal import Decimal

from partnergraph.names import same_text

from .naming import plain, swedish_forms

__all__ = ["Body", "Country", "Name", "Network", "Territory"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name as text in one language (BCP 47), or in none that is known."""

    text: str
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A local government.

    `names` are right names beside `name`, `published_as` is what ICLD's lists of values say, `misspellings` are forms
    that are wrong; `country` is ISO 3166-1 alpha-2 and the codes are strings, leading zeros kept.
    """

    key: str
    territory: str
    country: str
    types: tuple[str, ...]
    name: Name
    short_name: str
    names: tuple[Name, ...] = ()
    published_as: tuple[str, ...] = ()
    misspellings: tuple[str, ...] = ()
    scb_code: str | None = None
    county_code: str | None = None
    katottg: str | None = None
    qid: str | None = None

    @property
    def swedish(self) -> bool:
        """Whether it stands on the Swedish side of a partnership."""
        return self.country == "SE"

    @property
    def plain_names(self) -> tuple[Name, ...]:
        """The right names that carry no word for the kind of body: Kherson (en), Cherson (sv), Херсон (uk)."""
        short = Name(text=self.short_name, language=self.name.language)
        return tuple(dict.fromkeys((short, *(name for name in (self.name, *self.names) if _is_plain(name.text)))))

    @property
    def full_forms(self) -> tuple[str, ...]:
        """Every form that may stand alone as a facet's value: right, as published, misspelt, or derived by rule."""
        written = (self.name.text, *(name.text for name in self.names), *self.published_as, *self.misspellings)
        derived = swedish_forms(self.name.text, self.short_name, self.types) if self.swedish else ()
        return tuple(dict.fromkeys((*written, *derived)))

    @property
    def short_forms(self) -> tuple[str, ...]:
        """Every plain form, as titles and pairs use them: Västerås, Cherson, Berislav, JB Marks."""
        return tuple(dict.fromkeys((self.short_name, *(form for form in self.full_forms if _is_plain(form)))))


@dataclass(frozen=True, slots=True, kw_only=True)
class Territory:
    """The place a body governs, or its seat; `point` is latitude and longitude in degrees (WGS 84)."""

    key: str
    country: str
    name: Name
    names: tuple[Name, ...] = ()
    subdivision: str | None = None
    katottg: str | None = None
    geonames: str | None = None
    qid: str | None = None
    point: tuple[Decimal, Decimal] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """A country by its ISO 3166-1 codes."""

    code: str
    alpha3: str
    names: tuple[Name, ...]
    qid: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """A network of ICLD's; `names` are its labels, `forms` other ways of writing them; years where ICLD states them."""

    slug: str
    names: tuple[Name, ...]
    forms: tuple[Name, ...] = ()
    start_year: int | None = None
    end_year: int | None = None


def _is_plain(text: str) -> bool:
    """Tell whether a name carries no word for the kind of body."""
    return plain(text).text == same_text(text)
