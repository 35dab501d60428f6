"""Tests that the page on threats is true: each test it names is there, and the figures it rests on are bearable."""

import re
from pathlib import Path


def test_every_test_that_answers_a_threat_exists(root: Path) -> None:
    """Each test the page names is a test of this suite, and each table has some."""
    page = (root / "docs" / "explanation" / "threats.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(test_\w+)` \|$", page, re.MULTILINE))
    written = {
        name
        for path in (root / "tests").rglob("test_*.py")
        for name in re.findall(r"^def (test_\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert len(named) > 25
    assert set() == named - written


def test_every_test_of_this_folder_answers_a_threat(root: Path) -> None:
    """The page leaves out none of these tests but those about the tests themselves."""
    page = (root / "docs" / "explanation" / "threats.md").read_text(encoding="utf-8")
    ours = {
        name
        for path in (root / "tests" / "hardening").glob("test_*.py")
        for name in re.findall(r"^def (test_\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
        if path != Path(__file__)
    }
    about_themselves = {
        "test_the_canary_hears_who_comes",
        "test_an_answer_that_is_cut_off_can_be_told_from_a_whole_one",
        "test_a_hundred_clients_at_once_are_answered",
    }
    assert about_themselves == {name for name in ours if name not in page}


def test_no_promise_is_missed_by_five_times(root: Path) -> None:
    """No row of the last benchmark is five times worse than its limit."""
    page = (root / "docs" / "explanation" / "benchmarks.md").read_text(encoding="utf-8")
    verdicts = re.findall(r"\| (held|\*\*missed\*\* \((\d+\.\d) times the limit\)) \|$", page, re.MULTILINE)
    assert len(verdicts) >= 10
    assert all(float(times or 1) < 5 for _, times in verdicts)
