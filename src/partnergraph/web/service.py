"""What every request may use: the release, the ways to ask it, and the words of the pages."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, Self, cast

from flask import current_app, request

from partnergraph import language, resources
from partnergraph.iris import Minter
from partnergraph.settings import Settings
from partnergraph.sparql.catalogue import CannedQuery, read_catalogue
from partnergraph.sparql.scan import Bounds
from partnergraph.store import Limits, WorkerPool
from partnergraph.store.embedded import Embedded

__all__ = ["NAME", "Service", "page_language", "service", "words"]

NAME: Final = "partnergraph"


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One release being served; `close` it to end the query workers."""

    settings: Settings
    release: Path
    trusted: Embedded
    pool: WorkerPool
    catalogue: Mapping[str, CannedQuery]
    bounds: Bounds
    minter: Minter
    texts: Mapping[str, Mapping[str, Any]]

    @classmethod
    def open(cls, settings: Settings, release: Path) -> Self:
        """Open a release under the limits of the settings; raise ReleaseDamaged when it is not whole."""
        catalogue = read_catalogue(resources.queries())
        trusted = Embedded.open(release, settings.in_memory_quads)
        return cls(
            settings=settings,
            release=release,
            trusted=trusted,
            pool=WorkerPool(release, Limits.of(settings)),
            catalogue=catalogue,
            bounds=Bounds.of(settings),
            minter=Minter(),
            texts=_texts(),
        )

    @property
    def version(self) -> str:
        """Return the version of the release, which every answer names."""
        return self.trusted.manifest.version

    def close(self) -> None:
        """End the workers and wait until they are gone."""
        self.pool.close()


def service() -> Service:
    """Return the service of the application that answers this request."""
    return cast("Service", current_app.extensions[NAME])


def page_language() -> str:
    """Return the language of the page that answers this request."""
    return language.choose(request.args.get("lang"), request.headers.get("Accept-Language"))


def words() -> Mapping[str, Any]:
    """Return the words of our pages in the language of this request."""
    return service().texts[page_language()]


def _texts() -> Mapping[str, Mapping[str, Any]]:
    folder = files("partnergraph.web") / "texts"
    return MappingProxyType(
        {tag: tomllib.loads((folder / f"{tag}.toml").read_text(encoding="utf-8")) for tag in language.OFFERED}
    )
