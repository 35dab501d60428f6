"""`serve`, `query` and `queries` as commands: a real release, a real server, a real stop."""

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import openpyxl  # type: ignore[import-untyped]  # its stubs are a package of their own
import pytest

from partnergraph import resources

from .conftest import Run

CARTESIAN = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


@pytest.fixture(scope="session")
def releases(shipped_releases: Path) -> Path:
    """Return the releases that a command has built."""
    return shipped_releases


@contextmanager
def _serving(folder: Path, *arguments: str) -> Iterator[str]:
    """Serve on a free port; give the address, and stop the server with SIGTERM."""
    process = subprocess.Popen(
        [sys.executable, "-m", "partnergraph", "serve", "--port", "0", *arguments],
        cwd=folder,
        env=os.environ | {"XDG_DATA_HOME": str(folder / "share")},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert process.stdout is not None
        yield next(word for line in process.stdout for word in line.split() if word.startswith("http://")).rstrip("/")
    finally:
        process.send_signal(signal.SIGTERM)
        code = process.wait(timeout=20)
        if process.stdout is not None:
            process.stdout.close()
        assert code == 0


def _get(address: str, accept: str = "*/*") -> tuple[str, str]:
    with urllib.request.urlopen(urllib.request.Request(address, headers={"Accept": accept}), timeout=10) as answer:
        return answer.headers["Content-Type"], answer.read().decode()


def test_a_canned_query_is_a_table_for_people(run: Run, releases: Path) -> None:
    """By name, without a format: aligned columns and a count of rows."""
    done = run("query", "goals-by-count", "--release", releases)

    assert (0, "") == (done.returncode, done.stderr)
    assert "rows" in done.stdout.splitlines()[-1]
    assert "sdg:16" in done.stdout


@pytest.mark.parametrize("name", ["json", "xml", "csv", "tsv", "ndjson"])
def test_a_query_comes_in_every_table_format(run: Run, releases: Path, name: str) -> None:
    """The same query in each format of the standard, and as a line of JSON for each row."""
    done = run("query", "goals-by-count", "--format", name, "--release", releases)

    assert 0 == done.returncode
    assert "metadata.un.org/sdg/16" in done.stdout


def test_a_query_comes_as_a_spreadsheet_and_as_a_map(releases: Path, run: Run) -> None:
    """A spreadsheet goes to standard output as it is; rows with a position are features, others are refused."""
    command = [
        sys.executable,
        "-m",
        "partnergraph",
        "query",
        "goals-by-count",
        "--format",
        "xlsx",
        "--release",
        str(releases),
    ]
    book = openpyxl.load_workbook(io.BytesIO(subprocess.run(command, check=True, capture_output=True).stdout))
    assert ("goal", "SPARQL") == (book.worksheets[0]["A1"].value, book.worksheets[1]["A1"].value)

    on_map = run("query", "places-with-coordinates", "--format", "geojson", "--release", releases)
    assert json.loads(on_map.stdout)["features"]
    nowhere = run("query", "goals-by-count", "--format", "geojson", "--release", releases)
    assert (2, True) == (nowhere.returncode, "no position" in nowhere.stderr)
    truth = run("query", "-", "--format", "xlsx", "--release", releases, stdin="ASK {}")
    assert (2, True) == (truth.returncode, "is a truth" in truth.stderr)


@pytest.mark.parametrize("name", ["ttl", "nt", "rdf", "jsonld"])
def test_a_graph_comes_in_every_graph_format(run: Run, releases: Path, name: str) -> None:
    """A DESCRIBE from standard input in each RDF syntax."""
    text = "DESCRIBE <https://w3id.org/partnergraph/id/body/se-vasteras>"
    done = run("query", "-", "--format", name, "--release", releases, stdin=text)

    assert 0 == done.returncode
    assert "se-vasteras" in done.stdout


def test_a_query_from_a_file_may_be_swedish(run: Run, releases: Path, tmp_path: Path) -> None:
    """Letters beyond ASCII go in and come out whole."""
    (tmp_path / "ask.rq").write_text(
        'SELECT ?l { ?b <http://www.w3.org/2000/01/rdf-schema#label> ?l FILTER(STR(?l) = "Västerås stad") }',
        encoding="utf-8",
    )
    rows = list(csv.reader(io.StringIO(run("query", "ask.rq", "--format", "csv", "--release", releases).stdout)))

    assert ["Västerås stad"] in rows


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("SELECT * { ?s ?p }", 3, "1:"),
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", 2, "SERVICE"),
        ("INSERT DATA { <a:a> <a:a> <a:a> }", 2, "INSERT"),
        ("LOAD <http://127.0.0.1:9/>", 2, "LOAD"),
    ],
)
def test_queries_that_cannot_run_say_why(run: Run, releases: Path, text: str, code: int, said: str) -> None:
    """A syntax error has its place, a refusal its reason, and neither a traceback."""
    done = run("query", "-", "--release", releases, stdin=text)

    assert code == done.returncode
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_query_that_takes_too_long_exits_5(run: Run, releases: Path) -> None:
    """A cartesian product is stopped at its deadline."""
    started = time.monotonic()
    done = run("query", "-", "--timeout", "1", "--release", releases, stdin=CARTESIAN)

    assert 5 == done.returncode
    assert time.monotonic() - started < 15


