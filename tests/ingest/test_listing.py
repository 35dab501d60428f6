"""Reading whole listings: expectations written by hand, listings cut anywhere, and any bytes at all."""

import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnergraph.errors import UnreadableInput
from partnergraph.ingest import listing
from partnergraph.ingest.records import Listing, Record
from partnergraph.ingest.vocabulary import Vocabulary
from tests.ingest.expectations import LISTINGS, as_read, expected

INVENTED = sorted(path.stem for path in LISTINGS.glob("*.json"))
PUBLISHED = sorted(path.stem for path in (LISTINGS / "published").glob("*.json"))

COMPLETE = (LISTINGS / "all-labels-en.txt").read_bytes()
"""Two whole projects; cut anywhere, the first one must stay what it is."""

PIECES = [
    *("Svensk partner", "Internationell partner", "Globala mål", "Tema", "Projektområde", "Time period", "", "", "\t"),
    *(
        "16 - Fredliga och inkluderande samhällen17 - Genomförande och globalt partnerskap",
        "Human Rights",
        "1",
        "\u00a0",
    ),
    *(
        "Falu kommunronneby kommun",
        "BerdychivKalush",
        "Västerås – Shatsk",
        "Project: Water",
        "Project:",
        "2019-2021",
        "•",
    ),
    *(
        "Falu kommun och Kolomyia",
        "  • Höör kommun och Lutsk",
        "Följande par:",
        "A sentence that ends as it should.",
        "–",
    ),
    *("One more text that breaks off…", "https://icld.se/?swedish_partner=x", "Svensk partner: Falu kommun", "x" * 200),
]


def published(shared: Path, name: str) -> Path:
    """Return the path of one of the seven published listings."""
    folder = shared / "source"
    return folder / f"{name}.txt" if name.startswith("icld") else folder / "listings" / f"{name}.txt"


def numbers_in(record: Record) -> set[int]:
    """Return the numbers of a record's lines."""
    return set(range(record.first_line, record.last_line + 1))


UNREADABLE = "[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]"
"""What no text holds (XML 1.0 section 2.2); a line of nothing else is blank."""


def assert_every_line_is_accounted_for(text: str, read: Listing) -> None:
    """Assert that records come in order, none overlaps, and what is in none heads the page: two lines at most."""
    taken: list[int] = []
    for record in read.records:
        taken += sorted(numbers_in(record))
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    filled = [number for number, line in enumerate(lines, start=1) if re.sub(UNREADABLE, "", line).strip()]
    outside = [number for number in filled if number not in set(taken)]

    assert sorted(set(taken)) == taken
    assert filled[: len(outside)] == outside
    assert len(outside) == (read.address is not None) + (read.page_title is not None)


@pytest.mark.parametrize("name", INVENTED)
def test_an_invented_listing_reads_as_a_person_reads_it(name: str, vocabulary: Vocabulary) -> None:
    """Each listing under tests/data/listing gives exactly the records and findings that its JSON states."""
    read = listing.read(LISTINGS / f"{name}.txt", vocabulary)

    assert expected(LISTINGS / f"{name}.json") == as_read(read)
    assert_every_line_is_accounted_for((LISTINGS / f"{name}.txt").read_text(encoding="utf-8"), read)


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_published_listing_reads_as_a_person_reads_it(name: str, shared: Path, vocabulary: Vocabulary) -> None:
    """Each of the seven published listings gives exactly the records and findings read from it by hand."""
    read = listing.read(published(shared, name), vocabulary)

    assert expected(LISTINGS / "published" / f"{name}.json") == as_read(read)


def test_the_omitted_pair_is_named_with_its_line(shared: Path, vocabulary: Vocabulary) -> None:
    """The finding on the facet of line 60 says that Jönköping stands in the pair on line 36."""
    read = listing.read(published(shared, "icld-vasteras-stad"), vocabulary)

    found = [one for one in read.records[1].findings if one.code == "facet-omits-pair"]

    assert [("Jönköpings kommun", "36")] == [one.detail for one in found]


