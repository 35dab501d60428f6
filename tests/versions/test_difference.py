"""Tests of what differs between two releases."""

import threading
import tracemalloc
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from partnergraph.errors import Busy, DeadlineExceeded, ReleaseDamaged
from partnergraph.manifest import FileEntry, Manifest
from partnergraph.versions import Count, Difference, Differences, Kept, Versions

from .conftest import Publish

_SAYS = "<https://example.org/says>"
_GRAPH = "https://example.org/graph"


def _pair(before: Path, after: Path) -> tuple[Kept, Kept]:
    versions = Versions(folder=after, current=Manifest.read(after))
    return versions.find(before.name), versions.find(after.name)


def _applied(lines: set[bytes], patch: list[bytes]) -> set[bytes]:
    """Apply an RDF Patch as its readers do: adding and removing quads, whatever the order."""
    found = set(lines)
    for row in patch:
        operation, _, quad = row.partition(b" ")
        match operation:
            case b"A":
                assert quad not in found
                found.add(quad)
            case b"D":
                found.remove(quad)
            case _:
                assert operation in {b"H", b"TX", b"TC"}
    return found


def _lines(folder: Path) -> set[bytes]:
    return set((folder / "data.nq").read_bytes().splitlines(keepends=True))


@pytest.fixture
def two(publish: Publish) -> tuple[Path, Path]:
    """Return two releases that differ in each way: a resource new, gone and changed, and a named graph."""
    same = f'<https://example.org/same> {_SAYS} "same" .'
    quad = f'<https://example.org/f> {_SAYS} "a \\" <x> . \\n" <{_GRAPH}> .'
    before = publish(
        "a", same, f"<https://example.org/a> {_SAYS} <https://example.org/b> .", quad, created="2026-01-01"
    )
    after = publish(
        "b",
        same,
        f'<https://example.org/a> {_SAYS} "ö"@sv .',
        f'<https://example.org/n> {_SAYS} "1"^^<http://www.w3.org/2001/XMLSchema#integer> .',
        created="2026-01-02",
    )
    return before, after


def test_a_difference_counts_by_graph_and_resource(two: tuple[Path, Path]) -> None:
    """The default graph and named graphs are told apart, and rows stand by their resource."""
    found = Differences().between(*_pair(*two), 10)
    assert {"": Count(added=2, removed=1), _GRAPH: Count(removed=1)} == found.graphs
    assert Count(added=2, removed=2) == found.count
    assert (3, 1) == (found.resources, found.pages)
    changed, gone, new = found.page(1)
    assert ["https://example.org/a", "https://example.org/f", "https://example.org/n"] == [
        each.subject for each in (changed, gone, new)
    ]
    assert (1, 1, 0) == (len(changed.added), len(changed.removed), changed.left_out)
    assert Count(removed=1) == gone.count


def test_the_patch_makes_one_release_of_the_other(two: tuple[Path, Path]) -> None:
    """Applied to the earlier dump, the patch gives the later one to the byte, and backwards."""
    before, after = two
    made = Differences()
    length, rows = made.between(*_pair(before, after), 10).patch("urn:a", "urn:b")
    there = list(rows)
    back = list(made.between(*_pair(after, before), 10).patch("urn:b", "urn:a")[1])
    assert length == len(b"".join(there))
    assert [b"H id <urn:b> .\n", b"H prev <urn:a> .\n"] == b"".join(there).splitlines(keepends=True)[:2]
    assert _lines(after) == _applied(_lines(before), b"".join(there).splitlines(keepends=True))
    assert _lines(before) == _applied(_lines(after), b"".join(back).splitlines(keepends=True))


def test_rows_are_quads_that_others_read(two: tuple[Path, Path]) -> None:
    """What was added and removed is N-Quads, as another parser reads it."""
    found = Differences().between(*_pair(*two), 10)
    assert found.sizes == Count(added=len(b"".join(found.added())), removed=len(b"".join(found.removed())))
    assert 2 == len(list(ox.parse(b"".join(found.added()), ox.RdfFormat.N_QUADS)))
    removed = list(ox.parse(b"".join(found.removed()), ox.RdfFormat.N_QUADS))
    assert ox.NamedNode(_GRAPH) in {quad.graph_name for quad in removed if isinstance(quad, ox.Quad)}


