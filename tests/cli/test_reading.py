"""`parse` and `reconcile` as commands: their output is a contract, their errors have a place."""

import csv
import io
import json
from pathlib import Path

from partnergraph import resources

from .conftest import Run

RECORD = {
    "kind",
    "title",
    "project_name",
    "lines",
    "language",
    "description",
    "period",
    "networks",
    "project_areas",
    "goals",
    "themes",
    "swedish_partners",
    "international_partners",
    "pairs",
    "complete",
    "findings",
}
SOURCES = resources.folder("data") / "sources"


def test_parse_prints_the_listing_then_each_record(run: Run) -> None:
    """The first object is the listing, then one object a record with every member of the contract."""
    done = run("parse", SOURCES / "vasteras-stad-sv.txt", "--json")
    listing, *records = [json.loads(line) for line in done.stdout.splitlines()]

    assert (0, "") == (done.returncode, done.stderr)
    assert ("listing", 92, "utf-8", "Svensk partner: Västerås Stad") == (
        listing["kind"],
        listing["lines"],
        listing["encoding"],
        listing["page_title"],
    )
    assert 7 == len(records)
    assert all(set(record) == RECORD for record in records)
    assert {"line", "code", "message"} == set(records[0]["findings"][0])


def test_parse_is_readable_without_json(run: Run) -> None:
    """Without --json a person gets lines, titles and findings."""
    done = run("parse", SOURCES / "vasteras-stad-sv.txt")

    assert "13–49 article: Första partnerskapsmötet" in done.stdout
    assert "line 47: case-variant" in done.stdout


def test_parse_of_a_file_that_is_not_there_exits_3(run: Run) -> None:
    """A file that cannot be read is named, with exit code 3 and no traceback."""
    done = run("parse", "nowhere.txt", "--json")

    assert 3 == done.returncode
    assert "nowhere.txt" in done.stderr
    assert "Traceback" not in done.stderr


def test_parse_takes_any_bytes(run: Run, tmp_path: Path) -> None:
    """A file of noise is read with findings, never refused."""
    (tmp_path / "noise.txt").write_bytes(bytes(range(256)) * 3)

    assert 0 == run("parse", "noise.txt", "--json").returncode


def test_reconcile_says_when_all_names_are_known(run: Run) -> None:
    """The shipped listings hold no unknown name."""
    done = run("reconcile", *sorted(SOURCES.glob("*.txt")))

    assert (0, "") == (done.returncode, done.stdout)
    assert "names are known" in done.stderr


def test_reconcile_suggests_and_writes_rows_to_check(run: Run, tmp_path: Path) -> None:
    """A near match is suggested with its score, and comes as a row that nobody has checked yet."""
    page = "A title\n\nSvensk partner\nVästeros Stad\nInternationell partner\nCity of Jinann\n"
    (tmp_path / "page.txt").write_text(page, encoding="utf-8")
    said = run("reconcile", "page.txt")
    rows = list(csv.DictReader(io.StringIO(run("reconcile", "page.txt", "--rows", "-").stdout)))

    assert "se-vasteras" in said.stdout
    assert [("City of Jinann", "cn-jinan", ""), ("Västeros Stad", "se-vasteras", "")] == sorted(
        (row["name_as_written"], row["body"], row["checked_by"]) for row in rows
    )
