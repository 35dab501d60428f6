"""What prose tells: language, periods and networks."""

import pytest

from partnergraph.ingest.lines import Line, numbered
from partnergraph.ingest.prose import labelled_period, language_of, networks_in, periods_in
from partnergraph.ingest.vocabulary import Vocabulary


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Kommunerna har ett samarbete som är till för alla", "sv"),
        ("The municipalities work together", "en"),
        ("Västerås", "sv"),
        ("", "sv"),
        ("Projekt: Building bridges and more", "en"),
        ("to for", "en"),
    ],
)
def test_small_words_tell_the_language(text: str, language: str) -> None:
    """The language with more small words wins, and the page's own is kept where there are none."""
    assert language == language_of(text, "sv")


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("The project is planned for 2018-2020.", "2018/2020"),
        ("The project is planned for 2018–2020.", "2018/2020"),
        ("The project runs between 2019 and 2021.", "2019/2021"),
        ("Projektet genomförs mellan åren 2019 och 2021.", "2019/2021"),
        ("Projektet pågår 2021-2023", "2021/2023"),
        ("The project will run from 2023 until 2025.", "2023/2025"),
        ("Projektet löper från januari 2021 till den 31 december 2023.", "2021/2023"),
        ("Ett treårigt projekt med start 1 juli 2016 som pågår till 30 juni 2019.", "2016/2019"),
        ("The project started in 2021 and ends in 2023.", "2021/2023"),
        ("The partnership stretches over three years (2023-2025).", "2023/2025"),
        ("Time: October 2023 – June 2024", "2023/2024"),
        ("Projektperiod: 2019–21", "2019/2021"),
        ("Projektperiod: 2019/2021", "2019/2021"),
        ("Parterna ska under 2022-2026 ta fram en handlingsplan.", "2022/2026"),
        ("Accessible cities 2017-2020", "2017/2020"),
        ("The project is part of the Equitable Health network and runs 2021-2024.", "2021/2024"),
        ("The earlier project ran 2015-2017; the new project is planned for 2018-2020.", "2018/2020"),
    ],
)
def test_the_years_of_a_project_are_found(text: str, period: str) -> None:
    """In many wordings, in both languages, with months and days."""
    assert [period] == [found.value for found in periods_in(numbered([text]))]


@pytest.mark.parametrize(
    "text",
    [
        "Young people (aged 18-35) take part in the project.",
        "Projektet har pågått sedan 2017.",
        "The project has reference number 2016-0033 and was decided on 2016-12-05.",
        "The project follows the county's strategy 2018-2022.",
        "Projektet bygger på nätverket Hållbar framtid 2023–2025.",
        "The project builds on the municipality's 2018-2022 strategy for growth.",
        "Between 2010 and 2015 the town grew by a third.",
        "The partners have worked together in the project since 2007, and in 2015 they met.",
        "Projektet siktar på Agenda 2030.",
        "Projekt 2021-2019",
        "The project was described in report 2016-12.",
        "Under mandatperioden 2018-2022 deltog kommunen i projektet.",
    ],
)
def test_other_years_are_left_out(text: str) -> None:
    """Ages, numbers, strategies, networks, and years in which nobody says that a project ran."""
    assert () == periods_in(numbered([text]))


@pytest.mark.parametrize(
    ("text", "period"),
    [("2025-2026", "2025/2026"), (" 2025 ", "2025/2025"), ("mars 2025 – maj 2026", "2025/2026"), ("three years", None)],
)
def test_a_labelled_period_may_be_one_year(text: str, period: str | None) -> None:
    """Below its label a period needs no words around it."""
    found = labelled_period(Line(1, text))

    assert period == (found.value if found else None)


def test_a_sentence_on_the_project_goes_before_a_title() -> None:
    """Where several periods are named, the one that the text gives to the project comes first."""
    lines = numbered(["Cities 2017-2020", "The project is planned for 2018-2020."])

    assert ["2018/2020", "2017/2020"] == [found.value for found in periods_in(lines)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Partnerskapet ingår i ICLD:s nätverk för demokratisk resiliens.", ["Democratic Resilience"]),
        ("Det sker inom partnerskapsnätverket “Demokratisk resiliens”.", ["Democratic Resilience"]),
        ("The partnership is part of ICLD Democratic Resilience Network.", ["Democratic Resilience"]),
        ("It belongs to the Human Rights network.", ["Human Rights"]),
        ("It belongs to the “Municipal Partnership for Human Rights” network.", ["Human Rights"]),
        ("Vi är med i ICLD:s projektnätverk Kommunala partnerskap för mänskliga rättigheter.", ["Human Rights"]),
        ("Partnerskapet ingår i ICLD:s nätverk för klimat.", ["Climate Action"]),
        ("Partnerskapet ingår i jämställdhetsnätverket.", ["Gender Equality"]),
        ("the network for sustainable futures, and Climate Action network", ["Sustainable Futures", "Climate Action"]),
        ("It is part of the ICLD Rural Water Network.", ["Rural Water"]),
        ("Det hör till nätverket “Långa vägar”.", ["Långa vägar"]),
        ("They are in the “Long Roads” network.", ["Long Roads"]),
        ("It is part of the ICLD network for better buses, which is new.", ["better buses"]),
        ("Human rights are what they speak of in all their networks.", []),
        ("They hope for a network for human rights defenders.", []),
        ("Climate action and gender equality go together.", []),
        ("A social network of friends", []),
    ],
)
def test_networks_are_found_by_name(text: str, names: list[str], vocabulary: Vocabulary) -> None:
    """Known networks come under their English name, unknown ones as written, and causes are no networks."""
    assert names == [found.value for found in networks_in(numbered([text]), vocabulary.networks)]
