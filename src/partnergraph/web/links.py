"""IRIs as links for people: ours lead to this server, those of others to the web, odd ones nowhere."""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from flask import request
from rdflib import URIRef

from partnergraph.namespaces import SDG
from partnergraph.rdf import compact

from .service import in_release, service

__all__ = ["Linked", "address", "linked", "local", "public_address"]

_GOAL: Final = re.compile(re.escape(str(SDG)) + r"([0-9]{1,2}(?:\.[0-9a-z]{1,2})?)")
"""The UN's IRI of a goal or target, which this server has a page about."""

_SAFE: Final = "/:@%-._~"


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """A piece of a page: its `text`, where it leads (or nowhere), its `iri`, and the language of the text."""

    text: str
    href: str = ""
    iri: str = ""
    language: str = ""


def linked(iri: str, label: str = "") -> Linked:
    """Return an IRI as a link under its label, or under its prefixed name."""
    return Linked(text=label or compact(URIRef(iri)).strip("<>"), href=in_release(local(iri)), iri=iri)


def public_address(path: str | None = None) -> str:
    """Return the absolute address of a path that `url_for` gave, or of this request, as the world knows it."""
    here = request.script_root + request.path if path is None else path
    return (service().settings.public_url or request.host_url.rstrip("/")) + here


def address(path: str) -> str:
    """Return a path below the server's root as it stands in an address; what is percent-encoded stays so."""
    return quote(path, safe=_SAFE)


def local(iri: str) -> str:
    """Return where a link to an IRI leads: ours and the UN's goals to this server, whatever host it runs on.

    Only http and https are ever followed; for any other IRI it is "".
    """
    base = service().minter.base
    if iri.startswith(base):
        path, hash_sign, fragment = iri.removeprefix(base).partition("#")
        return f"{request.script_root}/{address(path)}{hash_sign}{address(fragment)}"
    if iri == SDG.rstrip("/"):
        return f"{request.script_root}/goals"
    if goal := _GOAL.fullmatch(iri):
        return f"{request.script_root}/goals/{goal[1]}"
    return iri if iri.startswith(("http://", "https://")) else ""