_TERMS = st.sampled_from([f"<https://example.org/{name}>" for name in ("a", "a/b", "a-b", "ö", "b")])
_LITERALS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=8).map(
    lambda text: str(ox.Literal(text))
)
_QUADS = st.builds(
    lambda subject, value, graph: f"{subject} {_SAYS} {value}{graph and f' {graph}'} .",
    _TERMS,
    _TERMS | _LITERALS,
    st.just("") | _TERMS,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=st.sets(_QUADS), after=st.sets(_QUADS))
def test_any_two_releases_have_a_patch(
    tmp_path_factory: pytest.TempPathFactory, before: set[str], after: set[str]
) -> None:
    """Whatever two releases hold, the patch between them is exact, and pages hold each change once."""
    folder = tmp_path_factory.mktemp("pair")
    kept = []
    for name, lines in (("a", before), ("b", after)):
        (folder / name).mkdir()
        (folder / name / "data.nq").write_bytes(b"".join(sorted(f"{line}\n".encode() for line in lines)))
        _describe(folder / name)
        kept.append(Kept(version=name, folder=folder / name))
    found = Differences().between(kept[0], kept[1], 10)
    assert _lines(folder / "b") == _applied(
        _lines(folder / "a"), b"".join(found.patch("urn:a", "urn:b")[1]).splitlines(keepends=True)
    )
    assert sorted(found.added()) == sorted(row for each in found.page(1) for row in each.added)
    assert len({each.subject for each in found.page(1)}) == found.resources


def _describe(folder: Path) -> None:
    Manifest(
        version=folder.name, created="2026-01-01", tool="", triples=0, quads=0, digest="", counts={},
        files={"data.nq": FileEntry.of(folder / "data.nq")}, inputs=(), harvested="",
    ).write(folder)  # fmt: skip


def _many(publish: Publish, name: str, count: int, created: str) -> Path:
    rows = (f'<https://example.org/{n:06}> {_SAYS} "{name} {n % 7}" .' for n in range(count))
    return publish(name, *rows, created=created)


def test_pages_hold_every_resource_once(publish: Publish) -> None:
    """A long difference has pages, which together name each resource in order."""
    before, after = publish("a", created="2026-01-01"), _many(publish, "b", 120, "2026-01-02")
    found = Differences().between(*_pair(before, after), 10)
    subjects = [each.subject for number in range(1, found.pages + 1) for each in found.page(number)]
    assert (3, 120) == (found.pages, found.resources)
    assert [("https://example.org/", 1, 120)] == [(each.prefix, each.page, each.resources) for each in found.sections]
    assert [f"https://example.org/{n:06}" for n in range(120)] == subjects


def test_sections_tell_where_each_kind_of_thing_begins(publish: Publish) -> None:
    """Ours are told apart by kind, whatever is in the rest of their names, and others by what they begin with."""
    kinds = [*(f"https://w3id.org/partnergraph/id/field/a/{n:03}/x" for n in range(49))]
    kinds += [*(f"https://w3id.org/partnergraph/id/project/{n:03}" for n in range(30)), "urn:other:1"]
    kinds += ["https://w3id.org/partnergraph/ns#goal", "https://w3id.org/partnergraph/dataset/class/A"]
    after = publish("b", *(f'<{each}> {_SAYS} "x" .' for each in kinds), created="2026-01-02")
    found = Differences().between(*_pair(publish("a", created="2026-01-01"), after), 10)
    assert [
        ("", 2, 1),
        ("https://w3id.org/partnergraph/dataset/class/", 1, 1),
        ("https://w3id.org/partnergraph/id/field/", 1, 49),
        ("https://w3id.org/partnergraph/id/project/", 2, 30),
        ("https://w3id.org/partnergraph/ns#", 2, 1),
    ] == [(each.prefix, each.page, each.resources) for each in found.sections]
    for section in found.sections:
        page = found.page(section.page)
        assert any(each.subject.startswith(section.prefix or "urn:") for each in page)


