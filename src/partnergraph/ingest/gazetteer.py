"""The gazetteer: every body that may be a partner, its territory and country, and ICLD's networks, read from `data/`.

A body is known by many forms of its name; `find` answers for those forms only (letter case and spacing aside).
What a listing may write otherwise is the business of `ingest.reconciliation`.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Final

from partnergraph.names import same_text

from .bodies import Body, Country, Name, Network, Territory
from .gazetteer_tables import read_bodies, read_countries, read_networks, read_territories

__all__ = ["Body", "Country", "Gazetteer", "Name", "Network", "Territory", "fits"]

_NETWORK_WORDS: Final = re.compile(
    r"^(the )?(icld(:s|['’]s)? )?(the )?((partnerskaps)?nätverk(et)? (för )?|network (for|on) )?"
    r"|(([- ](partnerskaps)?nätverk(et)?)|( partnership)? network)$"
)
"""The words around a network's name, in text that `same_text` has made comparable."""


@dataclass(frozen=True, kw_only=True)
class Gazetteer:
    """All that is known beforehand, by key; read it once and keep it, its indexes are made when first asked for."""

    bodies: Mapping[str, Body]
    territories: Mapping[str, Territory]
    countries: Mapping[str, Country]
    networks: Mapping[str, Network]

    @classmethod
    def read(cls, folder: Path) -> "Gazetteer":
        """Read the four tables in `folder`; raise UnreadableInput with file and line for the first broken row."""
        countries = read_countries(folder / "countries.csv")
        territories = read_territories(folder / "places.csv", countries)
        return cls(
            bodies=MappingProxyType(read_bodies(folder / "bodies.csv", countries, territories)),
            territories=MappingProxyType(territories),
            countries=MappingProxyType(countries),
            networks=MappingProxyType(read_networks(folder / "networks.csv")),
        )

    def full_names(self, *, swedish: bool) -> Mapping[str, str]:
        """Return body keys by the names that may stand as a whole value of a facet, on one side.

        The names are in the form of `names.same_text`; one that would fit two bodies is left out.
        """
        return self._full_names[swedish]

    def short_names(self, *, swedish: bool) -> Mapping[str, str]:
        """Return body keys by plain names (“västerås”, “berislav”, “jb marks”), on one side, as `full_names` does."""
        return self._short_names[swedish]

    def find(self, name: str, *, swedish: bool | None = None, country: str | None = None) -> Body | None:
        """Return the body known by exactly this name, or None when there is none or more than one.

        `swedish` and `country` (ISO 3166-1 alpha-2) narrow the choice.
        """
        found = [body for body in self.known_as(name) if fits(body, swedish=swedish, country=country)]
        return found[0] if len(found) == 1 else None

    def known_as(self, name: str) -> tuple[Body, ...]:
        """Return every body that is known by exactly this name."""
        return tuple(self.bodies[key] for key in self._keys_by_form.get(same_text(name), ()))

    def country_named(self, name: str) -> Country | None:
        """Return the country that is called so in English, Swedish or Ukrainian, or None."""
        wanted = same_text(name)
        return next((c for c in self.countries.values() if any(same_text(n.text) == wanted for n in c.names)), None)

    def network_named(self, text: str) -> Network | None:
        """Return the network that `text` names, with or without the words for a network around it, or None."""
        wanted = same_text(text)
        for candidate in (wanted, _NETWORK_WORDS.sub("", wanted).strip("“”\"'’ ")):
            if candidate in self._networks_by_form:
                return self.networks[self._networks_by_form[candidate]]
        return None

    @cached_property
    def _full_names(self) -> dict[bool, Mapping[str, str]]:
        """Body keys by full form, for each side."""
        return {side: _single((f, b.key) for b in self._side(side) for f in b.full_forms) for side in (False, True)}

    @cached_property
    def _short_names(self) -> dict[bool, Mapping[str, str]]:
        """Body keys by plain form, for each side."""
        return {side: _single((f, b.key) for b in self._side(side) for f in b.short_forms) for side in (False, True)}

    @cached_property
    def _keys_by_form(self) -> dict[str, tuple[str, ...]]:
        """All body keys behind each form."""
        return _keys((f, b.key) for b in self.bodies.values() for f in (*b.full_forms, *b.short_forms))

    @cached_property
    def _networks_by_form(self) -> Mapping[str, str]:
        """Network slugs by name and other form."""
        return _single((n.text, slug) for slug, known in self.networks.items() for n in (*known.names, *known.forms))

    def _side(self, swedish: bool) -> list[Body]:  # noqa: FBT001 - only the lines above call it
        """Return the bodies on one side of a partnership."""
        return [body for body in self.bodies.values() if body.swedish is swedish]


def fits(body: Body, *, swedish: bool | None, country: str | None) -> bool:
    """Tell whether a body stands on that side and in that country, where they are given."""
    return swedish in {None, body.swedish} and country in {None, body.country}


def _keys(forms: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """Return the keys behind each form, in order, each once."""
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for form, key in forms:
        found[same_text(form)][key] = None
    return {form: tuple(keys) for form, keys in found.items()}


def _single(forms: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    """Return the key behind each form that has only one."""
    return MappingProxyType({form: keys[0] for form, keys in _keys(forms).items() if len(keys) == 1})
