"""The tables of bodies, territories and countries as a set of mappings: their items in Wikidata and GeoNames.

The tables are the truth, because each identifier stands there beside its source; the set is written from them by
`partnergraph mappings`. Codes of Statistics Sweden and of KATOTTG have no IRIs, so they stay properties.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from partnergraph.ingest.gazetteer_tables import BODY_COLUMNS, COUNTRY_COLUMNS, PLACE_COLUMNS
from partnergraph.ingest.tables import Row, read_rows
from partnergraph.namespaces import BASE, SEMAPV, SKOS

from .sssom import written

__all__ = ["gazetteer_matches"]

_SLOTS: Final = {
    "license": "https://creativecommons.org/licenses/by/4.0/",
    "mapping_date": "2026-11-25",
    "mapping_set_description": (
        "Bodies, territories and countries of the tables bodies.csv, places.csv and countries.csv in Wikidata and "
        "GeoNames. A row is as sure as its sources are many; what is undecided has no row."
    ),
    "mapping_set_id": f"{BASE}id/mapping-set/places",
    "mapping_set_title": "Bodies, territories and countries in gazetteers",
    "mapping_set_version": "1.0.0",
}
_PREFIXES: Final = {
    "body": f"{BASE}id/body/",
    "country": f"{BASE}id/country/",
    "geonames": "https://sws.geonames.org/",
    "semapv": str(SEMAPV),
    "skos": str(SKOS),
    "target": f"{BASE}dataset/target/",
    "territory": f"{BASE}id/territory/",
    "wd": "http://www.wikidata.org/entity/",
}
_PROVIDERS: Final = {
    "dr5hn": "https://github.com/dr5hn/countries-states-cities-database",
    "geonames": "https://www.geonames.org/",
    "wd2017": "https://github.com/Vesihiisi/COH-tools",
    "wof": "https://whosonfirst.org/",
}
"""Where the first source of an identifier is to be found; the keys are those of data/README.md."""

_TOWNS: Final = frozenset({"city", "town"})
_BY_KEY: Final = "BackgroundKnowledgeBasedMatching"
_BY_NAME: Final = "LexicalMatching"


def gazetteer_matches(folder: Path) -> str:
    """Return the tables of the data folder as an SSSOM file; raise UnreadableInput for a broken table."""
    return written(_SLOTS, _PREFIXES, _rows(folder))


def _rows(folder: Path) -> Iterator[Mapping[str, str]]:
    """Yield one row for each identifier, in the order of the tables."""
    bodies = read_rows(folder / "bodies.csv", BODY_COLUMNS)
    towns = {row["territory"] for row in bodies if _TOWNS & set(row.several("types"))}
    for row in bodies:
        about = "The item is about the municipality as a body and as a territory at once."
        yield from _row(row, f"body:{row['key']}", "close", "qid", about)
    for row in read_rows(folder / "countries.csv", COUNTRY_COLUMNS):
        yield from _row(row, f"country:{row['code'].lower()}", "exact", "qid", "As used in published queries.")
    for row in read_rows(folder / "places.csv", PLACE_COLUMNS):
        of_a_town = row["key"] in towns
        about = "The town that the body governs." if of_a_town else "The town of that name, a part of the territory."
        for column in ("qid", "geonames"):
            yield from _row(row, f"territory:{row['key']}", "close" if of_a_town else "narrow", column, about)


def _row(row: Row, subject: str, match: str, column: str, about: str) -> Iterator[Mapping[str, str]]:
    """Yield the mapping of an identifier, where there is one."""
    if not row[column]:
        return
    sources = [source for source in row.several(_source_column(row, column)) if source != "iso"]
    note = row.cells.get("note", "")
    yield {
        "subject_id": subject,
        "subject_label": (row.cells.get("name") or row["name_en"]).partition("@")[0],
        "predicate_id": f"skos:{match}Match",
        "object_id": f"{'wd' if column == 'qid' else 'geonames'}:{row[column]}{'' if column == 'qid' else '/'}",
        "mapping_justification": f"semapv:{_BY_NAME if sources == ['geonames'] else _BY_KEY}",
        "confidence": "0.95" if len(sources) > 1 else "0.8" if sources[0] in {"geonames", "dr5hn"} else "0.9",
        "object_source": f"target:{'wikidata' if column == 'qid' else 'geonames'}",
        "mapping_provider": _PROVIDERS.get(sources[0], ""),
        "comment": " ".join(filter(None, (about, f"{note}." if "town" not in note and note else ""))),
    }


def _source_column(row: Row, column: str) -> str:
    """Return the column that says where an identifier is from."""
    return f"{column}_source" if f"{column}_source" in row.cells else "source"
