"""The gazetteer: what is read from our tables, what is refused, and which names lead to which body."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnergraph.errors import UnreadableInput
from partnergraph.ingest.bodies import Name
from partnergraph.ingest.gazetteer import Gazetteer
from partnergraph.ingest.gazetteer_tables import BODY_COLUMNS, COUNTRY_COLUMNS, NETWORK_COLUMNS, PLACE_COLUMNS
from partnergraph.names import same_text
from partnergraph.resources import folder

GAZETTEER = Gazetteer.read(folder("data"))
"""Read once for the parametrised tests below; reading is what the first test of each kind shows."""

FORMS = sorted({(form, b.key) for b in GAZETTEER.bodies.values() for form in (*b.full_forms, *b.short_forms)})

COUNTRY = "SE,SWE,Sweden,Sverige,,Q34,iso"
PLACE = "se-ale,SE,Ale@sv,,SE-O,,,,57.9,12.1,scb,iso,,,geonames,"
BODY = "se-ale,se-ale,SE,municipality,Ale kommun,sv,Ale,,,,1440,,,Q498470,official,,scb,wd2017"
NETWORK = "climate-action,Climate Action,,,2021,2024,icld"


def tables(
    folder: Path, *, country: str = COUNTRY, place: str = PLACE, body: str = BODY, network: str = NETWORK
) -> Path:
    """Write four small tables, each with the rows given, and return their folder."""
    for name, columns, rows in (
        ("countries", COUNTRY_COLUMNS, country),
        ("places", PLACE_COLUMNS, place),
        ("bodies", BODY_COLUMNS, body),
        ("networks", NETWORK_COLUMNS, network),
    ):
        (folder / f"{name}.csv").write_text(f"{','.join(columns)}\n{rows}\n", encoding="utf-8")
    return folder


def test_a_body_carries_its_names_and_codes() -> None:
    """Everything a row of bodies.csv states is on the body, codes with their leading zeros."""
    vaxjo = GAZETTEER.bodies["se-vaxjo"]
    assert vaxjo.name == Name(text="Växjö kommun", language="sv")
    assert (vaxjo.scb_code, vaxjo.county_code, vaxjo.qid, vaxjo.katottg) == ("0780", None, "Q500217", None)
    assert vaxjo.published_as == ("Växjö Kommun",)
    assert vaxjo.swedish


def test_gotland_is_one_body_of_two_types() -> None:
    """Region Gotland is municipality and region at once, with both codes."""
    gotland = GAZETTEER.bodies["se-gotland"]
    assert gotland.types == ("municipality", "region")
    assert (gotland.scb_code, gotland.county_code) == ("0980", "09")


def test_plain_names_come_by_language() -> None:
    """The names without words for the kind of body stand in every language they are known in."""
    plain = {(name.text, name.language) for name in GAZETTEER.bodies["ua-kherson"].plain_names}
    assert plain == {("Kherson", "en"), ("Cherson", "sv"), ("Херсон", "uk")}


def test_a_territory_has_a_point_with_its_digits_kept() -> None:
    """Latitude and longitude are decimals as written, not binary fractions."""
    territory = GAZETTEER.territories["se-vasteras"]
    assert territory.point == (Decimal("59.61617"), Decimal("16.55276"))
    assert (territory.subdivision, territory.geonames, territory.qid) == ("SE-U", "2664454", "Q25412")


def test_a_place_without_a_point_has_none() -> None:
    """A territory whose point is undecided has no point at all."""
    assert GAZETTEER.territories["md-budesti"].point is None


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Västerås Stad", "se-vasteras"),
        ("västerås  KOMMUN", "se-vasteras"),
        ("Falu kommun", "se-falun"),
        ("Falun kommun", "se-falun"),
        ("Höör kommun", "se-hoor"),
        ("Höörs kommun", "se-hoor"),
        ("Arvidsjaur kommun", "se-arvidsjaur"),
        ("Gotlands kommun", "se-gotland"),
        ("Region Gotland", "se-gotland"),
        ("Region Örebro", "se-region-orebro-lan"),
        ("Region Jönköping", "se-region-jonkopings-lan"),
        ("Region Västra Götaland", "se-vastra-gotalandsregionen"),
        ("Habo kommun", "se-habo"),
        ("Håbo kommun", "se-haabo"),
        ("Berislav", "ua-beryslav"),
        ("Берислав", "ua-beryslav"),
        ("City of Jinan", "cn-jinan"),
    ],
)
def test_known_forms_are_found(name: str, key: str) -> None:
    """Names in use, official names, derived forms and published misspellings all lead to their body."""
    body = GAZETTEER.find(name)
    assert body is not None
    assert body.key == key


@given(form=st.sampled_from(FORMS))
def test_every_form_of_every_body_finds_it(form: tuple[str, str]) -> None:
    """Whatever form the gazetteer knows, in any letter case, finds the body it belongs to."""
    text, key = form
    for written in (text, text.upper(), f"  {text.lower()} "):
        found = GAZETTEER.find(written)
        assert found is not None, written
        assert found.key == key


@given(text=st.text())
def test_find_never_raises(text: str) -> None:
    """Any text at all is answered, with a body only when the text is one of its forms."""
    found = GAZETTEER.find(text)
    assert found is None or same_text(text) in {same_text(form) for form in (*found.full_forms, *found.short_forms)}


def test_side_and_country_narrow_the_choice() -> None:
    """A Swedish body is not found on the other side or in another country."""
    assert GAZETTEER.find("Kalmar", swedish=False) is None
    assert GAZETTEER.find("Kalmar", country="UA") is None
    assert GAZETTEER.find("Poltava", swedish=False, country="UA") == GAZETTEER.bodies["ua-poltava"]


def test_full_names_hold_no_plain_swedish_names() -> None:
    """“Ale” and “Mark” alone are no values of a facet, so they cannot cut one in two."""
    full = GAZETTEER.full_names(swedish=True)
    assert full["region gotland"] == "se-gotland"
    assert full["växjö kommun"] == "se-vaxjo"
    assert {"ale", "mark", "vara", "gotland"}.isdisjoint(full)


def test_short_names_are_those_of_one_side() -> None:
    """Plain names are looked up on one side at a time, in the form of names.same_text."""
    swedish, international = GAZETTEER.short_names(swedish=True), GAZETTEER.short_names(swedish=False)
    assert swedish["västerås"] == "se-vasteras"
    assert international["jb marks"] == "za-jb-marks"
    assert international["berislav"] == "ua-beryslav"
    assert "västerås" not in international


def test_a_name_of_two_bodies_is_never_chosen_between(tmp_path: Path) -> None:
    """A name that fits two bodies finds neither and is left out of the lists, until a country decides."""
    place = f"{PLACE}\nua-ale,UA,Ale@en,,,,,,,,icld,,,,,"
    body = f"{BODY}\nua-ale,ua-ale,UA,hromada,Ale kommun,en,Ale,,,,,,,,icld,,,"
    country = f"{COUNTRY}\nUA,UKR,Ukraine,,,,iso"
    gazetteer = Gazetteer.read(tables(tmp_path, country=country, place=place, body=body))
    assert gazetteer.find("Ale") is None
    assert [b.key for b in gazetteer.known_as("Ale")] == ["se-ale", "ua-ale"]
    assert gazetteer.find("Ale", country="UA") == gazetteer.bodies["ua-ale"]


@pytest.mark.parametrize(("name", "code"), [("Sydafrika", "ZA"), ("south africa", "ZA"), ("Україна", "UA")])
def test_countries_are_named_in_three_languages(name: str, code: str) -> None:
    """A country is known by its English, Swedish and Ukrainian names."""
    country = GAZETTEER.country_named(name)
    assert country is not None
    assert country.code == code


def test_an_unknown_country_is_none() -> None:
    """A name that is no country's is answered by None."""
    assert GAZETTEER.country_named("Ghanzi") is None


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Democratic Resilience", "democratic-resilience"),
        ("ICLD Democratic Resilience Network", "democratic-resilience"),
        ("nätverket för demokratisk resiliens", "democratic-resilience"),
        ("partnerskapsnätverk “Demokratisk resiliens”", "democratic-resilience"),
        ("Network for Equitable Health", "equitable-health"),
        ("Nätverk för klimatet", "climate-action"),
    ],
)
def test_networks_are_named_with_and_without_the_word(text: str, slug: str) -> None:
    """A network is found by its name, with or without the words around it, also inflected."""
    network = GAZETTEER.network_named(text)
    assert network is not None
    assert network.slug == slug