@pytest.mark.parametrize("name", ["all-labels-en", "labels-all-lost", "glued-and-odd-case", "untouched-blocks"])
def test_a_listing_may_be_cut_at_every_letter(name: str, vocabulary: Vocabulary) -> None:
    """Wherever a file ends, the records before the last stay as they are, and only the last may be incomplete."""
    text = (LISTINGS / f"{name}.txt").read_text(encoding="utf-8")
    whole = listing.parse(text.encode(), vocabulary)
    faceted_from = text.index("\n", text.index(whole.records[0].title) + 1)
    for end in range(len(text)):
        read = listing.parse(text[:end].encode(), vocabulary)

        assert_every_line_is_accounted_for(text[:end], read)
        assert all(record.complete for record in read.records[:-1])
        if end > faceted_from:
            kept = len(read.records) - 1
            assert as_read(whole)["records"][:kept] == as_read(read)["records"][:kept]


@pytest.mark.parametrize("name", ["all-labels-en", "labels-all-lost", "comma-separated"])
def test_a_cut_record_never_states_what_the_whole_one_does_not(name: str, vocabulary: Vocabulary) -> None:
    """What is left of the last record at a cut is part of what it states when whole."""
    text = (LISTINGS / f"{name}.txt").read_text(encoding="utf-8")
    whole = listing.parse(text.encode(), vocabulary)
    facets = ("project_areas", "goals", "themes", "swedish_partners", "international_partners")
    for end in range(text.index(whole.records[-1].title), len(text)):
        read = listing.parse(text[:end].encode(), vocabulary)
        if len(read.records) == len(whole.records):
            for facet in facets:
                assert set(getattr(read.records[-1], facet)) <= set(getattr(whole.records[-1], facet)), text[
                    end - 20 : end
                ]


@pytest.mark.parametrize(
    ("ending", "complete", "codes"),
    [
        ("Project Area", False, {"blank-value"}),
        ("Project Area\nEduc", False, {"cut-value"}),
        ("Project Area\nEducation", True, set()),
        ("Project Area\nEducation\nSustainable Devel", False, {"cut-label"}),
        ("Project Area\nEducation\nSustainable Development Goals\n4 - Qual", False, {"cut-value"}),
        ("Project Area\nEducation\nSustainable Development Goals\n4 - Quality education", True, set()),
        ("Project Area\nEducation\nSustainable Development Goals\n4 - Quality education1", False, {"cut-value"}),
        ("Project Area\nEducation\nSwedish partner\nPiteå kommun", True, set()),
        ("Project Area\nEducation\nSwedish partner\nPiteå kom", False, {"cut-value"}),
        ("Project Area\nEducation\nSwedish partner\nPiteå kommun\nInternational partner", True, {"blank-value"}),
        (
            "Project Area\nEducation\nSwedish partner\nPiteå kommun\nInternational partner\nLutskPol",
            False,
            {"cut-value"},
        ),
        (
            "Project Area\nEducation\nSwedish partner\nPiteå kommun\nInternational partner\nTlokwe Cou",
            False,
            {"cut-value"},
        ),
        ("Swedish partner", False, {"blank-value"}),
        ("", False, {"facets-missing"}),
    ],
)
@pytest.mark.parametrize("newline", ["", "\n", "\n\n\n"])
def test_what_a_cut_says(ending: str, complete: bool, codes: set[str], newline: str, vocabulary: Vocabulary) -> None:  # noqa: FBT001 - a case of the table
    """A record is incomplete for the reasons the contract gives and for no other; newlines at the end say nothing."""
    last = f"Piteå and Poltava\n\nThe partners meet twice a year.\n\n{ending}"
    read = listing.parse(COMPLETE + f"\n{last}{newline}".encode(), vocabulary)
    record = read.records[-1]

    assert "Piteå and Poltava" == record.title
    assert complete == record.complete
    assert codes == {found.code for found in record.findings if found.code not in {"values-glued", "cut-text"}}


def test_a_cut_goal_keeps_its_number(vocabulary: Vocabulary) -> None:
    """“4 - Qual” states goal 4, while a lone 1 may be the beginning of 16 and is dropped."""
    start = "Piteå and Poltava\n\nText.\n\nSustainable Development Goals\n4 - Quality education"

    assert (4,) == listing.parse(start[:-6].encode(), vocabulary).records[0].goals
    assert (4,) == listing.parse(f"{start}1".encode(), vocabulary).records[0].goals
    assert (4, 16) == listing.parse(f"{start}16".encode(), vocabulary).records[0].goals
    assert (2, 4) == listing.parse(f"{start}2".encode(), vocabulary).records[0].goals


