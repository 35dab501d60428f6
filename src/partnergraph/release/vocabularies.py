"""Vocabularies of others beside our data: each is a named graph of the release, and goes along into the next one.

What is added is published as it is: the shapes are for our own data, and do not judge it.
The release is the only place where an added vocabulary lives, so a rollback takes it back too.
"""

import dataclasses
import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyoxigraph as ox
from rdflib import BNode, Graph, URIRef
from rdflib.term import Node

from partnergraph import manifest, rdf
from partnergraph.errors import NotFound, ReleaseDamaged, UnreadableInput, WrongUsage
from partnergraph.graph.assembly import Assembled, Input
from partnergraph.iris import Minter
from partnergraph.manifest import InputEntry, Manifest
from partnergraph.names import slug

from .content import lines, triples, version

__all__ = ["Change", "Vocabulary", "added", "added_before", "read", "settle"]

_MARK: Final = "vocabulary"
"""Begins the name of an input that is an added vocabulary: `vocabulary/{name}/{file}`."""

_NAME: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_DESCRIPTION: Final = "void.ttl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """A vocabulary that was read: its `quads` as lines of N-Quads in its graph, and the `input` it came from."""

    name: str
    quads: frozenset[bytes]
    input: Input


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """The current release with one vocabulary more (`vocabulary`), or without the one called `without`."""

    vocabulary: Vocabulary | None = None
    without: str = ""


def read(path: Path, minter: Minter, name: str = "") -> Vocabulary:
    """Read an RDF file as the vocabulary called `name`, or called after the file.

    Named graphs of the file are merged. Blank nodes get IRIs below that of the graph (RDF 1.1 Concepts, section 3.5),
    numbered as they appear, so the same file always gives the same. Relative IRIs count from the graph's.
    Raises WrongUsage for a name that is no slug, and UnreadableInput for a file that is not RDF or says nothing.
    """
    name = name or slug(path.stem)
    if not _NAME.fullmatch(name):
        raise WrongUsage(f"“{name}” cannot name a graph", hint="Expected lower-case words with hyphens: un-sdg.")
    try:
        text = path.read_bytes()
    except OSError as error:
        raise UnreadableInput(f"The file cannot be opened: {error.strerror}.", source=str(path)) from error
    graph = minter.graph(f"{_MARK}/{name}")
    found = rdf.parse_text(text, path.suffix, source=str(path), base=str(graph))
    if not found:
        raise UnreadableInput("The file says nothing: it holds no triple.", source=str(path))
    named = Graph(bind_namespaces="none")
    for subject, predicate, value in found:
        named.add((_skolemised(subject, graph), predicate, _skolemised(value, graph)))
    source = Input(
        name=f"{_MARK}/{name}/{path.name}", sha256=hashlib.sha256(text).hexdigest(), lines=len(text.splitlines())
    )
    return Vocabulary(name=name, quads=lines(named, graph), input=source)


def added(release: Manifest) -> Mapping[str, InputEntry]:
    """Return the files of the vocabularies in a release, by the vocabularies' names."""
    marked = (one for one in release.inputs if one.name.startswith(f"{_MARK}/"))
    return {one.name.split("/", 2)[1]: one for one in marked}


def added_before(releases: Path) -> frozenset[str]:
    """Return the names of the vocabularies in the current release, as far as it can tell."""
    try:
        folder = manifest.current(releases)
        return frozenset(added(Manifest.read(folder))) if folder else frozenset()
    except ReleaseDamaged:
        return frozenset()


def settle(wanted: Assembled | Change, releases: Path, minter: Minter) -> Assembled:
    """Return what the next release shall say: new data with the vocabularies of the current one, or a change of it.

    Where the current release is damaged, new data goes on without its vocabularies, because nobody can trust them.
    To be called with the builders' lock held, so that the current release stays what it is.
    Raises NotFound for a vocabulary to remove that is not there, and ReleaseDamaged for a change of a damaged release.
    """
    if isinstance(wanted, Change):
        return _changed(wanted, releases, minter)
    try:
        folder = manifest.current(releases)
        return _carried(wanted, folder, minter) if folder else wanted
    except ReleaseDamaged:
        return wanted


