"""The tables under data/, held like code: sorted, clean, coded right, sourced, and true to the facts they came from."""

import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from partnergraph.ingest.gazetteer import Gazetteer
from partnergraph.ingest.reconciliation import Reconciliation
from partnergraph.names import same_text

TABLES = ("bodies", "countries", "goal-rules", "networks", "places", "reconciliation")

SOURCES = {
    "dr5hn", "general", "geonames", "icld", "icld-pages", "in-use", "iso", "iso-user", "katottg", "official", "scb",
    "sparql", "wd2017", "wof",
}  # fmt: skip
"""The citation keys that data/README.md explains."""

NAMES_OF_THE_LISTINGS = (
    # facets
    ("Västerås Stad", "se-vasteras"),
    ("Falu kommun", "se-falun"),
    ("Höör kommun", "se-hoor"),
    ("Kalmar kommun", "se-kalmar"),
    ("Karlskrona kommun", "se-karlskrona"),
    ("Lidingö stad", "se-lidingo"),
    ("Piteå kommun", "se-pitea"),
    ("Region Gotland", "se-gotland"),
    ("ronneby kommun", "se-ronneby"),
    ("Umeå kommun", "se-umea"),
    ("Växjö Kommun", "se-vaxjo"),
    ("Älmhults kommun", "se-almhult"),
    ("Falkenbergs kommun", "se-falkenberg"),
    ("Jönköpings kommun", "se-jonkoping"),
    ("Ale kommun", "se-ale"),
    ("Region Norrbotten", "se-region-norrbotten"),
    ("Berdychiv", "ua-berdychiv"),
    ("Berislav", "ua-beryslav"),
    ("Cherson", "ua-kherson"),
    ("City of Chortkiv", "ua-chortkiv"),
    ("Kalush", "ua-kalush"),
    ("Kolomyia", "ua-kolomyia"),
    ("Kopychynitsi", "ua-kopychyntsi"),
    ("Lutsk", "ua-lutsk"),
    ("Poltava", "ua-poltava"),
    ("Shatsk", "ua-shatsk"),
    ("Slavuta", "ua-slavuta"),
    ("Ternopil", "ua-ternopil"),
    ("Gaborone City Council", "bw-gaborone"),
    ("City of Jinan", "cn-jinan"),
    ("JB Marks Local Municipality", "za-jb-marks"),
    ("Sarah Baartman district minicipality", "za-sarah-baartman"),
    ("Sundays river valley municipality", "za-sundays-river-valley"),
    ("Kibaha Town Council", "tz-kibaha"),
    ("Kajiado County Government", "ke-kajiado"),
    # pairs of the article
    ("Västerås stad", "se-vasteras"),
    ("Ronneby kommun", "se-ronneby"),
    ("Växjö kommun", "se-vaxjo"),
    ("Chortkiv", "ua-chortkiv"),
    # titles
    ("Västerås", "se-vasteras"),
    ("Västerås City", "se-vasteras"),
    ("Ale", "se-ale"),
    ("Ghanzi", "bw-ghanzi"),
    ("Budesti", "md-budesti"),
    ("Älmhult", "se-almhult"),
    ("Växjö", "se-vaxjo"),
    ("JB Marks", "za-jb-marks"),
    ("Falkenberg", "se-falkenberg"),
    ("Sundays river valley", "za-sundays-river-valley"),
    ("Sarah Baartman district", "za-sarah-baartman"),
    ("Jönköping", "se-jonkoping"),
    ("Stellenbosch", "za-stellenbosch"),
    ("Region Västerbotten", "se-region-vasterbotten"),
    ("Homa Bay County", "ke-homa-bay"),
    ("Gotland", "se-gotland"),
    ("Kibaha", "tz-kibaha"),
)
"""Every name of a body in a facet, a pair or a title of the seven listings, read by hand, and the body it names."""


@pytest.fixture(scope="module")
def data(root: Path) -> Path:
    """Return the folder of our tables."""
    return root / "data"


@pytest.fixture(scope="module")
def gazetteer(data: Path) -> Gazetteer:
    """Return the gazetteer, which reads all its tables strictly."""
    return Gazetteer.read(data)


@pytest.fixture(scope="module")
def reconciliation(data: Path, gazetteer: Gazetteer) -> Reconciliation:
    """Return the checked table over the gazetteer."""
    return Reconciliation.read(data / "reconciliation.csv", gazetteer)


def rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a table as text by column."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_clean_text(data: Path, name: str) -> None:
    """Tables are UTF-8 in NFC with LF line ends, without stray whitespace, and as Python's csv writes them."""
    raw = (data / f"{name}.csv").read_bytes().decode("utf-8")
    assert unicodedata.normalize("NFC", raw) == raw
    assert not re.search(r"[\r\t\u00a0\ufeff]|  |[^\S\n]$", raw, re.MULTILINE)
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows(csv.reader(io.StringIO(raw)))
    assert written.getvalue() == raw