def test_wrong_names_and_formats_exit_2(run: Run, releases: Path) -> None:
    """A name that is no query lists those that are; a table does not come as Turtle."""
    assert "goals-by-count" in run("query", "nothing-such", "--release", releases).stderr
    assert 2 == run("query", "goals-by-count", "--format", "ttl", "--release", releases).returncode


def test_queries_are_listed_with_their_titles_and_parameters(run: Run) -> None:
    """Each canned query stands on a line with its title, and what it takes below it."""
    names = {path.stem for path in resources.queries().glob("*.rq")}
    lines = run("queries").stdout.splitlines()

    assert names == {line.split()[0] for line in lines if not line.startswith(" ")}
    assert "    municipality   Municipality or region (needed; for example body:se-vasteras)" in lines


def test_values_are_given_by_name(run: Run, releases: Path) -> None:
    """A municipality by its name, several kinds of evidence, and a file of one's own with a header."""
    ask = ("--format", "csv", "--release", releases)
    named = run("query", "partnerships-of-municipality", "--param", "municipality=Västerås", *ask)
    coded = run("query", "partnerships-of-municipality", "--param", "municipality=1980", *ask)
    both = run("query", "goals-by-count", "--param", "evidence=stated", "--param", "evidence=inherited", *ask)
    file = run("query", resources.queries() / "goals-by-count.rq", "--param", "language=sv", *ask)

    assert "ua-shatsk" in named.stdout
    assert named.stdout == coded.stdout
    assert 'sdg/16,16,"Peace, justice and strong institutions",2,13' in both.stdout
    assert "Jämställdhet" in file.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["partnerships-of-municipality"], "municipality is missing"),
        (["partnerships-of-municipality", "--param", "municipality=Atlantis"], "cannot be 'Atlantis'"),
        (["goals-by-count", "--param", "evidense=stated"], "Did you mean evidence?"),
        (["goals-by-count", "--param", "evidence"], "Write --param name=value"),
        (["-", "--param", "goal=16"], "standard input has no parameters"),
    ],
)
def test_values_that_do_not_fit_exit_2(run: Run, releases: Path, arguments: list[str], words: str) -> None:
    """What a parameter does not take is said with its name and what it takes."""
    done = run("query", *arguments, "--release", releases, stdin="ASK {}")

    assert 2 == done.returncode
    assert words in done.stderr


def test_serve_builds_first_and_answers_a_stranger(tmp_path: Path) -> None:
    """In an empty folder `serve` builds a release, says where it listens, and answers SPARQL, pages and resources."""
    with _serving(tmp_path, "--release", str(tmp_path / "releases")) as address:
        kind, body = _get(f"{address}/sparql?query=ASK%7B%7D", "application/sparql-results+json")
        page, home = _get(f"{address}/", "text/html")
        turtle, body_of = _get(f"{address}/id/body/se-vasteras", "text/turtle")

    assert "application/sparql-results+json" in kind
    assert json.loads(body)["boolean"] is True
    assert "text/html" in page
    assert "Västerås" in home
    assert "text/turtle" in turtle
    assert "Västerås stad" in body_of


def test_serve_answers_within_two_seconds_when_there_is_a_release(releases: Path) -> None:
    """From start to first answer; the limit is two seconds, and only five times that fails here."""
    started = time.monotonic()
    with _serving(releases, "--release", str(releases)) as address:
        _get(f"{address}/sparql?query=ASK%7B%7D")
        seconds = time.monotonic() - started

    assert seconds < 10


def test_a_refused_query_is_a_problem_over_http(releases: Path) -> None:
    """SERVICE is refused with a reason and a status of the 400s."""
    with _serving(releases, "--release", str(releases)) as address, pytest.raises(urllib.error.HTTPError) as caught:
        _get(f"{address}/sparql?query=ASK%7BSERVICE%3Chttp://127.0.0.1:9/%3E%7B%7D%7D")
    with caught.value as problem:
        assert 400 <= problem.code < 500
        assert b"SERVICE" in problem.read()


def test_a_taken_port_is_said_plainly(run: Run, releases: Path) -> None:
    """Two servers on one port: the second says so and how to go on."""
    with _serving(releases, "--release", str(releases)) as address:
        done = run("serve", "--port", address.rpartition(":")[2], "--release", releases)

    assert 4 == done.returncode
    assert "--port" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--rdf", "none.ttl"], 2, "There is no file none.ttl"),
        (["--rdf", "odd.ttl"], 3, "odd.ttl:1:"),
        (["--rdf", "odd.ttl", "--release", "releases"], 2, "exclude each other"),
        (["odd.ttl"], 2, "Files are served with --rdf"),
    ],
)
def test_serving_any_files_needs_files_that_are_rdf(
    run: Run, tmp_path: Path, arguments: list[str], code: int, words: str
) -> None:
    """What cannot be served is said before a server is started, and no server starts."""
    (tmp_path / "odd.ttl").write_text("<a> <b> ")
    done = run("serve", "--port", "0", *arguments)

    assert code == done.returncode
    assert words in done.stderr
