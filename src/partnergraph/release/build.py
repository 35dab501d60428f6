"""From checked graphs to the current release: validate, write aside, verify, publish.

Whatever happens on the way (a violation, a full disk, a kill), the release that was current stays current.
"""

import contextlib
import dataclasses
import json
import shutil
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Final

import pyoxigraph as ox
from rdflib import Graph

import partnergraph
from partnergraph import manifest, rdf, resources, search
from partnergraph.errors import EngineFailure, NonConformance, ReleaseDamaged
from partnergraph.graph.assembly import Assembled
from partnergraph.graph.description import describe
from partnergraph.iris import Minter
from partnergraph.manifest import FileEntry, InputEntry, Manifest
from partnergraph.store.materialised import Questions, materialise, no_questions
from partnergraph.validation import Report, validate

from . import dumps, publish, vocabularies
from .content import Content, compose, lines, stored, triples, version
from .failures import plain_words
from .lock import locked

__all__ = ["STEPS", "BuildResult", "Progress", "build"]

Progress = Callable[[str, float], None]
"""Told the name of each step as it begins, and the share of the work (0 to 1) that lies behind it."""

STEPS: Final[Mapping[str, float]] = MappingProxyType(
    {
        "waiting": 0.0,
        "describing": 0.01,
        "validating": 0.1,
        "loading": 0.75,
        "writing": 0.8,
        "dumping": 0.87,
        "verifying": 0.92,
        "answering": 0.95,
        "publishing": 0.98,
        "switching": 0.99,
        "done": 1.0,
    }
)
"""The steps of a build, in order. "waiting" comes only when another build is running."""

_STORE: Final = "store"
_LOADING: Final = "loading"


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildResult:
    """What a build did.

    `folder` is where the release lies (in a dry run: would lie); `existed` says that it was there before and
    nothing in it changed; `cleaned` names leftovers of killed builds, and old releases, that were removed.
    """

    version: str
    folder: Path
    existed: bool
    report: Report
    manifest: Manifest
    seconds: float
    cleaned: tuple[str, ...]


