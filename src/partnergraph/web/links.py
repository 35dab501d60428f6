"""IRIs as links for people: ours lead to this server, those of others to the web, odd ones nowhere."""

from dataclasses import dataclass
from urllib.parse import quote

from flask import request
from rdflib import URIRef

from partnergraph.rdf import compact

from .service import in_release, service

__all__ = ["Linked", "linked", "public_address"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """A piece of a page: its `text`, where it leads (or nowhere), its `iri`, and the language of the text."""

    text: str
    href: str = ""
    iri: str = ""
    language: str = ""


def linked(iri: str, label: str = "") -> Linked:
    """Return an IRI as a link under its label, or under its prefixed name."""
    return Linked(text=label or compact(URIRef(iri)).strip("<>"), href=in_release(_address(iri)), iri=iri)


def public_address(path: str | None = None) -> str:
    """Return the absolute address of a path that `url_for` gave, or of this request, as the world knows it."""
    here = request.script_root + request.path if path is None else path
    return (service().settings.public_url or request.host_url.rstrip("/")) + here


def _address(iri: str) -> str:
    """Return where a link to an IRI leads: only http and https are ever followed."""
    base = service().minter.base
    if iri.startswith(f"{base}id/"):
        return f"{request.script_root}/{quote(iri.removeprefix(base), safe='/:@%-._~')}"
    return iri if iri.startswith(("http://", "https://")) and not iri.startswith(base) else ""