def test_a_cut_label_is_no_value(vocabulary: Vocabulary) -> None:
    """The first letters of the next label do not become one more value of the facet before it."""
    start = "Piteå and Poltava\n\nText.\n\nTema\nHuman Rights\nSvensk partner\nPiteå kommun\nIn"
    record = listing.parse(start.encode(), vocabulary).records[0]

    assert (("Piteå kommun",), False) == (record.swedish_partners, record.complete)
    assert ["cut-label"] == [found.code for found in record.findings]


def test_prose_that_breaks_off_is_cut_and_a_list_is_not(vocabulary: Vocabulary) -> None:
    """On a page without facets the closing punctuation decides, but a list of bare items may do without it."""
    ends = {
        "It began in the spring and went on": False,
        "It began in the spring.": True,
        "It began “in the spring”": True,
        "They want:\n\n  • more light\n  • less noise": True,
        "They want:\n\n  • more light.\n  • less noi": False,
        "They want:\n\n  • more light\n  • less noise and m": False,
        "They want:": False,
    }
    for text, complete in ends.items():
        read = listing.parse(f"Umeå and Lusaka\n\n{text}".encode(), vocabulary)
        assert complete == read.records[-1].complete, text


def test_a_file_cut_inside_a_letter_is_incomplete(vocabulary: Vocabulary) -> None:
    """The bytes of half a letter are left out and reported, and the record is incomplete."""
    read = listing.parse("Umeå and Lusaka\n\nIt ends like this. Å".encode()[:-1], vocabulary)

    assert not read.records[0].complete
    assert [(3, "cut-character")] == [(found.line, found.code) for found in read.findings]


def test_a_project_may_be_named_below_its_label(vocabulary: Vocabulary) -> None:
    """“Project:” alone is named by the next short line, and by nothing else."""
    named = listing.parse(b"One\n\nProject:\n\nWarm rooms\n\nThey meet.", vocabulary).records[0]
    unnamed = listing.parse(b"One\n\nProject:\n\nThey meet.", vocabulary).records[0]

    assert ("Warm rooms", "They meet.", "project") == (named.project_name, named.description, named.kind)
    assert (None, "Project:\n\nThey meet.", "other") == (unnamed.project_name, unnamed.description, unnamed.kind)


def test_a_finding_names_facets_in_the_language_asked_for(vocabulary: Vocabulary) -> None:
    """Messages are whole sentences in both languages, facets included."""
    found = listing.parse("One\n\nText.\n\nNytt\n5 - Jämställdhet".encode(), vocabulary).records[0].findings

    assert "The label of “Nytt” is missing; it is read as project area" == found[0].message()
    assert "Etiketten för ”Nytt” saknas; det läses som projektområde" == found[0].message("sv")
    assert ("info", "warning") == (
        found[0].severity,
        next(one for one in found if one.code == "unknown-value").severity,
    )


def test_a_period_that_cannot_be_read_is_reported(vocabulary: Vocabulary) -> None:
    """What stands below the label of a period is a period or a finding."""
    record = listing.parse(b"Time period\nThree years\n\nOne\n\nThey meet.", vocabulary).records[0]

    assert (None, [(2, "unknown-value")]) == (record.period, [(found.line, found.code) for found in record.findings])
    assert not record.has_facets


def test_several_periods_are_reported(vocabulary: Vocabulary) -> None:
    """The first that the text gives to the project is taken."""
    text = "One 2015-2017\n\nThe project is planned for 2018-2020."
    record = listing.parse(text.encode(), vocabulary).records[0]

    assert ((2018, 2020), ["several-periods"]) == (record.period, [found.code for found in record.findings])


def test_a_missing_file_is_an_error(tmp_path: Path, vocabulary: Vocabulary) -> None:
    """A path that cannot be read is told as such, with the path."""
    with pytest.raises(UnreadableInput, match="cannot be read"):
        listing.read(tmp_path / "nothing.txt", vocabulary)


@pytest.mark.parametrize("content", [b"", b"\n", b"\r\n\r\n \t\n", b"\xef\xbb\xbf", b"\xff\xfe"])
def test_nothing_gives_no_records(content: bytes, vocabulary: Vocabulary) -> None:
    """An empty file and a file of blank lines hold no records, and are no error."""
    assert () == listing.parse(content, vocabulary).records


