"""The lines that the README shows work for somebody who has done what stands above them."""

from pathlib import Path

from .blocks import Command
from .session import Session


def test_readme(root: Path, reader: Session) -> None:
    """While a server runs, the three lines and the first query of the README do what it says."""
    reader.run(Command(text="partnergraph serve", shown="PartnerGraph release … answers on …", line=0))

    assert reader.follow(root / "README.md") == 4
