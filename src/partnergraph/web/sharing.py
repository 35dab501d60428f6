"""Ways on from a result: files, programs, a permanent address, a frame for other pages, and how to cite it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlencode

from partnergraph.formats import CSV, GRAPHS, RESULTS, XLSX
from partnergraph.sparql.protocol import Operation

from .citation import Citation
from .citing import catalogue_words
from .completeness import question
from .dataset import citation
from .service import page_language, service
from .translations import gettext as _

__all__ = ["EMBEDDED", "Ways", "cited_query", "permanent", "sentence", "ways_of"]

EMBEDDED: Final = {"format": "html", "embed": "true"}
"""What the address of a frame says beside its question."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """Where the page of a result leads.

    `files` are addresses by format, `people` those of files with names beside identifiers, `programs` addresses by
    format as the world knows them.  `permalink` asks the same of the same release, `frame` shows the result alone.
    `citations` are addresses of the citation for citation managers, by suffix.
    """

    name: str
    files: Mapping[str, str]
    programs: Mapping[str, str]
    permalink: str
    frame: str
    citation: str
    people: Mapping[str, str] = field(default_factory=dict)
    citations: Mapping[str, str] = field(default_factory=dict)


def ways_of(asked: Operation, form: str | None, base: str, view: str) -> Ways:
    """Return the ways on from the answer to a query of a stranger; `base` is the endpoint as the world knows it."""
    tag = page_language()
    formats = GRAPHS if form in {"construct", "describe"} else RESULTS
    files = {each.name: _asking(asked, format=each.name) for each in formats}
    people = {
        "xlsx": _asking(asked, format=XLSX.name, labels=tag),
        "csv": _asking(asked, format=CSV.name, labels=tag),
        "excel": _asking(asked, format=CSV.name, labels=tag, excel="1"),
    }
    return Ways(
        name="result",
        files=files,
        people=people if form == "select" else {},
        programs={name: base + path for name, path in files.items()},
        permalink=permanent(asked, base, view),
        frame=base + _asking(asked, **EMBEDDED, view=view),
        citation=sentence(cited_query(asked, base, view)),
    )


def permanent(asked: Operation, base: str, view: str = "") -> str:
    """Return the address that asks the same of the same release again; a remote store has none that are kept."""
    here = service()
    release = {"version": here.version} if here.release is not None and not asked.version else {}
    return base + _asking(asked, **release, format="html", **({"view": view} if view else {}))


def cited_query(asked: Operation, base: str, view: str = "") -> Citation:
    """Return the citation of the answer to a query that has no name."""
    whole = citation(service())
    return Citation(
        title=_("Answer to a query"),
        version=whole.version,
        date=whole.date,
        address=permanent(asked, base, view),
        container=whole.title,
    )


def sentence(cited: Citation) -> str:
    """Return a citation as a sentence in the reader's language."""
    return cited.sentence(catalogue_words()["cited"])


def _asking(asked: Operation, **more: str) -> str:
    """Return what an address says that asks a query again, after that of the endpoint."""
    return f"?{urlencode([*question(asked), *more.items()])}"