def test_one_line_is_a_title(vocabulary: Vocabulary) -> None:
    """A file of one line is one record with that title."""
    read = listing.parse(b"Ume\xc3\xa5 and Lusaka", vocabulary)

    assert ["Umeå and Lusaka"] == [record.title for record in read.records]


@pytest.mark.parametrize("name", [*INVENTED])
def test_a_final_newline_says_nothing(name: str, vocabulary: Vocabulary) -> None:
    """With and without newlines at its end a listing gives the same records."""
    text = (LISTINGS / f"{name}.txt").read_bytes().rstrip(b"\n")
    without = listing.parse(text, vocabulary)

    assert without.records == listing.parse(text + b"\n", vocabulary).records
    assert without.records == listing.parse(text + b"\n\n\n", vocabulary).records


@pytest.mark.parametrize(
    "codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "decomposed", "mojibake", "crlf", "cr"]
)
def test_the_encoding_does_not_change_the_records(codec: str, vocabulary: Vocabulary) -> None:
    """One listing in every encoding that is recognised gives the same records."""
    text = (LISTINGS / "glued-and-odd-case.txt").read_text(encoding="utf-8")
    contents = {
        "decomposed": unicodedata.normalize("NFD", text).encode(),
        "mojibake": text.encode().decode("latin-1").encode(),
        "crlf": text.replace("\n", "\r\n").encode(),
        "cr": text.replace("\n", "\r").encode(),
    }
    content = contents[codec] if codec in contents else text.encode(codec)

    assert listing.parse(text.encode(), vocabulary).records == listing.parse(content, vocabulary).records


def test_the_page_says_its_language(vocabulary: Vocabulary) -> None:
    """The heading decides, then the address, then the words."""
    pages = {
        "Swedish partner: Falu kommun\n\nEtt samarbete": "en",
        "https://icld.se/en/?partner_country=kenya\nEtt samarbete": "en",
        "https://icld.se/?lang=en&partner_country=kenya\nEtt samarbete": "en",
        "https://icld.se/?partner_country=kenya\nThe partners and the others": "sv",
        "The partners and the others": "en",
        "Ett samarbete som är på väg": "sv",
    }
    for text, language in pages.items():
        assert language == listing.parse(text.encode(), vocabulary).language, text


def test_no_break_spaces_are_found_where_they_stand(vocabulary: Vocabulary) -> None:
    """Inside a record the finding belongs to the record, in the heading to the page."""
    read = listing.parse("Svensk partner: Falu\u00a0kommun\n\nFalun and Lusaka\n\nOne.\u00a0Two.".encode(), vocabulary)

    assert [(1, "no-break-space")] == [(found.line, found.code) for found in read.findings]
    assert [(5, "no-break-space")] == [(found.line, found.code) for found in read.records[0].findings]


@given(content=st.binary(max_size=400))
def test_any_bytes_give_a_listing(content: bytes, vocabulary: Vocabulary) -> None:
    """No bytes raise an error, every finding has words in both languages, and reading twice gives the same."""
    read = listing.parse(content, vocabulary)

    assert read == listing.parse(content, vocabulary)
    for found in [*read.findings, *(one for record in read.records for one in record.findings)]:
        assert found.message("sv")
        assert found.message("en")


@given(lines=st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=30)), max_size=25))
def test_every_line_of_any_text_is_accounted_for(lines: list[str], vocabulary: Vocabulary) -> None:
    """Whatever lines stand on a page, each that is not blank is in its head or in exactly one record."""
    text = "\n".join(lines).replace("\ufeff", "").encode("utf-8", errors="ignore").decode()
    read = listing.parse(text.encode(), vocabulary)

    assert_every_line_is_accounted_for(text, read)
    assert [record.number for record in read.records] == list(range(1, len(read.records) + 1))
    for record in read.records:
        inside = numbers_in(record)
        assert all(found.line in inside for found in record.findings)
        assert all(stated.line in inside for stated in record.fields)


def test_reading_takes_time_in_proportion_to_length(vocabulary: Vocabulary) -> None:
    """A megabyte of listings is read within a time that only a quadratic reader would need."""
    once = (LISTINGS / "article-paragraphs.txt").read_text(encoding="utf-8").split("\n", 2)
    times = 1_000_000 // len(once[2].encode()) + 1
    read = listing.parse("\n".join([*once[:2], *[once[2]] * times]).encode(), vocabulary)

    assert 2 * times == len(read.records)
