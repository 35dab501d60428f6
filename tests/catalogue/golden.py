"""The answers of the canned queries on the shipped data: `python -m tests.catalogue.golden RELEASE` writes them anew.

Read the difference before it is committed: each line that changes is an answer that somebody gets.
"""

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from partnergraph.formats import JSON, NTRIPLES
from partnergraph.settings import Settings
from partnergraph.sparql.catalogue import CannedQuery, Naming, bind, catalogue_of
from partnergraph.sparql.scan import scan
from partnergraph.store import Limits, QueryRequest, WorkerPool
from partnergraph.store.embedded import Embedded

FOLDER: Final = Path(__file__).resolve().parents[1] / "data" / "queries"

_EVERY: Final = {"evidence": ["stated", "inherited", "suggested"]}
_GIVEN: Final[Mapping[str, dict[str, list[str]]]] = {
    "describe-by-identifier": {"identifier": ["Q34550"]},
    "findings-of-source": {"source": ["ale-en.txt"], "language": ["sv"]},
    "goals-never-worked-on-with-country": {"country": ["Botswana"]},
    "goals-of-municipality": {"municipality": ["Västerås"]},
    "municipalities-two-steps-apart": {"municipality": ["Växjö"]},
    "municipalities-working-with-country": {"country": ["Ukraina"]},
    "partnership-neighbourhood": {"partnership": ["se-vasteras--ua-shatsk"]},
    "partnerships-of-municipality": {"municipality": ["1980"]},
    "projects-of-goal": {"goal": ["SDG 16"]},
    "provenance-of-partnership": {"partnership": ["Västerås – Shatsk"]},
    "provenance-of-project": {"project": ["Gotland-Berislav"]},
    "where-goal-is-stated": {"goal": ["16"]},
    "who-else-works-with-partner": {"partner": ["JB Marks Local Municipality"]},
}
"""What is given for the parameters that are required, as people name it."""

_MORE: Final[Mapping[str, dict[str, list[str]]]] = {
    "findings": {"source": ["ale-en.txt"], "severity": ["Warning"], "code": ["blank-value"], "language": ["sv"]},
    "goal-links": {"evidence": ["inherited"], "least": ["0.5"]},
    "municipalities-without-partnership": {"kind": ["region"], "language": ["en"]},
    "networks-and-members": {"network": ["Democratic Resilience"], "language": ["sv"]},
    "partners-abroad": {"country": ["ua"], "language": ["sv"]},
    "partnerships": {"country": ["Kenya"]},
    "partnerships-of-several-parties": {"least": ["4"]},
    "places-with-coordinates": {"country": ["Sverige"]},
    "projects-without-stated-goal": {"statement": ["Unknown"]},
    "validation-results": {"rule": ["Finding-info"], "language": ["sv"]},
    "read-since": {"since": ["2026-11-24"]},
}
"""What else is tried, where another value shows something."""


def cases(canned: CannedQuery) -> Iterator[dict[str, list[str]]]:
    """Yield what is given to a query, one answer after the other."""
    given = _GIVEN.get(canned.name, {})
    yield given
    if canned.name in _MORE:
        yield _MORE[canned.name]
    elif "evidence" in canned.parameters:
        yield given | _EVERY


def answers(release: Path) -> Iterator[tuple[CannedQuery, list[dict[str, Any]]]]:
    """Yield each canned query with its answers from a release, asked as a server asks."""
    naming = Naming(Embedded.open(release))
    with WorkerPool(release, Limits(workers=1)) as pool:
        for canned in catalogue_of(Settings()).values():
            yield (
                canned,
                [
                    {"given": given, **_answer(pool, canned, bind(canned, given, naming))}
                    for given in cases(canned)
                ],
            )  # fmt: skip


def _answer(pool: WorkerPool, canned: CannedQuery, text: str) -> dict[str, Any]:
    scan(text)
    written = NTRIPLES if canned.makes_graph else JSON
    with pool.query(QueryRequest(query=text, format=written, deadline=10)) as answer:
        body = answer.body.read().decode()
    if canned.makes_graph:
        return {"triples": sorted(body.splitlines())}
    found = json.loads(body)
    columns = found["head"]["vars"]
    rows = [[_shown(row.get(column)) for column in columns] for row in found["results"]["bindings"]]
    return {"columns": columns, "rows": rows}


def _shown(term: dict[str, str] | None) -> str | None:
    """Return a term in short: its text, with its language or the end of its datatype."""
    if term is None:
        return None
    text = f"<{term['value']}>" if term["type"] == "uri" else term["value"]
    end = term.get("xml:lang") or term.get("datatype", "").rpartition("#")[2]
    return f"{text}@{end}" if end else text


def main() -> None:
    """Write the answers of the release that the command line names."""
    made = list(answers(Path(sys.argv[1]).resolve()))
    FOLDER.mkdir(exist_ok=True)
    for path in FOLDER.glob("*.json"):
        path.unlink()
    for canned, found in made:
        lines = json.dumps(found, ensure_ascii=False, indent=1)
        (FOLDER / f"{canned.name}.json").write_text(f"{lines}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
