"""`validate`, `build` and `identifiers` as commands, with their exit codes."""

import contextlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from partnergraph import manifest, resources
from partnergraph.errors import ReleaseDamaged

from .conftest import Run

GOOD = "<https://example.org/a> <https://example.org/b> 1 .\n"
SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
<https://example.org/shape> a sh:NodeShape ; sh:targetNode <https://example.org/a> ;
  sh:property [ sh:path <https://example.org/b> ; sh:minCount 2 ;
                sh:message "Two are needed."@en, "Det behövs två."@sv ] .
"""


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """Write a small data file and shapes it breaks."""
    (tmp_path / "good.ttl").write_text(GOOD, encoding="utf-8")
    (tmp_path / "shapes.ttl").write_text(SHAPES, encoding="utf-8")
    (tmp_path / "broken.ttl").write_text(GOOD + "<https://example.org/a> <no\n", encoding="utf-8")
    return tmp_path


def test_build_publishes_and_says_so(run: Run, tmp_path: Path) -> None:
    """A build leaves a current release that is whole, and building again changes nothing and says so."""
    first = json.loads(run("build", "--out", "releases", "--json").stdout)
    again = run("build", "--out", "releases")

    assert first["counts"]["partnerships"] == 22
    assert manifest.verify(tmp_path / "releases" / "current").version == first["version"]
    assert "nothing changed" in again.stdout


def test_build_of_the_received_listing_gives_the_known_numbers(run: Run, shared: Path) -> None:
    """The listing the project was started from gives its numbers by the command, too."""
    source = shared / "source" / "icld-vasteras-stad.txt"
    counts = json.loads(run("build", source, "--out", "releases", "--json").stdout)["counts"]

    assert (6, 14, 12, 14, 4, 4, 2) == (
        counts["projects"],
        counts["partnerships"],
        counts["swedish_partners"],
        counts["international_partners"],
        counts["goals_stated"],
        counts["project_areas"],
        counts["themes"],
    )


def test_dry_run_writes_nothing(run: Run, tmp_path: Path) -> None:
    """With --dry-run everything is checked and nothing is written."""
    done = run("build", "--out", "releases", "--dry-run")

    assert 0 == done.returncode
    assert "would be built" in done.stdout
    assert not (tmp_path / "releases").exists()


def test_new_slugs_are_reported_with_their_rows(run: Run, tmp_path: Path) -> None:
    """A listing of one's own needs slugs that the register does not hold; their rows are printed."""
    page = "Waste in Jinan\n\nText.\n\nSvensk partner\nÖrebro kommun\nInternationell partner\nCity of Jinan\n"
    (tmp_path / "own.txt").write_text(page, encoding="utf-8")
    built = run("build", "own.txt", "--out", "releases")
    rows = run("identifiers", "own.txt", "--since", "2026-01-01").stdout.splitlines()

    assert "slugs are new" in built.stderr
    assert "project,waste-in-jinan,waste-in-jinan|se-orebro--cn-jinan,active,,2026-01-01" in rows


def test_validate_conforms(run: Run, files: Path) -> None:
    """Data that breaks no shape of ours exits 0."""
    done = run("validate", files / "good.ttl")

    assert 0 == done.returncode


def test_validate_against_other_shapes_exits_1(run: Run, files: Path) -> None:
    """With --shapes, shapes of somebody else judge; a violation exits 1 and is said in the language asked for."""
    done = run("validate", files / "good.ttl", "--shapes", files / "shapes.ttl", "--lang", "sv")

    assert 1 == done.returncode
    assert "Det behövs två" in done.stdout


@pytest.mark.parametrize(("format_name", "holds"), [("json", '"conforms": false'), ("turtle", "sh:ValidationReport")])
def test_validate_reports_for_machines(run: Run, files: Path, format_name: str, holds: str) -> None:
    """The report comes as JSON and as Turtle, too."""
    done = run("validate", files / "good.ttl", "--shapes", files / "shapes.ttl", "--format", format_name)

    assert 1 == done.returncode
    assert holds in done.stdout


def test_validate_of_broken_turtle_exits_3_with_its_place(run: Run, files: Path) -> None:
    """A syntax error names file, line and column."""
    done = run("validate", files / "broken.ttl")

    assert 3 == done.returncode
    assert "broken.ttl:2:" in done.stderr
    assert "Traceback" not in done.stderr


def test_debug_shows_the_traceback(run: Run, files: Path) -> None:
    """With --debug, and only then, the traceback is shown."""
    assert "Traceback" in run("--debug", "validate", files / "broken.ttl").stderr


def test_wrong_usage_exits_2_and_suggests(run: Run) -> None:
    """A misspelt command exits 2 with the right one named."""
    done = run("biuld")

    assert 2 == done.returncode
    assert "build" in done.stderr


def test_help_and_version_come_fast_and_whole(run: Run) -> None:
    """Every command is listed with a sentence, and the version is that of the package."""
    said = run("--help").stdout

    assert all(name in said for name in ("parse", "reconcile", "validate", "build", "serve", "query"))
    assert run("--version").stdout.startswith("partnergraph ")


def test_a_damaged_release_is_told_by_its_manifest(shipped_releases: Path, tmp_path: Path) -> None:
    """A byte that changed in a published file is noticed."""
    shutil.copytree(shipped_releases, tmp_path / "releases", symlinks=True)
    dump = tmp_path / "releases" / "current" / "data.ttl"
    dump.chmod(0o644)
    dump.write_bytes(dump.read_bytes() + b" ")

    with pytest.raises(ReleaseDamaged):
        manifest.verify(tmp_path / "releases" / "current")


def test_shipped_data_needs_no_new_slugs(run: Run) -> None:
    """The register is whole."""
    assert run("identifiers").stdout == ""
    assert any(resources.folder("data").iterdir())


def test_progress_is_shown_on_a_terminal_only(tmp_path: Path) -> None:
    """Steps are written to standard error when that is a terminal, and standard output stays clean."""
    terminal, end = os.openpty()
    command = [sys.executable, "-m", "partnergraph", "build", "--dry-run", "--out", str(tmp_path / "releases")]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=end, text=True, check=True, timeout=60)
    os.close(end)
    said = b""
    with contextlib.suppress(OSError):  # the other end is closed: all is read
        while chunk := os.read(terminal, 4096):
            said += chunk
    os.close(terminal)

    assert "Reading vasteras-stad-sv.txt" in said.decode()
    assert "Reading" not in done.stdout