def test_a_resource_with_very_many_rows_says_how_many_are_left_out(publish: Publish) -> None:
    """A page shows the first rows of a resource and counts the others."""
    after = publish("b", *(f'<https://example.org/a> {_SAYS} "{n}" .' for n in range(250)), created="2026-01-02")
    (changed,) = Differences().between(*_pair(publish("a", created="2026-01-01"), after), 10).page(1)
    assert (100, 150, Count(added=250)) == (len(changed.added), changed.left_out, changed.count)


def test_equal_releases_differ_in_nothing(two: tuple[Path, Path]) -> None:
    """A release and itself: no rows, one empty page, and a patch that does nothing."""
    before, _ = two
    found = Differences().between(*_pair(before, before), 10)
    assert ({}, 0, 1, ()) == (found.graphs, found.resources, found.pages, found.page(1))


def test_a_difference_is_made_once(two: tuple[Path, Path]) -> None:
    """The same pair again is the same object, until others have pushed it out."""
    made, pair = Differences(), _pair(*two)
    first = made.between(*pair, 10)
    assert made.between(*pair, 10) is first
    for n in range(8):
        made.between(Kept(version=f"x{n}", folder=pair[0].folder), pair[1], 10)
    assert made.between(*pair, 10) is not first


def test_comparing_stops_in_time(publish: Publish) -> None:
    """Two large releases are not compared for longer than allowed, and the next to ask is not kept waiting."""
    before, after = _many(publish, "a", 10_000, "2026-01-01"), _many(publish, "b", 10_000, "2026-01-02")
    made = Differences()
    with pytest.raises(DeadlineExceeded):
        made.between(*_pair(before, after), 0)
    assert 10_000 == made.between(*_pair(before, after), 10).resources


def test_memory_does_not_grow_with_the_releases(publish: Publish) -> None:
    """Everything of 40,000 rows differs, and what is held in memory is far less than the rows."""
    before, after = _many(publish, "a", 20_000, "2026-01-01"), _many(publish, "b", 20_000, "2026-01-02")
    pair, found = _pair(before, after), []
    tracemalloc.start()
    found.append(Differences().between(*pair, 60))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert 20_000 == found[0].resources
    assert most < (before / "data.nq").stat().st_size / 2


def test_a_dump_that_was_changed_is_not_compared(two: tuple[Path, Path]) -> None:
    """The same number of other bytes is found by its checksum, and no path is told."""
    before, after = two
    pair = _pair(before, after)
    (before / "data.nq").write_bytes((before / "data.nq").read_bytes().replace(b"same", b"game"))
    with pytest.raises(ReleaseDamaged, match="a is damaged") as caught:
        Differences().between(*pair, 10)
    assert str(before) not in str(caught.value)


def test_who_waits_too_long_is_told_to_come_again(two: tuple[Path, Path]) -> None:
    """While one comparison runs another one waits, but not for ever."""
    made = Differences(patience=0.05)
    begun, done = threading.Event(), threading.Event()

    def hold() -> None:
        with made._lock:
            begun.set()
            done.wait(10)

    holder = threading.Thread(target=hold)
    holder.start()
    begun.wait(10)
    with pytest.raises(Busy):
        made.between(*_pair(*two), 10)
    done.set()
    holder.join()


def test_many_read_one_difference_at_the_same_time(publish: Publish) -> None:
    """Readers in several threads each get every row, also when the difference is let go meanwhile."""
    before, after = publish("a", created="2026-01-01"), _many(publish, "b", 3_000, "2026-01-02")
    found: Difference | None = Differences().between(*_pair(before, after), 10)
    results: list[int] = []
    assert found is not None
    readers = [
        threading.Thread(target=lambda rows: results.append(sum(1 for _ in rows)), args=(found.added(),))
        for _ in range(4)
    ]
    del found
    for each in readers:
        each.start()
    for each in readers:
        each.join()
    assert [3_000] * 4 == results
