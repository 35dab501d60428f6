"""From a page about a resource to the lists of all that have to do with it, each with how many there are."""

from typing import Final

from flask import url_for

from partnergraph.web.links import Linked
from partnergraph.web.service import service
from partnergraph.web.translations import gettext as _

from .selection import KINDS, short

__all__ = ["lists_of"]

_LISTED: Final = ("partnerships", "projects", "municipalities", "partners")


def lists_of(iri: str) -> list[tuple[Linked, int]]:
    """Return the lists that can be narrowed to a resource, with how many things are in each.

    There are none over a remote store, of which there is no index.
    """
    here = service()
    if here.release is None:
        return []
    names = {
        "partnerships": _("Partnerships"),
        "projects": _("Projects"),
        "municipalities": _("Municipalities and regions"),
        "partners": _("Partners abroad"),
    }
    return [
        (Linked(text=names[things], href=_address(things, facet, iri)), bits.bit_count())
        for things in _LISTED
        for facet, values in here.facets.shelves[KINDS[things]].facets.items()
        if (bits := values.get(iri, 0))
    ]


def _address(things: str, facet: str, iri: str) -> str:
    return url_for(f"browse.{things}", **{facet: short(facet, iri)})  # type: ignore[arg-type]  # no option of url_for