@pytest.mark.parametrize(
    ("name", "order"),
    [
        ("bodies", lambda row: row["key"]),
        ("places", lambda row: row["key"]),
        ("countries", lambda row: row["code"]),
        ("goal-rules", lambda row: row["rule"]),
        ("networks", lambda row: row["slug"]),
        ("reconciliation", lambda row: (same_text(row["name_as_written"]), row["body"])),
    ],
)
def test_a_table_is_in_its_order(data: Path, name: str, order: Callable[[dict[str, str]], str]) -> None:
    """Rows stand in one order, so that a change shows as what it is."""
    found = rows(data / f"{name}.csv")
    assert sorted(found, key=order) == found


def test_sweden_is_whole(gazetteer: Gazetteer) -> None:
    """All 290 municipalities and 21 regions are there, Gotland once for both, each code once."""
    swedish = [body for body in gazetteer.bodies.values() if body.swedish]
    assert len(swedish) == 310
    assert Counter(kind for body in swedish for kind in body.types) == {"municipality": 290, "region": 21}
    assert len({body.scb_code for body in swedish if body.scb_code}) == 290
    assert len({body.county_code for body in swedish if body.county_code}) == 21


def test_a_body_has_the_codes_of_its_types(gazetteer: Gazetteer) -> None:
    """Swedish municipalities have SCB codes, regions county codes, hromadas KATOTTG codes, and nobody else has."""
    for body in gazetteer.bodies.values():
        assert (body.scb_code is not None) == (body.swedish and "municipality" in body.types), body.key
        assert (body.county_code is not None) == (body.swedish and "region" in body.types), body.key
        assert (body.katottg is not None) == ("hromada" in body.types), body.key


def test_every_body_has_a_territory_of_its_own(gazetteer: Gazetteer) -> None:
    """Bodies and territories go together one to one, under one key that begins with the country."""
    assert [body.territory for body in gazetteer.bodies.values()] == list(gazetteer.territories)
    for key, body in gazetteer.bodies.items():
        assert (body.territory, body.country) == (key, key[:2].upper())
        assert 1 <= len(body.types) <= 2


def test_codes_belong_to_their_country(gazetteer: Gazetteer) -> None:
    """Subdivisions carry the country's code, and a code, item or GeoNames id stands for one thing only."""
    for territory in gazetteer.territories.values():
        assert territory.subdivision is None or territory.subdivision.startswith(f"{territory.country}-")
    for values in (
        [t.geonames for t in gazetteer.territories.values()],
        [t.katottg for t in gazetteer.territories.values()] + [b.katottg for b in gazetteer.bodies.values()],
        [t.qid for t in gazetteer.territories.values()] + [b.qid for b in gazetteer.bodies.values()],
    ):
        assert [value for value, count in Counter(values).items() if value and count > 1] == []


def test_no_full_name_is_ambiguous_within_a_country(gazetteer: Gazetteer) -> None:
    """No two bodies of one country share a form of their names, full or plain."""
    holders = Counter(
        (body.country, form)
        for body in gazetteer.bodies.values()
        for form in {same_text(form) for form in (*body.full_forms, *body.short_forms)}
    )
    assert [form for form, count in holders.items() if count > 1] == []


def test_misspellings_are_never_offered_as_right(gazetteer: Gazetteer) -> None:
    """What is marked as misspelt is neither the name of the body nor one of its right names, letter for letter."""
    for body in gazetteer.bodies.values():
        right = {body.name.text, body.short_name, *(name.text for name in body.names)}
        assert right.isdisjoint(body.misspellings), body.key


def cited(table: Iterable[dict[str, str]], source: str, *facts: str) -> list[str]:
    """Return the keys of the rows whose `source` is filled without any of `facts`, or empty with one."""
    return [row["key"] for row in table if bool(row[source]) != any(row[fact] for fact in facts)]


def test_every_fact_has_a_source(data: Path) -> None:
    """A source stands with each filled group of facts, and with no empty one; its keys are explained."""
    bodies, places = rows(data / "bodies.csv"), rows(data / "places.csv")
    assert cited(bodies, "name_source", "name") == []
    assert cited(bodies, "names_source", "names", "published_as", "misspellings") == []
    assert cited(bodies, "code_source", "scb_code", "county_code", "katottg") == []
    assert cited(bodies, "qid_source", "qid") == []
    assert cited(places, "name_source", "name", "names") == []
    assert cited(places, "code_source", "subdivision", "katottg") == []
    assert cited(places, "geonames_source", "geonames") == []
    assert cited(places, "qid_source", "qid") == []
    assert cited(places, "point_source", "lat") == []
    every = [*bodies, *places, *rows(data / "countries.csv"), *rows(data / "networks.csv")]
    used = {key for row in every for column, cell in row.items() if "source" in column for key in cell.split("|")}
    assert used - {""} == SOURCES