def _carried(wanted: Assembled, folder: Path, minter: Minter) -> Assembled:
    """Return `wanted` with the vocabularies of the release in `folder`."""
    inputs = [one for one in Manifest.read(folder).inputs if one.name.startswith(f"{_MARK}/")]
    if not inputs:
        return wanted
    _ = manifest.verify(folder, only=[manifest.DUMP])
    mark = f"{minter.graph(_MARK)}/"
    quads = frozenset(line for line, graph in _quads(folder) if graph.startswith(mark))
    return dataclasses.replace(wanted, added=quads, inputs=(*wanted.inputs, *map(_input, inputs)))


def _changed(change: Change, releases: Path, minter: Minter) -> Assembled:
    """Return what the current release says, with a vocabulary more or less."""
    folder = manifest.current(releases)
    if folder is None:
        raise NotFound(f"There is no release in {releases}", hint="Build one first with `partnergraph build`.")
    before = _reopened(folder, minter)
    name = change.vocabulary.name if change.vocabulary else change.without
    there = added(Manifest.read(folder))
    if change.vocabulary is None and name not in there:
        known = ", ".join(there) or "none"
        raise NotFound(f"There is no vocabulary “{name}” in the release", hint=f"There is: {known}.")
    end = f" <{minter.graph(f'{_MARK}/{name}')}> .\n".encode()
    quads = frozenset(line for line in before.added if not line.endswith(end))
    inputs = tuple(one for one in before.inputs if not one.name.startswith(f"{_MARK}/{name}/"))
    if change.vocabulary:
        quads, inputs = quads | change.vocabulary.quads, (*inputs, change.vocabulary.input)
    return dataclasses.replace(before, added=quads, inputs=inputs)


def _reopened(folder: Path, minter: Minter) -> Assembled:
    """Return what the release in `folder` was built from: its graphs without description and report.

    Raises ReleaseDamaged when it is not whole, or when its graphs do not give its version.
    """
    listed = manifest.verify(folder, only=[manifest.DUMP, _DESCRIPTION])
    graphs: dict[str, set[bytes]] = {}
    for line, name in _quads(folder):
        graphs.setdefault(name, set()).add(line)
    said = frozenset(graphs.pop("", set())) - lines(rdf.parse_file(folder / _DESCRIPTION))
    findings = frozenset(graphs.pop(str(minter.graph("findings")), set()))
    history = frozenset(graphs.pop(str(minter.graph("history")), set()))
    _ = graphs.pop(str(minter.graph("report")), None)
    rest = frozenset().union(*graphs.values())
    if version(said | findings | history | rest) != listed.version:
        raise ReleaseDamaged(
            f"The release in {folder} does not say what its version stands for",
            hint="Build it anew with `partnergraph build`.",
        )
    return Assembled(
        data=_graph(said),
        findings=_graph(findings),
        history=_graph(history),
        inputs=tuple(map(_input, listed.inputs)),
        counts=listed.counts,
        harvested=listed.harvested,
        added=rest,
    )


def _quads(folder: Path) -> Iterator[tuple[bytes, str]]:
    """Yield each line of the dump in `folder` with the name of its graph, which is empty for the default graph."""
    dump = (folder / manifest.DUMP).read_bytes()
    quads = ox.parse(dump, format=ox.RdfFormat.N_QUADS)
    for line, quad in zip(dump.splitlines(keepends=True), quads, strict=True):
        yield line, quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else ""


def _input(entry: InputEntry) -> Input:
    return Input(name=entry.name, sha256=entry.sha256, lines=entry.lines)


def _graph(found: frozenset[bytes]) -> Graph:
    graph = Graph(bind_namespaces="none")
    with rdf.without_normalisation():
        for triple in triples(sorted(found)):
            graph.add(triple)
    return graph


def _skolemised(term: Node, graph: URIRef) -> Node:
    """Return an IRI for a blank node, and any other term as it is."""
    return URIRef(f"{graph}#{term}") if isinstance(term, BNode) else term