def test_an_unknown_network_is_none() -> None:
    """Nothing but a known name is a network."""
    assert GAZETTEER.network_named("Human Rights 2.0") is None


def test_small_tables_are_read(tmp_path: Path) -> None:
    """Four tables of one row each, with a byte order mark left by a spreadsheet, make a gazetteer."""
    tables(tmp_path)
    path = tmp_path / "bodies.csv"
    path.write_text("\ufeff" + path.read_text(encoding="utf-8"), encoding="utf-8")
    gazetteer = Gazetteer.read(tmp_path)
    assert list(gazetteer.bodies) == ["se-ale"]
    assert gazetteer.networks["climate-action"].end_year == 2024
    assert gazetteer.countries["SE"].names == (
        Name(text="Sweden", language="en"),
        Name(text="Sverige", language="sv"),
    )


@pytest.mark.parametrize(
    ("table", "row", "message"),
    [
        ("country", "SE,SWE,Sweden", "3 cells, expected 7"),
        ("country", "se,SWE,Sweden,,,,iso", "code is “se”"),
        ("country", "SE,SWE,,Sverige,,,iso", "name_en is empty"),
        ("country", f"{COUNTRY}\n{COUNTRY}", "code “SE” stands on an earlier line too"),
        ("place", PLACE.replace("57.9,", ","), "lat and lon go together"),
        ("place", PLACE.replace("57.9", "91"), "expected degrees between -90 and 90"),
        ("place", PLACE.replace("57.9", "NaN"), "expected degrees between -90 and 90"),
        ("place", PLACE.replace("57.9", '"57,9"'), "expected a decimal number"),
        ("place", PLACE.replace("SE-O", "Skåne"), "subdivision is “Skåne”"),
        ("place", PLACE.replace(",SE,", ",XX,"), "country “XX” is in no table"),
        ("place", PLACE.replace("Ale@sv", "Ale"), "expected text@language"),
        ("place", PLACE.replace("Ale@sv", ""), "name is empty"),
        ("place", PLACE.replace("Ale@sv,", "Ale@sv,Ale@en|"), "an empty value or a space beside a bar"),
        ("body", BODY.replace("municipality", "castle"), "types is “castle”"),
        ("body", BODY.replace("1440", "144"), "scb_code is “144”"),
        ("body", BODY.replace("Q498470", "498470"), "qid is “498470”"),
        ("body", BODY.replace("se-ale,se-ale", "se-ale,se-vara"), "territory “se-vara” is in no table"),
        ("body", BODY.replace("se-ale,se-ale", "se--ale,se-ale"), "key is “se--ale”"),
        ("body", BODY.replace("Ale kommun", " Ale kommun"), "begins or ends with a space"),
        ("body", BODY.replace("Ale kommun", '"Ale\nkommun"'), "holds a line break"),
        ("body", BODY.replace("Ale kommun", '"Ale" kommun'), "The row is not CSV"),
        ("network", NETWORK.replace("2021", "2025"), "It ends in 2024, before it starts in 2025"),
        ("network", NETWORK.replace("2021", "21"), "expected a year of four digits"),
    ],
)
def test_a_broken_row_is_refused_with_its_line(tmp_path: Path, table: str, row: str, message: str) -> None:
    """Whatever is wrong with a row, the error says so and names the file and the line."""
    with pytest.raises(UnreadableInput) as caught:
        Gazetteer.read(tables(tmp_path, **{table: row}))
    assert message in str(caught.value)
    assert caught.value.source.startswith(str(tmp_path))
    assert caught.value.line == (3 if message.endswith("earlier line too") else 2)


