"""Tests of the answers that lie in a release: those that are worked out, and checked like all else."""

import dataclasses
import gzip
import json
import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Final

import pytest

from partnergraph.errors import CursorStale, ReleaseDamaged
from partnergraph.formats import CSV, JSON, TSV, XML, Format
from partnergraph.manifest import FileEntry, Manifest
from partnergraph.settings import Settings
from partnergraph.sparql.catalogue import CannedQuery, catalogue_of, usual
from partnergraph.store import Limits, QueryRequest, Window, WorkerPool

_CATALOGUE: Final = {name: canned for name, canned in catalogue_of(Settings()).items() if canned.form == "select"}
_MADE_UP: Final = b"?goal\t?number\n<https://example.org/made-up>\t1\n"


@pytest.fixture(scope="module")
def ready(shipped_release: Path) -> Iterator[WorkerPool]:
    """Return workers over the release of the data that ships."""
    with WorkerPool(shipped_release, Limits(workers=1)) as pool:
        yield pool


@pytest.fixture(scope="module")
def anew(shipped_release: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[WorkerPool]:
    """Return workers over the same release in the layout that had no answers."""
    older = tmp_path_factory.mktemp("older") / shipped_release.name
    shutil.copytree(shipped_release, older)
    shutil.rmtree(older / "answers")
    said = Manifest.read(older)
    files = {name: entry for name, entry in said.files.items() if not name.startswith("answers/")}
    dataclasses.replace(said, layout=2, files=files).write(older)
    with WorkerPool(older, Limits(workers=1)) as pool:
        yield pool


def _answer(
    pool: WorkerPool, text: str, written: Format = TSV, window: Window | None = None
) -> tuple[bytes, bool, str]:
    request = QueryRequest(query=text, format=written, deadline=30, window=window or Window())
    with pool.query(request) as answer:
        return answer.body.read(), answer.more, answer.mark


def _values(pool: WorkerPool, query: str) -> list[str]:
    rows = json.loads(_answer(pool, query, JSON)[0])["results"]["bindings"]
    return [row["value"]["value"] for row in rows]


def _some(canned: CannedQuery, pool: WorkerPool) -> list[str]:
    """Return some of the usual questions of a query: those at both ends, since there are many of the same kind."""
    texts = list(usual(canned, partial(_values, pool)))
    return list(dict.fromkeys([*texts[:4], *texts[-4:]]))


@pytest.mark.parametrize("canned", _CATALOGUE.values(), ids=list(_CATALOGUE))
def test_what_lies_ready_is_what_is_worked_out(ready: WorkerPool, anew: WorkerPool, canned: CannedQuery) -> None:
    """Each canned query has the same answer, byte for byte, in each format and language, whole and in parts."""
    for text in _some(canned, anew):
        for written in (JSON, XML, CSV, TSV):
            assert _answer(anew, text, written) == _answer(ready, text, written)
        mark, parts = "", 0
        while parts < 3:
            window = Window(rows=4, skip=4 * parts, mark=mark)
            part = _answer(ready, text, JSON, window)
            assert _answer(anew, text, JSON, window) == part
            _, more, mark = part
            if not more:
                break
            parts += 1


def test_a_release_has_an_answer_for_each_usual_question(shipped_release: Path, anew: WorkerPool) -> None:
    """There is one file for each text that people ask by choosing next to nothing, and no other."""
    names = {path.name for path in (shipped_release / "answers").iterdir()}
    assert len({text for canned in _CATALOGUE.values() for text in usual(canned, partial(_values, anew))}) == len(names)
    listed = {name for name in Manifest.read(shipped_release).files if name.startswith("answers/")}
    assert {f"answers/{name}" for name in names} == listed


@pytest.fixture
def made_up(shipped_release: Path, tmp_path: Path) -> Path:
    """Return a release whose answer to the goals by count is made up, so that one sees whether it was read."""
    release = tmp_path / shipped_release.name
    shutil.copytree(shipped_release, release)
    for path in (release / "answers").iterdir():
        if b"?goal\t?number" in gzip.decompress(path.read_bytes()):
            path.write_bytes(gzip.compress(_MADE_UP))
    return release


def _listed_anew(release: Path) -> Path:
    said = Manifest.read(release)
    files = {name: FileEntry.of(release / name) for name in said.files}
    dataclasses.replace(said, files=files).write(release)
    return release


def test_only_the_same_question_is_read(made_up: Path) -> None:
    """The file answers the text it is for; other words, and other graphs, are worked out."""
    text = _CATALOGUE["goals-by-count"].text
    with WorkerPool(_listed_anew(made_up), Limits(workers=1)) as pool:
        assert _MADE_UP == _answer(pool, text)[0]
        assert b"made-up" not in _answer(pool, f"{text}\n# other words")[0]
        request = QueryRequest(query=text, format=JSON, deadline=30, named_graphs=("urn:none",))
        with pool.query(request) as answer:
            assert [] == json.loads(answer.body.read())["results"]["bindings"]
        with pytest.raises(CursorStale):
            _answer(pool, text, JSON, Window(rows=1, skip=1, mark="0123456789abcdef"))


def test_an_answer_that_was_changed_is_damage(made_up: Path) -> None:
    """A release with an answer that is not what its manifest says is not served."""
    with pytest.raises(ReleaseDamaged, match=r"answers/.* is not what the manifest says"):
        WorkerPool(made_up, Limits(workers=1))
