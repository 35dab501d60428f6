"""Reconciliation: names as written lead to bodies by table, gazetteer and normalisation, never by likeness."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnergraph.errors import UnreadableInput
from partnergraph.ingest.gazetteer import Gazetteer
from partnergraph.ingest.reconciliation import COLUMNS, Reconciliation
from partnergraph.resources import folder

GAZETTEER = Gazetteer.read(folder("data"))
RECONCILIATION = Reconciliation.read(folder("data") / "reconciliation.csv", GAZETTEER)

WORDS = st.sampled_from(["City of", "Kalmar", "kommun", "stad", "County", "Kibaha", ",", "Tanzania", "s", "–", "Håbo"])


def table(folder: Path, *rows: str) -> Path:
    """Write a table of the rows given and return its path."""
    path = folder / "reconciliation.csv"
    path.write_text("\n".join([",".join(COLUMNS), *rows, ""]), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "body", "method"),
    [
        ("Västerås City", "se-vasteras", "table"),
        ("HÖÖR  kommun", "se-hoor", "table"),
        ("Sarah Baartman district", "za-sarah-baartman", "table"),
        ("Västerås Stad", "se-vasteras", "gazetteer"),
        ("JB Marks", "za-jb-marks", "gazetteer"),
        ("Municipality of Älmhult", "se-almhult", "normalised"),
        ("City of Växjö", "se-vaxjo", "normalised"),
        ("the City of Umeå", "se-umea", "normalised"),
        ("Jönköping Municipality", "se-jonkoping", "normalised"),
        ("Jönköpings Municipality", "se-jonkoping", "normalised"),
        ("Vasteras", "se-vasteras", "normalised"),
        ("Kajiado County", "ke-kajiado", "normalised"),
        ("Kibaha, Tanzania", "tz-kibaha", "normalised"),
        ("Sarah Baartman district – South Africa", "za-sarah-baartman", "normalised"),
        ("Stellenbosch (South Africa)", "za-stellenbosch", "normalised"),
        ("Berdichev Municipality", "ua-berdychiv", "normalised"),
    ],
)
def test_a_name_is_identified_by_the_first_way_that_knows_it(name: str, body: str, method: str) -> None:
    """The checked table goes before the gazetteer, and the gazetteer before normalisation."""
    identity = RECONCILIATION.identify(name)
    assert identity is not None
    assert (identity.body, identity.method) == (body, method)


@pytest.mark.parametrize(
    "name",
    [
        "Gaborony City Council",
        "Ronnebi kommun",
        "Kalmar County",
        "Jönköping County",
        "Kibaha District",
        "Masaka City",
        "Kibaha, Kenya",
        "Region",
        "kommun",
        "City of",
        "",
        "—",
        "济",
        "Kamjanets-Podilskyj",
    ],
)
def test_a_near_or_unfitting_name_is_nobody(name: str) -> None:
    """A name that is only like a known one, or whose words say another kind of body or country, identifies nobody."""
    assert RECONCILIATION.identify(name) is None


def test_habo_and_haabo_are_told_apart() -> None:
    """The exact letters decide between Habo and Håbo, in every form."""
    for stem, key in (("Habo", "se-habo"), ("Håbo", "se-haabo")):
        for form in (stem, f"{stem} kommun", f"Municipality of {stem}", f"{stem}s Municipality"):
            identity = RECONCILIATION.identify(form)
            assert identity is not None, form
            assert identity.body == key, form


def test_folded_letters_never_choose_between_two() -> None:
    """A writing that folds to both Habo and Håbo but is neither identifies nobody."""
    assert RECONCILIATION.identify("Hâbo") is None
    assert RECONCILIATION.identify("Hâbo", country="SE") is None


def test_side_and_country_must_agree() -> None:
    """A name is nobody's on the wrong side or in the wrong country, whichever way would have found it."""
    assert RECONCILIATION.identify("Västerås City", swedish=False) is None
    assert RECONCILIATION.identify("Jönköpings Municipality", swedish=False) is None
    assert RECONCILIATION.identify("City of Växjö", country="KE") is None
    assert RECONCILIATION.identify("Kibaha, Tanzania", country="KE") is None
    assert RECONCILIATION.identify("Kibaha, Tanzania", country="TZ") is not None


@given(text=st.one_of(st.text(), st.lists(WORDS, max_size=8).map(" ".join)))
def test_identify_never_raises(text: str) -> None:
    """Any text is answered, and a body only with a name that the text contains in some form."""
    identity = RECONCILIATION.identify(text)
    assert identity is None or identity.body in GAZETTEER.bodies
    for side in (True, False):
        one = RECONCILIATION.identify(text, swedish=side)
        assert one is None or GAZETTEER.bodies[one.body].swedish is side


