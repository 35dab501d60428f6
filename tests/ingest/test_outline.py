"""The parts of a page: its head, where posts begin, and where their facets lie."""

import pytest

from partnergraph.ingest.outline import outline
from partnergraph.ingest.vocabulary import Vocabulary

PROSE = "This is a paragraph of finished prose, long enough to be told from any title or heading."
FACETS = "Globala mål\n4 - God utbildning för alla\nSvensk partner\nFalu kommun\nInternationell partner\nKolomyia"


def titles(text: str, vocabulary: Vocabulary) -> list[str]:
    """Return the first line of each post."""
    return [post.lines[0].text for post in outline(text.split("\n"), vocabulary).posts]


@pytest.mark.parametrize(
    ("head", "address", "heading", "language"),
    [
        ("https://icld.se/?a=b\nSvensk partner: Umeå", "https://icld.se/?a=b", "Svensk partner: Umeå", "sv"),
        ("Swedish partner: Umeå\nURL: https://icld.se/x", "https://icld.se/x", "Swedish partner: Umeå", "en"),
        ("https://icld.se/x", "https://icld.se/x", None, None),
        ("SAMARBETSLAND: Kenya", None, "SAMARBETSLAND: Kenya", "sv"),
        ("", None, None, None),
    ],
)
def test_a_page_may_have_an_address_and_a_heading(
    head: str, address: str | None, heading: str | None, language: str | None, vocabulary: Vocabulary
) -> None:
    """Either may be missing, and they may change places; the next line is a title."""
    page = outline(f"{head}\n\nA title\n\n{PROSE}".split("\n"), vocabulary)

    assert (address, heading, language) == (page.address, page.page_title, page.language)
    assert ["A title"] == [post.lines[0].text for post in page.posts]


def test_a_heading_needs_a_term(vocabulary: Vocabulary) -> None:
    """“Svensk partner:” heads no page, and neither does another word with a colon."""
    assert outline(["Svensk partner:", "", PROSE], vocabulary).page_title is None
    assert outline(["Note: this is a title"], vocabulary).page_title is None


def test_facets_end_a_post(vocabulary: Vocabulary) -> None:
    """What follows a block of facets is the title of the next post, whatever it says."""
    text = f"One\n\n{PROSE}\n\n{FACETS}\n\nHuman Rights\n\n{PROSE}\n\n{FACETS}\n\nKolomyia\n\n{PROSE}\n\n{FACETS}"

    assert ["One", "Human Rights", "Kolomyia"] == titles(text, vocabulary)


def test_a_post_may_be_a_title_and_facets(vocabulary: Vocabulary) -> None:
    """A title right above its facets, with and without a blank line, needs no text."""
    assert ["One", "Two"] == titles(f"One\n{FACETS}\n\nTwo\n\n{FACETS}", vocabulary)


def test_partners_in_a_line_begin_a_post_below_one_without_facets(vocabulary: Vocabulary) -> None:
    """A post that is no partnership has no facets; the next title is told by its partners or its project."""
    first = f"News\n\n{PROSE}\n\n"

    assert ["News", "Falun and Kolomyia"] == titles(f"{first}Falun and Kolomyia\n\n{PROSE}\n\n{FACETS}", vocabulary)
    assert ["News", "Cold rooms"] == titles(f"{first}Cold rooms\n\nProject: Ice\n\n{PROSE}\n\n{FACETS}", vocabulary)
    assert ["News"] == titles(f"{first}Cold rooms\n\n{PROSE}\n\n{FACETS}", vocabulary)


def test_a_subtitle_above_the_name_of_a_project_begins_nothing(vocabulary: Vocabulary) -> None:
    """Between a title and its “Project: …” line another heading may stand."""
    assert ["One"] == titles(f"One\n\nPhase two\n\nProject: Ice\n\n{PROSE}\n\n{FACETS}", vocabulary)


def test_a_title_is_guessed_below_research(vocabulary: Vocabulary) -> None:
    """Below a research post the last short line alone between paragraphs is taken for the title of the next one."""
    text = f"A research project\n\n{PROSE}\n\nWhat we ask\n\n{PROSE}\n\nCold rooms\n\n{PROSE}\n\n{FACETS}"
    posts = outline(text.split("\n"), vocabulary).posts

    assert [("A research project", False), ("Cold rooms", True)] == [(p.lines[0].text, p.guessed_title) for p in posts]


@pytest.mark.parametrize(
    "line",
    ["Background", "They want:", "• More light", "Photo: Anna Ek", "Anna Ek, ordförande", "Done!", "Writers: A and B"],
)
def test_some_lines_are_no_titles_on_a_page_without_facets(line: str, vocabulary: Vocabulary) -> None:
    """Headings of sections, introductions, bullets, captions and whole sentences begin no post."""
    assert ["One"] == titles(f"One\n\n{PROSE}\n\n{line}\n\n{PROSE}", vocabulary)
    assert ["One", "Two"] == titles(f"One\n\n{PROSE}\n\nTwo\n\n{PROSE}", vocabulary)


def test_a_page_about_one_partnership_is_one_post(vocabulary: Vocabulary) -> None:
    """The address of a detail page or an article says that headings inside it begin nothing."""
    text = (
        f"https://icld.se/sv/artikel/x/\nOne\n\n{PROSE}\n\n{FACETS}\n\nTwo\n\n{PROSE}\n\nFalun and Kolomyia\n\n{PROSE}"
    )

    assert ["One"] == titles(text, vocabulary)