def build(  # noqa: PLR0913 - the command line sets each of these, and none belongs with another
    assembled: Assembled | vocabularies.Change,
    shapes: Graph,
    releases: Path,
    *,
    minter: Minter,
    questions: Questions = no_questions,
    progress: Progress | None = None,
    dry_run: bool = False,
    now: datetime | None = None,
    patience: float = 5.0,
    keep: int = 0,
) -> BuildResult:
    """Check `assembled` against `shapes`, write it as a release below `releases` and make that current.

    Vocabularies that were added to the current release go along; a Change adds or removes one and keeps the rest.
    The rows that answer `questions` are worked out and lie in the release.
    A version that exists is checked and kept. `dry_run` stops before anything is written. `now` is the time
    in the manifest; `patience` the seconds to wait for another build; `keep` the number of releases that stay, the
    oldest going first, where 0 keeps all. What is current and what was before always stay.
    Raises NonConformance with the report, BuildRunning, or EngineFailure when the folder cannot be written;
    each time the release that was current before still is.
    """
    started = time.monotonic()
    tell = _teller(progress)
    cleaned: tuple[str, ...] = ()
    with plain_words(releases), contextlib.ExitStack() as held:
        if not dry_run:
            publish.versions_folder(releases).mkdir(parents=True, exist_ok=True)
            held.enter_context(locked(releases, patience=patience, waiting=lambda _: tell("waiting")))
            cleaned = publish.remove_leftovers(releases)
        whole = vocabularies.settle(assembled, releases, minter)
        draft = _check(whole, shapes, minter, now or datetime.now(UTC), tell)
        folder = publish.versions_folder(releases) / draft.manifest.version
        kept = _kept(folder)
        if not dry_run:
            before = publish.current_name(releases)
            _publish(draft, questions, releases, tell, write=kept is None)
            cleaned += publish.remove_old(releases, keep, spared={before, draft.manifest.version})
        tell("done")
        return BuildResult(
            version=draft.manifest.version,
            folder=folder,
            existed=kept is not None,
            report=draft.report,
            manifest=kept or (draft.manifest if dry_run else Manifest.read(folder)),
            seconds=time.monotonic() - started,
            cleaned=cleaned,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Draft:
    """Everything a release will say, before a byte is written; the manifest lists no files yet."""

    data: Graph
    default: frozenset[bytes]
    content: Content
    description: Graph
    report: Report
    report_graph: Graph
    minter: Minter
    manifest: Manifest


def _teller(progress: Progress | None) -> Callable[[str], None]:
    """Return what tells a step by its name, to nobody where nobody listens."""
    return lambda step: progress(step, STEPS[step]) if progress else None


def _check(assembled: Assembled, shapes: Graph, minter: Minter, now: datetime, tell: Callable[[str], None]) -> _Draft:
    """Describe and validate; raise NonConformance when a shape is violated."""
    tell("describing")
    said = lines(assembled.data)
    named = lines(assembled.findings, minter.graph("findings")) | lines(assembled.history, minter.graph("history"))
    name = version(said | named | assembled.added)
    # what the data says itself is not said again, so that a release can be told apart into the two
    description = describe(assembled.data, minter=minter, version=name, harvested=assembled.harvested) - assembled.data
    tell("validating")
    report = _validated(assembled, description, shapes)
    report_graph = report.graph(minter)
    default = said | lines(description)
    content = compose(default, named | assembled.added | lines(report_graph, minter.graph("report")))
    return _Draft(
        data=assembled.data,
        default=default,
        content=content,
        description=description,
        report=report,
        report_graph=report_graph,
        minter=minter,
        manifest=_manifest(assembled, content, name, now),
    )


def _validated(assembled: Assembled, description: Graph, shapes: Graph) -> Report:
    """Hold everything that will be published against the shapes."""
    everything = Graph(bind_namespaces="none")
    for part in (assembled.data, assembled.findings, assembled.history, description):
        everything += part
    report = validate(everything, shapes)
    if not report.conforms:
        raise NonConformance(
            "The data does not conform to the shapes, so nothing was published.",
            report=report,
            hint="See the report for each place; `partnergraph validate` prints it.",
        )
    return report


def _manifest(assembled: Assembled, content: Content, name: str, now: datetime) -> Manifest:
    """Say what the release is, but for its files."""
    return Manifest(
        version=name,
        created=now.isoformat(),
        tool=f"partnergraph {partnergraph.__version__}",
        triples=content.triples,
        quads=content.quads,
        digest=content.digest,
        counts=dict(assembled.counts),
        files={},
        inputs=tuple(InputEntry(name=one.name, sha256=one.sha256, lines=one.lines) for one in assembled.inputs),
        harvested=assembled.harvested,
    )


def _kept(folder: Path) -> Manifest | None:
    """Return the manifest of a release that is there and whole, else None."""
    try:
        return manifest.verify(folder) if folder.is_dir() else None
    except ReleaseDamaged:
        return None


def _publish(draft: _Draft, questions: Questions, releases: Path, tell: Callable[[str], None], *, write: bool) -> None:
    """Write the release unless it is there already, and make it current unless it is."""
    name = draft.manifest.version
    if write:
        aside = publish.make_aside(releases)
        try:
            _write(draft, questions, aside, tell)
            tell("publishing")
            publish.place(aside, releases, name)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
    if not publish.is_current(releases, name):
        tell("switching")
        publish.switch(releases, name)


def _write(draft: _Draft, questions: Questions, aside: Path, tell: Callable[[str], None]) -> None:
    """Write every file of the release into the folder `aside`, the manifest last, and prove the store."""
    tell("loading")
    dump = aside / manifest.DUMP
    dump.write_bytes(draft.content.nquads)
    _load(dump, aside)
    tell("writing")
    report_json = json.dumps(draft.report.as_json(), ensure_ascii=False, indent=2, sort_keys=True)
    turtle = rdf.turtle(triples(draft.default))
    (aside / "data.ttl").write_bytes(turtle)
    (aside / "void.ttl").write_bytes(rdf.turtle(draft.description))
    (aside / "report.ttl").write_bytes(rdf.turtle(draft.report_graph))
    (aside / "report.json").write_text(f"{report_json}\n", encoding="utf-8")
    search.write(aside / search.FILE, triples(draft.default), draft.minter)
    tell("dumping")
    dumps.write(
        aside,
        default=draft.default,
        nquads=draft.content.nquads,
        turtle=turtle,
        data=draft.data,
        notes=_notes(draft.manifest),
    )
    tell("verifying")
    _prove(draft.content, aside / _STORE)
    tell("answering")
    materialise(questions, aside)
    files = {path.relative_to(aside).as_posix(): FileEntry.of(path) for path in _files(aside)}
    dataclasses.replace(draft.manifest, files=files).write(aside)
    publish.seal(aside)


def _notes(said: Manifest) -> dict[str, str]:
    """Return the texts that go with the tables: what they are, and the licence of the data."""
    notes = resources.text("partnergraph.release", "README.txt")
    licence = (resources.folder("data") / "LICENSE").read_text(encoding="utf-8")
    return {"README.txt": notes.format(version=said.version, harvested=said.harvested or "?"), "LICENSE.txt": licence}


def _files(folder: Path) -> list[Path]:
    """Return every file below `folder`, sorted."""
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _load(dump: Path, aside: Path) -> None:
    """Load the dump into a store on disk, and keep a copy without the engine's log and locks."""
    scratch = aside / _LOADING
    store = ox.Store(str(scratch))
    store.bulk_load(path=str(dump), format=ox.RdfFormat.N_QUADS)
    store.flush()
    store.backup(str(aside / _STORE))
    del store
    shutil.rmtree(scratch)


def _prove(content: Content, folder: Path) -> None:
    """Open the store as a server does and compare what it holds; raise EngineFailure when it differs."""
    store = ox.Store.read_only(str(folder))
    if len(store) != content.quads or compose(stored(store), ()).digest != content.digest:
        raise EngineFailure(
            f"The store holds {len(store)} quads that are not the {content.quads} written, so nothing was published.",
            hint="Build again; if it happens twice, check the disk and the memory of this machine.",
        )