@given(body=st.sampled_from(sorted(GAZETTEER.bodies)), data=st.data())
def test_every_known_form_is_identified(body: str, data: st.DataObject) -> None:
    """Each form that the gazetteer knows leads to its body on its own side."""
    known = GAZETTEER.bodies[body]
    form = data.draw(st.sampled_from((*known.full_forms, *known.short_forms)))
    identity = RECONCILIATION.identify(form, swedish=known.swedish, country=known.country)
    assert identity is not None
    assert identity.body == body


def test_candidates_are_the_likest_first() -> None:
    """Near names are suggested with a score, best first, and no more than asked for."""
    found = RECONCILIATION.candidates("Gaborony City Council")
    assert found[0].body == "bw-gaborone"
    assert 60 <= found[0].score < 100
    assert [candidate.score for candidate in found] == sorted((c.score for c in found), reverse=True)
    assert len(RECONCILIATION.candidates("Karlsberg", limit=2)) == 2


def test_candidates_stand_on_the_side_asked_for() -> None:
    """Only bodies of one side are suggested when the side is known, and a trailing country does not disturb."""
    assert all(GAZETTEER.bodies[c.body].swedish for c in RECONCILIATION.candidates("Kalmarr", swedish=True))
    assert RECONCILIATION.candidates("Kibahaa, Tanzania", swedish=False)[0].body == "tz-kibaha"


def test_nothing_is_suggested_for_a_name_like_no_other() -> None:
    """A name without likeness to any other, or without any letters to compare, has no candidates."""
    assert RECONCILIATION.candidates("Xyzzyq") == ()
    assert RECONCILIATION.candidates("—") == ()


def test_rows_are_ready_for_a_person_to_check(tmp_path: Path) -> None:
    """Unmatched names become rows with the best candidate; the table refuses them until someone has signed."""
    rows = RECONCILIATION.rows(["Xyzzyq", "Västerås", " Ronnebi  kommun", "", "Ronnebi kommun"], swedish=True)
    assert [(row[0], row[2], row[3], row[4]) for row in rows] == [
        ("Ronnebi kommun", "se-ronneby", "swedish", ""),
        ("Xyzzyq", "", "swedish", ""),
    ]
    with pytest.raises(UnreadableInput, match="The row is not checked"):
        Reconciliation.read(table(tmp_path, ",".join(f'"{cell}"' for cell in rows[0])), GAZETTEER)
    signed = (*rows[0][:4], "Kim", rows[0][5])
    checked = Reconciliation.read(table(tmp_path, ",".join(f'"{cell}"' for cell in signed)), GAZETTEER)
    identity = checked.identify("Ronnebi kommun")
    assert identity is not None
    assert (identity.body, identity.method) == ("se-ronneby", "table")


def test_an_unmatched_name_of_unknown_side_has_none() -> None:
    """A row for a name like no other, on a side nobody gave, leaves side, country and body open."""
    assert RECONCILIATION.rows(["Xyzzyq"]) == (("Xyzzyq", "", "", "", "", "to check: no candidate"),)


def test_a_name_may_stand_for_two_bodies_until_something_decides(tmp_path: Path) -> None:
    """Two rows for one name are allowed; the name is then identified only with a side or a country."""
    path = table(tmp_path, "Twin,SE,se-ale,swedish,Kim,", "Twin,UA,ua-kalush,international,Kim,")
    both = Reconciliation.read(path, GAZETTEER)
    assert both.identify("Twin") is None
    on_one_side = both.identify("twin", swedish=False)
    assert on_one_side is not None
    assert on_one_side.body == "ua-kalush"


@pytest.mark.parametrize(
    ("rows", "message", "line"),
    [
        (("Ale,SE,se-nowhere,swedish,Kim,",), "The gazetteer has no body “se-nowhere”", 2),
        (("Ale,UA,se-ale,swedish,Kim,",), "se-ale is in SE, not in UA", 2),
        (("Ale,SE,se-ale,international,Kim,",), "se-ale is not on the side “international”", 2),
        (("Ale,SE,se-ale,left,Kim,",), "se-ale is not on the side “left”", 2),
        (("Ale,SE,,swedish,Kim,",), "body is empty", 2),
        ((",SE,se-ale,swedish,Kim,",), "name_as_written is empty", 2),
        (("Ale,SE,se-ale,swedish,Kim,", "ALE,,se-ale,,Kim,"), "stands for se-ale on an earlier line too", 3),
    ],
)
def test_a_row_that_contradicts_is_refused(tmp_path: Path, rows: tuple[str, ...], message: str, line: int) -> None:
    """A row that disagrees with the gazetteer, itself or an earlier one is refused with its line."""
    with pytest.raises(UnreadableInput) as caught:
        Reconciliation.read(table(tmp_path, *rows), GAZETTEER)
    assert message in str(caught.value)
    assert caught.value.line == line