def test_a_territory_in_another_country_is_refused(tmp_path: Path) -> None:
    """A body and its territory lie in the same country."""
    country = f"{COUNTRY}\nUA,UKR,Ukraine,,,,iso"
    with pytest.raises(UnreadableInput, match="is not in UA"):
        Gazetteer.read(tables(tmp_path, country=country, body=BODY.replace(",SE,", ",UA,")))


def test_wrong_columns_are_refused(tmp_path: Path) -> None:
    """A table whose columns are not those promised is not read at all, and the error lists those it should have."""
    tables(tmp_path)
    (tmp_path / "networks.csv").write_text("slug,name\n", encoding="utf-8")
    with pytest.raises(UnreadableInput) as caught:
        Gazetteer.read(tmp_path)
    assert caught.value.hint == ",".join(NETWORK_COLUMNS)


def test_an_empty_table_is_refused(tmp_path: Path) -> None:
    """A table without even a header is refused."""
    tables(tmp_path)
    (tmp_path / "networks.csv").write_bytes(b"")
    with pytest.raises(UnreadableInput, match="The columns are not as expected"):
        Gazetteer.read(tmp_path)


def test_a_missing_table_is_named(tmp_path: Path) -> None:
    """A table that is not there is an unreadable input that names the file."""
    tables(tmp_path)
    (tmp_path / "places.csv").unlink()
    with pytest.raises(UnreadableInput, match=r"places\.csv: The table cannot be read"):
        Gazetteer.read(tmp_path)


def test_a_table_that_is_not_utf_8_is_refused_with_its_line(tmp_path: Path) -> None:
    """Latin-1 left by a spreadsheet is refused at the line where it shows."""
    tables(tmp_path)
    (tmp_path / "networks.csv").write_bytes((",".join(NETWORK_COLUMNS) + "\nh\xe4lsa,,,,,,\n").encode("latin-1"))
    with pytest.raises(UnreadableInput, match="The table is not UTF-8") as caught:
        Gazetteer.read(tmp_path)
    assert caught.value.line == 2
