"""Pages are for everybody: whatever they see, on whatever they look, and nobody else hears of it."""

from typing import Final

import pytest

from .conftest import Scheme, Visiting
from .kinds import KINDS

_OF_COLOURS = ("color-contrast", "link-in-text-block")
"""The rules of axe-core that another colour scheme can break."""


_WINDOWS: Final[tuple[tuple[int, Scheme], ...]] = ((320, "light"), (390, "dark"), (1280, "light"))


@pytest.mark.parametrize(
    ("name", "width", "scheme"),
    [(name, *window) for name, kind in KINDS.items() for window in _WINDOWS[: 1 if kind.alike else None]],
)
def test_a_page_is_fit_to_be_seen(visiting: Visiting, name: str, scheme: Scheme, width: int) -> None:
    """It bars nobody, fits its window, sends nothing elsewhere, and the browser has nothing to complain of.

    What the policy of content forbids is among the complaints.  When it gets dark, or light, all that still holds.
    """
    other: Scheme = "light" if scheme == "dark" else "dark"
    with visiting(KINDS[name], scheme, width) as visit:
        found = {f"bars in {scheme}": visit.bars(), "sticks out": visit.sticks_out()}
        visit.page.emulate_media(color_scheme=other)
        found |= {f"bars in {other}": visit.bars(*_OF_COLOURS), f"sticks out in {other}": visit.sticks_out()}
        found |= {"elsewhere": visit.strays, "complaints": visit.complaints}

    assert {} == {fault: where for fault, where in found.items() if where}
