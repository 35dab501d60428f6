"""Every how-to works for somebody who stands in a checkout."""

from pathlib import Path

import pytest

from .session import Session

HOWTOS = sorted(path.name for path in (Path(__file__).parents[2] / "docs" / "howto").glob("*.md"))


@pytest.mark.parametrize("name", HOWTOS)
def test_howto(root: Path, reader: Session, name: str) -> None:
    """Every command of a how-to runs in order and shows what the page says it shows."""
    assert reader.follow(root / "docs" / "howto" / name) > 0
