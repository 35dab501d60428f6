"""What a suggestion takes: over HTTP on the release that ships, and in process on an index of many partnerships."""

import json
import random
import statistics
import time
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Final
from urllib.parse import quote

from rdflib import Literal
from rdflib.term import Node

from partnergraph import search
from partnergraph.iris import Minter
from partnergraph.namespaces import DCTERMS, PG, RDFS

__all__ = ["at_scale_ms", "over_http_ms", "write_index"]

_NAMES: Final = ("Västerås", "Херсон", "kherson", "stockholm", "goeteborg", "16.7", "hållbara städer", "ale", "1980")
_SEED: Final = 4


def over_http_ms(port: int, times: int = 1_000) -> float:
    """Return the 99th percentile of a suggestion, in milliseconds, over one connection that stays open."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)

    def ask(prefix: str) -> None:
        connection.request("GET", f"/search/suggest?q={quote(prefix)}")
        answer = connection.getresponse()
        if "suggestions" not in json.loads(answer.read()):
            raise RuntimeError(f"{prefix} was answered {answer.status}")

    try:
        return _percentile(ask, _NAMES, times)
    finally:
        connection.close()


def at_scale_ms(path: Path, times: int = 1_000) -> float:
    """Return the 99th percentile of finding ten suggestions in the index at `path`, in milliseconds."""
    index = search.Index(path)
    try:
        return _percentile(lambda prefix: index.find(prefix, fuzzy=False), (*_NAMES, "ort 4", "stad", "vatten"), times)
    finally:
        index.close()


def write_index(path: Path, partnerships: int) -> int:
    """Write an index of so many partnerships, with two bodies and a project each; return how many names it holds."""
    return search.write(path, _triples(partnerships), Minter())


def _percentile(ask: Callable[[str], object], names: tuple[str, ...], times: int) -> float:
    """Return the 99th percentile of the time of asking for beginnings of names, of every length."""
    chance = random.Random(_SEED)  # noqa: S311 - the same beginnings in each run
    taken = []
    for _ in range(times):
        name = chance.choice(names)
        prefix = name[: chance.randint(1, len(name))]
        started = time.perf_counter()
        ask(prefix)
        taken.append(1000 * (time.perf_counter() - started))
    return statistics.quantiles(taken, n=100)[98]


def _triples(partnerships: int) -> Iterator[tuple[Node, Node, Node]]:
    mint = Minter()
    for n in range(partnerships):
        swedish, abroad = mint.id("body", f"se-ort-{n}"), mint.id("body", f"ua-stad-{n}")
        this, project = mint.id("partnership", f"se-ort-{n}--ua-stad-{n}"), mint.id("project", f"vatten-{n}")
        for subject, name in ((swedish, f"Ort {n}"), (abroad, f"Stad {n}"), (this, f"Ort {n} – Stad {n}")):
            yield subject, RDFS.label, Literal(name, lang="sv")
        yield abroad, RDFS.label, Literal(f"Місто {n}", lang="uk")
        yield project, DCTERMS.title, Literal(f"Vatten och avlopp i Stad {n}", lang="sv")
        yield project, DCTERMS.description, Literal(f"Ett projekt om vatten, nummer {n}, i två städer.", lang="sv")
        yield this, PG.swedishPartner, swedish
        yield this, PG.internationalPartner, abroad
        yield project, PG.inPartnership, this
