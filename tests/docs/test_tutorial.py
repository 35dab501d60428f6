"""The tutorial works for somebody who has nothing yet."""

from pathlib import Path

from .session import Session


def test_tutorial(root: Path, newcomer: Session) -> None:
    """Every command of the tutorial runs in order and shows what the tutorial says it shows."""
    assert newcomer.follow(root / "docs" / "tutorial.md") > 10
