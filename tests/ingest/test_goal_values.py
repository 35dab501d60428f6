"""Lines of goals: numbers count, names are checked, and the end of a file may cut either."""

import pytest

from partnergraph.ingest.goal_values import GoalLine, like_goals, read_goals
from partnergraph.ingest.vocabulary import Vocabulary


def codes(read: GoalLine) -> list[str]:
    """Return the codes of the findings."""
    return [found.code for found in read.findings]


@pytest.mark.parametrize(
    ("text", "goals", "found"),
    [
        ("16 - Fredliga och inkluderande samhällen", (16,), []),
        ("16 - Fredliga och inkluderande samhällen17 - Genomförande och globalt partnerskap", (16, 17), []),
        ("10 - Minskad ojämlikhet4 - God utbildning för alla5 - Jämställdhet", (10, 4, 5), []),
        ("5 – Gender equality, 11 — Sustainable cities and communities", (5, 11), []),
        ("Goal 5: Gender equality; SDG 13: Climate action", (5, 13), []),
        ("16. Fredliga och inkluderande samhällen", (16,), []),
        ("16, 17", (16, 17), []),
        ("Jämställdhet", (5,), []),
        ("16 - Fredliga16 - Fredliga", (16,), ["goal-name-differs", "goal-name-differs"]),
        ("16 - Ingen fattigdom", (16,), ["goal-name-differs"]),
        ("18 - Rymden för alla", (), ["goal-unknown"]),
        ("0 - Ingenting", (), ["goal-unknown"]),
        ("Något helt annat", (), ["goal-unknown"]),
        ("Något annat 4 - God utbildning för alla", (4,), ["goal-unknown"]),
        ("", (), []),
    ],
)
def test_goals_are_read(text: str, goals: tuple[int, ...], found: list[str], vocabulary: Vocabulary) -> None:
    """Every number from 1 to 17 is a goal; a name that does not fit it is a finding."""
    read = read_goals(text, 7, vocabulary.goals)

    assert (goals, found, False) == (read.goals, codes(read), read.cut)
    assert all(one.line == 7 for one in read.findings)


@pytest.mark.parametrize(
    ("text", "goals", "cut"),
    [
        ("16 - Fredliga och inkluderande samhällen", (16,), False),
        ("16 - Fred", (16,), True),
        ("16 -", (16,), True),
        ("16", (16,), True),
        ("1", (), True),
        ("19", (), True),
        ("16 - Fredliga och inkluderande samhällen1", (16,), True),
        ("16 - Fredliga och inkluderande samhällen17", (16, 17), True),
        ("16 - Fredliga och inkluderande samhällen3", (16, 3), True),
        ("6 - Rent vatten och sanitet", (6,), False),
        ("16 - Helt fel", (16,), False),
    ],
)
def test_the_end_of_a_file_may_cut_a_goal(text: str, goals: tuple[int, ...], cut: bool, vocabulary: Vocabulary) -> None:  # noqa: FBT001 - a case of the table
    """A goal keeps its number when its name is cut; a 1 that may be the first of two digits is dropped."""
    read = read_goals(text, 1, vocabulary.goals, at_end_of_file=True)

    assert (goals, cut) == (read.goals, read.cut)
    assert cut == ("cut-value" in codes(read))


def test_goals_without_a_separator_are_told(vocabulary: Vocabulary) -> None:
    """Only a number right behind a letter is glued."""
    assert read_goals("5 - Jämställdhet8 - Något", 1, vocabulary.goals).glued
    assert not read_goals("5 - Jämställdhet, 8 - Något", 1, vocabulary.goals).glued


@pytest.mark.parametrize(
    ("text", "at_end", "like"),
    [
        ("16 - Fredliga och inkluderande samhällen", False, True),
        ("16 - Fredliga och inkluderande samhällen4 - God utbildning för alla", False, True),
        ("16 - Climate action", False, True),
        ("16 - Fredl", False, False),
        ("16 - Fredl", True, True),
        ("16 - Fredliga och inkluderande samhällen1", True, True),
        ("2 - year plans", True, False),
        ("Jämställdhet", False, False),
        ("", False, False),
    ],
)
def test_a_line_without_a_label_needs_number_and_name(
    text: str,
    at_end: bool,  # noqa: FBT001 - a case of the table
    like: bool,  # noqa: FBT001 - a case of the table
    vocabulary: Vocabulary,
) -> None:
    """Without a label only a number with the name of a goal shows that a line holds goals."""
    assert like == like_goals(text, vocabulary.goals, at_end_of_file=at_end)
