"""What every request may use: the release, the ways to ask it, and the words of the pages."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, Self, cast

from flask import current_app, g, request

from partnergraph import language
from partnergraph.errors import NotOffered
from partnergraph.iris import Minter
from partnergraph.search import Index, Indexes
from partnergraph.settings import Settings
from partnergraph.sparql.catalogue import CannedQuery, Naming, catalogue_of
from partnergraph.sparql.scan import Bounds
from partnergraph.sparql.service_description import ServiceDescription
from partnergraph.store import MEGABYTE, Limits, WorkerPool
from partnergraph.store.embedded import Embedded
from partnergraph.store.facets import Facets, FacetsOfReleases
from partnergraph.store.neighbourhood import Neighbourhood
from partnergraph.store.releases import LatePool, OpenRelease, OpenReleases
from partnergraph.store.remote import RemotePool, RemoteStore
from partnergraph.store.vocabulary import Vocabulary
from partnergraph.versions import Differences, Versions
from partnergraph.versions import Kept as KeptRelease

from .cache import Cache, Kept, Key
from .distributions import Described
from .judging import Judges

__all__ = ["NAME", "Service", "current_service", "in_release", "page_language", "pinned", "service"]

NAME: Final = "partnergraph"


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One release, or one remote store, being served; `close` it to end the query workers.

    `release` is None for a remote store, which has no files to offer.
    `vocabularies` are the documents `ns` and `shapes`, which ship with the program.
    """

    settings: Settings
    release: Path | None
    trusted: Embedded | Neighbourhood
    pool: WorkerPool | RemotePool | LatePool
    catalogue: Mapping[str, CannedQuery]
    bounds: Bounds
    minter: Minter
    vocabularies: Mapping[str, Vocabulary]
    cache: Cache[Key, Kept]
    earlier: OpenReleases
    differences: Differences
    judges: Judges
    indexes: Indexes
    shelves: FacetsOfReleases = field(default_factory=FacetsOfReleases, repr=False)
    closing: threading.Event = field(default_factory=threading.Event, repr=False)
    described: dict[tuple[str, ...], Described] = field(default_factory=dict, repr=False)
    _descriptions: dict[str, ServiceDescription] = field(default_factory=dict, repr=False)
    _manifests: dict[tuple[Path, int], KeptRelease] = field(default_factory=dict, repr=False)

    @classmethod
    def open(cls, settings: Settings, release: Path | None) -> Self:
        """Open a release, or without one the store that the settings name, under the limits of the settings.

        Raises ReleaseDamaged when the release is not whole; a store need not be there yet.
        """
        catalogue = catalogue_of(settings)
        trusted: Embedded | Neighbourhood
        pool: WorkerPool | RemotePool
        if release is None:
            pool = RemotePool(RemoteStore.of(settings), Limits.of(settings))
            trusted = Neighbourhood(pool)
        else:
            trusted = Embedded.open(release, settings.in_memory_quads)
            pool = WorkerPool(release, Limits.of(settings))
        return cls(
            settings=settings,
            release=release,
            trusted=trusted,
            pool=pool,
            catalogue=catalogue,
            bounds=Bounds.of(settings),
            minter=Minter(),
            vocabularies=Vocabulary.shipped(),
            cache=Cache(most=settings.cache_mb * MEGABYTE // 2),
            earlier=OpenReleases(Limits.of(settings)),
            differences=Differences(patience=settings.queue_seconds),
            judges=Judges(settings=settings),
            indexes=_indexes(release),
        )

    @property
    def description(self) -> ServiceDescription:
        """Return the description of the endpoint, made anew when a remote store holds another version."""
        manifest = self.trusted.manifest
        made = self._descriptions.get(manifest.version)
        if made is None:
            made = ServiceDescription(
                version=manifest.version,
                triples=manifest.triples,
                graphs=self.trusted.sizes(),
                settings=self.settings,
                minter=self.minter,
                ours=self.release is not None,
            )
            self._descriptions.clear()
            self._descriptions[manifest.version] = made
        return made

    @property
    def search(self) -> Index:
        """Return the search index; raise NotOffered where what is served has none."""
        index = self.indexes.of(self.release) if self.release is not None else None
        if index is None:
            hint = "Serve a release that this version of the program has built; SPARQL works here as everywhere."
            raise NotOffered("There is no search index for what is served here", hint=hint)
        return index

    @property
    def embedded(self) -> Embedded:
        """Return the store of the release in this process; raise NotOffered for a remote store."""
        if not isinstance(self.trusted, Embedded):
            hint = "SPARQL and the canned queries work here as everywhere: see /queries."
            raise NotOffered("What is served here cannot be browsed by facets", hint=hint)
        return self.trusted

    @property
    def facets(self) -> Facets:
        """Return what the release holds by kind and facet; raise NotOffered for a remote store."""
        store = self.embedded
        return self.shelves.of(store.manifest.version, store.facets)

    @property
    def naming(self) -> Naming:
        """Return what knows the names of resources, for the values of canned queries."""
        return Naming(self.trusted, self.indexes.of(self.release) if self.release is not None else None)

    @property
    def version(self) -> str:
        """Return the version of the release, which every answer names."""
        return self.trusted.manifest.version

    @property
    def versions(self) -> Versions:
        """Return the releases that are kept beside this one."""
        return Versions(folder=self.release, current=self.trusted.manifest, seen=self._manifests)

    def of(self, release: OpenRelease) -> Self:
        """Return the same service over a kept release that is open."""
        return replace(self, release=release.kept.folder, trusted=release.trusted, pool=release.pool)

    def close(self) -> None:
        """End the workers and wait until they are gone."""
        self.closing.set()
        self.earlier.close()
        self.judges.close()
        self.pool.close()
        self.indexes.close()


def current_service() -> Service:
    """Return the service over the current release, whichever one this request asks."""
    return cast("Service", current_app.extensions[NAME])


def service() -> Service:
    """Return the service that answers this request: over the current release, or over a kept one that it names."""
    return cast("Service", g.get(NAME) or current_service())


def pinned() -> str:
    """Return the version that this request names by `version=`, or "" where it takes what is current."""
    return str(g.get("version", ""))


def in_release(address: str) -> str:
    """Return an address on this server as it stands in the release that this request is pinned to."""
    if not pinned() or not address.startswith("/"):
        return address
    path, hash_sign, fragment = address.partition("#")
    return f"{path}{'&' if '?' in path else '?'}version={pinned()}{hash_sign}{fragment}"


def page_language() -> str:
    """Return the language of the page that answers this request; it is chosen once, since every word asks for it."""
    if "language" not in g:
        asked, accepted = request.args.get("lang"), request.headers.get("Accept-Language")
        g.language = language.choose(asked, accepted, service().settings.language)
    return str(g.language)


def _indexes(release: Path | None) -> Indexes:
    """Open the index of a release, so that damage shows before anything is served."""
    indexes = Indexes()
    if release is not None:
        _ = indexes.of(release)
    return indexes
