"""How to cite a release, or an answer from it: a sentence, an entry for BibTeX, and an item of CSL JSON.

A citation names the version, the date of the data and an address that answers; the names at w3id.org do not yet.
"""

import re
from dataclasses import dataclass
from typing import Any, Final

__all__ = ["Citation"]

_AUTHOR: Final = "PartnerGraph contributors"
_LICENCE: Final = "CC BY 4.0"
_UNDATED: Final = "s.d."
"""Sine dato, as citations say where a date is not known; a store of others may not tell it."""

_SPECIAL: Final = re.compile(r"[\\{}%#&$_^~]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """What a citation says: `date` is that of the latest harvest (ISO 8601), "" where nobody has said it.

    `address` is that of the page.
    Of an answer `part` is the name of its canned query, and `container` the title of the dataset it is from.
    """

    title: str
    version: str
    date: str
    address: str
    part: str = ""
    container: str = ""

    @property
    def key(self) -> str:
        """Return the name of the entry."""
        return "-".join(filter(None, ("partnergraph", self.part, self.version)))

    def sentence(self, words: str) -> str:
        """Return the citation as a sentence in the form of `words`, which names the parts in braces."""
        return words.format(
            author=_AUTHOR,
            year=self.date[:4] or _UNDATED,
            title=self.title,
            container=self.container,
            version=self.version,
            date=self.date or _UNDATED,
            address=self.address,
            licence=_LICENCE,
        )

    def bibtex(self) -> str:
        """Return the citation as a BibTeX entry, `@misc` because only some styles know `@dataset`."""
        kind = f"Answer from {_escaped(self.container)}" if self.container else "Dataset"
        members = {
            "author": f"{{{_AUTHOR}}}",
            "title": f"{{{_escaped(self.title)}}}",
            "year": self.date[:4],
            "month": self.date[5:7].lstrip("0"),
            "version": self.version,
            "howpublished": f"\\url{{{self.address}}}",
            "url": self.address,
            "note": f"{kind}, version {self.version} of {self.date or _UNDATED}. Licence: {_LICENCE}",
        }
        lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in members.items() if value)
        return f"@misc{{{self.key},\n{lines}\n}}\n"

    def csl(self) -> list[dict[str, Any]]:
        """Return the citation as CSL JSON (https://citeproc-js.readthedocs.io), a list of one item."""
        container = {"container-title": self.container} if self.container else {}
        issued = {"issued": {"date-parts": [[int(part) for part in self.date[:10].split("-")]]}} if self.date else {}
        return [
            {
                "id": self.key,
                "type": "dataset",
                "title": self.title,
                **container,
                "author": [{"literal": _AUTHOR}],
                "publisher": "PartnerGraph",
                **issued,
                "version": self.version,
                "URL": self.address,
                "license": _LICENCE,
            }
        ]


def _escaped(text: str) -> str:
    """Return a text with what TeX would read as a command made harmless."""
    return _SPECIAL.sub(lambda found: f"\\{found[0]}" if found[0] not in "\\^~" else "", text)
