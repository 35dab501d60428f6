"""Tests of problems: every error has a status, and nothing inside is ever shown."""

import json
import logging
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask import Flask

from partnergraph import errors
from partnergraph.errors import PartnerGraphError
from partnergraph.settings import Settings
from partnergraph.web import create_app
from partnergraph.web.problems import status_of


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (errors.NotFound("x"), 404),
        (errors.NotAcceptable("x"), 406),
        (errors.TooLarge("x"), 413),
        (errors.UnsupportedMedia("x"), 415),
        (errors.QueryTooComplex("x"), 400),
        (errors.QueryRefused("x"), 403),
        (errors.WrongUsage("x"), 400),
        (errors.QuerySyntax("x"), 400),
        (errors.UnreadableInput("x"), 400),
        (errors.Busy("x"), 503),
        (errors.MemoryExceeded("x"), 507),
        (errors.AnswerTooLarge("x"), 413),
        (errors.DeadlineExceeded("x"), 504),
        (errors.EngineFailure("x"), 500),
        (errors.ReleaseDamaged("x"), 500),
        (errors.NonConformance("x"), 500),
    ],
)
def test_every_error_has_its_status(error: PartnerGraphError, status: int) -> None:
    """The table of errors and statuses, row by row; an error without a row has that of its parent."""
    assert status == status_of(error)


@pytest.fixture
def small(release: Path) -> Iterator[Flask]:
    """Return an application with one worker and no queue, and with a page that fails."""
    app = create_app(Settings(workers=1, queue=0, cache_mb=0), release)

    def fail() -> str:
        raise ZeroDivisionError("a secret")

    app.add_url_rule("/fail", view_func=fail)
    yield app
    app.extensions["partnergraph"].close()


def test_a_full_queue_says_when_to_come_again(small: Flask) -> None:
    """When all workers are busy and nobody may wait, the answer is 503 with Retry-After."""
    bomb = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    path = "/sparql?" + urlencode({"query": bomb, "timeout": "1"})
    answers: list[tuple[int, str | None]] = []

    def ask() -> None:
        reply = small.test_client().get(path)
        answers.append((reply.status_code, reply.headers.get("Retry-After")))

    long_ones = [threading.Thread(target=ask) for _ in range(3)]  # there is one place, and one for short queries
    for each in long_ones:
        each.start()
    for each in long_ones:
        each.join()
    assert {(503, "5"), (504, None)} == set(answers)


def test_what_nobody_foresaw_is_logged_and_not_shown(small: Flask, caplog: pytest.LogCaptureFixture) -> None:
    """An error that is not ours is a plain 500 outside and a trace in the log."""
    with caplog.at_level(logging.ERROR):
        reply = small.test_client().get("/fail")
    assert 500 == reply.status_code
    assert "secret" not in reply.text
    assert "ZeroDivisionError" not in reply.text
    assert 500 == json.loads(reply.text)["status"]
    assert "ZeroDivisionError: a secret" in caplog.text


def test_no_redirect_is_made_of_what_the_client_said(small: Flask) -> None:
    """Doubled slashes lead nowhere, since the way to the right address would name the host of the request."""
    reply = small.test_client().get("/queries//goals-by-count")
    assert (404, None) == (reply.status_code, reply.headers.get("Location"))


def test_a_public_address_is_the_endpoints_own(release: Path) -> None:
    """Behind a proxy the service description names the address the world knows."""
    app = create_app(Settings(workers=1, public_url="https://example.org/graph"), release)
    assert "<https://example.org/graph/sparql>" in app.test_client().get("/sparql").text
    app.extensions["partnergraph"].close()