def test_the_readme_explains_every_source_and_file(data: Path) -> None:
    """data/README.md has a row for each citation key, and names each table."""
    text = (data / "README.md").read_text(encoding="utf-8")
    assert {key for key in SOURCES if f"| `{key}` |" not in text} == set()
    assert {name for name in TABLES if f"`{name}.csv`" not in text} == set()


def test_rows_of_the_table_are_needed(data: Path) -> None:
    """Every row of the checked table says its side, its country and why it is there."""
    for row in rows(data / "reconciliation.csv"):
        assert all(row.values()), row


@pytest.mark.parametrize(("name", "key"), NAMES_OF_THE_LISTINGS)
def test_names_of_the_listings_are_identified(reconciliation: Reconciliation, name: str, key: str) -> None:
    """Each name in a facet, pair or title of the seven listings is known by table or gazetteer, not only normalised."""
    identity = reconciliation.identify(name, swedish=key.startswith("se-"))
    assert identity is not None
    assert identity.body == key
    assert identity.method in {"table", "gazetteer"}


def test_names_read_by_hand_stand_in_the_listings(shared: Path) -> None:
    """The names above are those of the listings: each stands in at least one of them as written."""
    source = shared / "source"
    files = [source / "icld-vasteras-stad.txt", *(source / "listings").glob("*.txt")]
    assert len(files) == 7
    text = "\n".join(file.read_text(encoding="utf-8") for file in files)
    assert [name for name, _ in NAMES_OF_THE_LISTINGS if name not in text] == []


def test_municipalities_are_those_of_the_shared_list(shared: Path, gazetteer: Gazetteer) -> None:
    """Codes, names and Wikidata items are those gathered for the project; undecided items stay empty."""
    facts = rows(shared / "vocab" / "swedish-municipalities.csv")
    by_code = {body.scb_code: body for body in gazetteer.bodies.values() if body.scb_code}
    assert len(facts) == 290
    for fact in facts:
        body = by_code[fact["scb_code"]]
        assert body.short_name == fact["short_name"]
        assert fact["full_name"] in {body.name.text, *(name.text for name in body.names)}
        assert body.name.text in {fact["uses_name"] or fact["full_name"], "Region Gotland"}
        assert body.qid == (None if "|" in fact["wikidata"] else fact["wikidata"])


def test_regions_are_those_of_the_shared_list(shared: Path, gazetteer: Gazetteer) -> None:
    """County codes, names and subdivisions are those gathered for the project, for each municipality too."""
    facts = rows(shared / "vocab" / "swedish-regions.csv")
    regions = {b.county_code: b for b in gazetteer.bodies.values() if b.county_code}
    subdivisions = {fact["county_code"]: fact["iso3166_2"] for fact in facts}
    assert {code: body.name.text for code, body in regions.items()} == {
        fact["county_code"]: fact["region_name"] for fact in facts
    }
    for body in gazetteer.bodies.values():
        if body.swedish:
            county = body.county_code or str(body.scb_code)[:2]
            assert gazetteer.territories[body.territory].subdivision == subdivisions[county], body.key


def test_places_are_those_of_the_shared_list(shared: Path, gazetteer: Gazetteer) -> None:
    """Identifiers and points of the 26 places are exactly those that were gathered and checked for the project."""
    facts = rows(shared / "places.csv")
    assert len(facts) == 26
    for fact in facts:
        body = next(
            body
            for body in gazetteer.bodies.values()
            if body.country == fact["country"] and body.key[3:] == fact["key"]
        )
        place = gazetteer.territories[body.territory]
        assert (body.scb_code or "", body.katottg or "") == (fact["scb_kommun"], fact["katottg_hromada"])
        assert (body.qid or "") == fact["wd_municipality"]
        assert (place.subdivision, place.katottg or "") == (fact["iso3166_2"], fact["katottg_settlement"])
        assert (place.qid or "", place.geonames or "") == (fact["wd_settlement"], fact["gn_settlement"])
        if fact["lat_settlement"]:
            assert place.point is not None
            assert [str(degrees) for degrees in place.point] == [fact["lat_settlement"], fact["lon_settlement"]]
        forms = {same_text(form) for form in (*body.full_forms, *body.short_forms)}
        names = [*fact["seed_forms"].split("|"), fact["official_native"]]
        assert [n for n in names if same_text(n) not in forms and n != "Västerås City"] == []
