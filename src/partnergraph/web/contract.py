"""What every document of ours says beside its body: by what it is known again, and what lies around it.

Entity tag, Last-Modified and conditional requests (RFC 9110 sections 8.8 and 13), Cache-Control (RFC 9111), Vary,
Content-Location, and links (RFC 8288): canonical, describes, alternate, describedby, license and provenance.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Final, Self

from flask import Response, request

from partnergraph import language
from partnergraph.formats import HTML, Format
from partnergraph.namespaces import LICENCE, PROV

from .answering import build
from .links import address, local
from .sending import chosen
from .service import current_service, in_release, page_language, pinned, service

__all__ = ["Document", "modified"]

_DIGITS: Final = 32
_PROVENANCE: Final = str(PROV.has_provenance)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One representation of a document, as this request asks for it.

    `path` is the document's address below the server's root, without a suffix, and `resource` the IRI of what it is
    about, "" where it is about nothing but itself.  `fixed` says that the address names the format.  `query` is what an
    address says beside its path to choose among what there is, percent-encoded and in the one order that we write.
    """

    path: str
    wanted: Format
    resource: str = ""
    offered: tuple[Format, ...] = (HTML,)
    fixed: bool = False
    query: str = ""

    @classmethod
    def asked(
        cls, path: str, offered: tuple[Format, ...], suffix: str | None = None, resource: str = "", query: str = ""
    ) -> Self:
        """Return the representation that this request wants, by suffix, `?format=` or Accept; raise NotAcceptable."""
        named = request.args.get("format", suffix)
        return cls(
            path=path,
            wanted=chosen(offered, named),
            resource=resource,
            offered=offered,
            fixed=named is not None,
            query=query,
        )

    @classmethod
    def page(cls) -> Self:
        """Return the page at the address of this request, which comes in no other format."""
        return cls(path=request.path, wanted=HTML, fixed=True)

    @property
    def tag(self) -> str:
        """Return the entity tag, of all that the document depends on; "" for a remote store.

        A release never changes, so the tag is known before the document is.
        """
        here = service()
        if here.release is None:
            return ""
        around = (request.script_root, page_language(), current_service().version, pinned())
        own = around if self.wanted is HTML else ()
        shown = (here.settings.public_url, here.settings.contact, here.settings.language)
        queries = _digest(tuple(canned.text for canned in here.catalogue.values()))
        parts = (build(), here.version, self.path, self.query, self.wanted.name, queries, *shown, *own)
        return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]

    def unchanged(self) -> Response | None:
        """Return the answer 304 when the client names our entity tag, before any work is done; else None."""
        named = request.if_none_match
        if not named or named.star_tag or not (tag := self.tag) or not named.contains_weak(tag):
            return None
        response = Response(status=304)
        response.set_etag(tag)
        self._with_validators(response)
        del response.headers["Content-Type"]
        return response

    def answer(
        self, response: Response, *, shape: str = "", sources: Iterable[str] = (), partial: bool = False
    ) -> Response:
        """Give a response its headers, and make it 304 where the client has it already.

        `shape` is the IRI of the shape that describes the resource, `sources` those of what it was derived from.
        A `partial` document, which lists some of many, is only weakly the same the next time.
        """
        self._with_validators(response)
        if self.wanted is HTML:
            response.content_language.add(page_language())
        for target, parameters in self._links(shape, sources):
            response.headers.add("Link", f"<{target}>; {parameters}")
        if response.status_code != 200:  # noqa: PLR2004 - tags and conditions are about a document that is there
            return response
        if tag := self.tag:
            response.set_etag(tag, weak=partial)
        else:
            response.add_etag()
        response.make_conditional(request)
        return response

    def _with_validators(self, response: Response) -> None:
        """Say how long the answer lasts, what it depends on and which of the document's forms it is."""
        response.last_modified = modified()
        response.headers["Cache-Control"] = "public, no-cache"
        if not self.fixed:
            response.vary.add("Accept")
        if (self.wanted is HTML or not self.fixed) and not language.named(request.args.get("lang")):
            response.vary.add("Accept-Language")
        response.headers["Content-Location"] = self._form(self.wanted)

    def _form(self, of: Format) -> str:
        """Return the address of the document in one format, and for a page in the language of this request."""
        suffix = f".{of.extension}" if len(self.offered) > 1 else ""
        said = "&".join(filter(None, (self.query, f"lang={page_language()}" if of is HTML else "")))
        return in_release(f"{request.script_root}{address(self.path)}{suffix}{said and '?'}{said}")

    def _links(self, shape: str, sources: Iterable[str]) -> Iterable[tuple[str, str]]:
        """Yield target and parameters of each link."""
        said = f"{self.query and '?'}{self.query}"
        yield f"{service().settings.public_url or request.script_root}{address(self.path)}{said}", 'rel="canonical"'
        if self.resource:
            yield self.resource, 'rel="describes"'
        if len(self.offered) > 1:
            for each in self.offered:
                place = f"{request.script_root}{address(self.path)}.{each.extension}{said}"
                yield in_release(place), f'rel="alternate"; type="{each.media_type}"'
        if shape:
            yield in_release(local(shape)), 'rel="describedby"; type="text/turtle"'
        yield str(LICENCE), 'rel="license"'
        for source in sources:
            yield in_release(local(source)), f'rel="{_PROVENANCE}"'


def modified() -> datetime | None:
    """Return when the release that is asked was made, or None where nobody has said it."""
    manifest = service().trusted.manifest
    return _time(manifest.created or manifest.harvested)


@lru_cache(maxsize=4)
def _digest(texts: tuple[str, ...]) -> str:
    """Return by what canned queries are known again: an operator may change those of a folder of his own."""
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()


@lru_cache(maxsize=16)
def _time(text: str) -> datetime | None:
    """Return an ISO 8601 date or time as a time, or None for an empty text."""
    if not text:
        return None
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)