@pytest.mark.parametrize("period", ["Time period\n2025-2026", "Tidsperiod: 2025-2026", "Time period\n\n2025-2026"])
def test_a_period_above_the_text_belongs_to_the_post(period: str, vocabulary: Vocabulary) -> None:
    """It may stand above or below the title, and does not make a page one with facets."""
    for text in (f"{period}\n\nOne\n\n{PROSE}", f"One\n\n{period}\n\n{PROSE}"):
        page = outline(text.split("\n"), vocabulary)
        assert (1, False) == (len(page.posts), page.faceted)
        assert "2025-2026" in page.posts[0].facets[-1].text


def test_an_early_period_belongs_to_the_first_post(vocabulary: Vocabulary) -> None:
    """On a page without facets the posts below it have none."""
    text = f"One\n\nTime period\n2025-2026\n\n{PROSE}\n\nTwo\n\n{PROSE}"

    assert [2, 0] == [len(post.facets) for post in outline(text.split("\n"), vocabulary).posts]


def test_teasers_are_a_post_each(vocabulary: Vocabulary) -> None:
    """Bullets with nothing but titles, and texts that break off, with titles and links or without."""
    assert ["• One", "• Two"] == titles("• One\n• Two", vocabulary)
    assert ["One text…", "Another […]"] == titles("One text…\n\nAnother […]", vocabulary)
    with_titles = "First\n\nA text that breaks…\nRead more\n\nSecond\n\nAnother text...\nLäs mer\n\nThird"
    assert ["First", "Second", "Third"] == titles(with_titles, vocabulary)


def test_one_text_that_breaks_off_is_a_text(vocabulary: Vocabulary) -> None:
    """Dots at the end of one paragraph make no page of teasers."""
    assert ["One"] == titles(f"One\n\n{PROSE}\n\nAnd so on…", vocabulary)


@pytest.mark.parametrize("heading", ["Topic", "Tema", "Sustainable Development Goals", "Projektområde"])
def test_a_label_over_prose_or_a_list_is_a_heading(heading: str, vocabulary: Vocabulary) -> None:
    """A label's word over a paragraph or bullets shows no facets."""
    for below in (PROSE, "• one thing\n• another"):
        assert ["One"] == titles(f"One\n\n{PROSE}\n\n{heading}\n\n{below}\n\n{FACETS}", vocabulary)
        assert ["One"] == titles(f"One\n\n{PROSE}\n{heading}\n{below}\n\n{FACETS}", vocabulary)


def test_a_block_of_areas_alone_ends_a_post(vocabulary: Vocabulary) -> None:
    """Known areas with the file's end or a title with partners behind them are facets, else a heading."""
    page = outline(f"One\n\n{PROSE}\n\nEducation\n\nFalun – Kolomyia\n\n{PROSE}\n\nEducation".split("\n"), vocabulary)

    assert [(5,), (11,)] == [tuple(line.number for line in post.facets) for post in page.posts]


@pytest.mark.parametrize(
    ("blocks", "facets"),
    [
        (["Education", "4 - God utbildning för alla", "Human Rights", "Falu kommun", "Kolomyia"], 5),
        (["Svensk partner", "Falu kommun", "Internationell partner", "Kolomyia"], 4),
        (["Svensk partner", "Falu kommun", "Internationell partner", "Smila"], 4),
        (["Projektområde", "Ny idé", "Svensk partner", "Falu kommun"], 4),
        (["Projektområde", "Ny idé", "Sv"], 3),
        (["Projektområde", "Education", "Sv"], 3),
        (["Svensk partner\nFalu kommun\nInternationell partner", "Kolomyia"], 4),
        (["Svensk partner\nFalu kommun\nInternationell partner", "Smila"], 3),
        (["Svensk partner\nFalu kommun\nInternationell partner", "Human Rights"], 3),
        (["Svensk partner", "Ny by\nEn till"], 1),
    ],
)
def test_facets_go_on_over_blank_lines(blocks: list[str], facets: int, vocabulary: Vocabulary) -> None:
    """A later label, a value that is due, and known values in their order; else the next post begins."""
    page = outline("\n\n".join(["One", PROSE, *blocks]).split("\n"), vocabulary)

    assert facets == len(page.posts[0].facets)


def test_a_known_partner_over_prose_is_a_title(vocabulary: Vocabulary) -> None:
    """Below a blank international partner the next post may be called what a partner is called."""
    blank = "Svensk partner\nFalu kommun\nInternationell partner"

    assert ["One", "Kolomyia"] == titles(f"One\n\n{PROSE}\n\n{blank}\n\nKolomyia\n\n{PROSE}", vocabulary)


def test_the_next_post_may_touch_the_facets(vocabulary: Vocabulary) -> None:
    """Without a blank line the next title is told by its partners, or by the prose below it."""
    assert ["One", "Lund – Lusaka"] == titles(f"One\n\n{FACETS}\nLund – Lusaka\nProject: Ice\n{PROSE}", vocabulary)
    assert ["One", "Two"] == titles(f"One\n\n{FACETS}\nTwo\n{PROSE}", vocabulary)
    assert ["One", PROSE] == titles(f"One\n\n{FACETS}\n{PROSE}", vocabulary)
