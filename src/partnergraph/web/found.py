"""What a search found, as people and programs are shown it: labels, kinds and matches in the reader's language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response, jsonify, request, url_for

from partnergraph.errors import WrongUsage
from partnergraph.search import KINDS, Hit

from .links import linked
from .service import page_language, service
from .translations import words

__all__ = ["Shown", "absolute", "as_json", "kinds_asked", "number", "search_words", "shown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A hit with its `label`, a `description` that tells it from its namesakes, and where it leads."""

    hit: Hit
    label: str
    description: str
    href: str

    def members(self) -> dict[str, Any]:
        """Return what a program is told."""
        hit = self.hit
        return {
            "iri": hit.iri,
            "label": self.label,
            "type": hit.kind,
            "description": self.description,
            "match": hit.match.value,
            "matched": hit.text,
            "matched_language": hit.language or None,
            "matched_property": hit.property or None,
            "score": hit.score,
            "address": self.href,
        }


def shown(hits: Sequence[Hit]) -> list[Shown]:
    """Return hits as they are shown; their labels are asked for at once, and are those of every other page."""
    wanted = {iri for hit in hits for iri in (hit.iri, hit.country) if iri}
    labels = service().trusted.labels(wanted, page_language())
    kinds = search_words()["kinds"]
    found = []
    for hit in hits:
        country = labels.get(hit.country, "")
        kind = kinds.get(hit.kind, hit.kind)
        description = f"{kind}, {country}" if country else kind
        found.append(
            Shown(hit=hit, label=labels.get(hit.iri, hit.text), description=description, href=linked(hit.iri).href)
        )
    return found


def search_words() -> Mapping[str, Any]:
    """Return the words about searching in the language of this request."""
    return words("search")


def kinds_asked() -> tuple[str, ...]:
    """Return the kinds that this request limits itself to; raise WrongUsage for one that there is not."""
    asked = tuple(kind for value in request.args.getlist("type") for kind in value.split(",") if kind)
    if unknown := [kind for kind in asked if kind not in KINDS]:
        raise WrongUsage(f"There is no type {unknown[0]!r} to search for", hint=f"There are {', '.join(KINDS)}.")
    return asked


def number(name: str, usual: int, most: int) -> int:
    """Return a parameter that is a whole number from 1 to `most`; raise WrongUsage for anything else."""
    text = request.args.get(name, str(usual))
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:9]) <= most:
        raise WrongUsage(f"The parameter {name} is {text[:20]!r}", hint=f"It is a whole number from 1 to {most}.")
    return int(text)


def as_json(members: object, status: int = 200) -> Response:
    """Return members as JSON that may be kept for as long as the release is the same."""
    response = jsonify(members)
    response.status_code = status
    response.vary.update(("Accept", "Accept-Language"))
    response.content_language.add(page_language())
    if request.method in {"GET", "HEAD"} and status == 200:  # noqa: PLR2004 - HTTP's own number
        response.add_etag()
        response.headers["Cache-Control"] = "public, no-cache"
        response.make_conditional(request)
    return response


def absolute(endpoint: str) -> str:
    """Return the address of one of our routes as the world knows it."""
    public = service().settings.public_url
    return public + url_for(endpoint) if public else url_for(endpoint, _external=True)
