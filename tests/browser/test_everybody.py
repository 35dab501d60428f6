"""Pages are for everybody: whatever they see, on whatever they look, and nobody else hears of it."""

import pytest

from .conftest import Scheme, Visiting
from .kinds import KINDS


@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", KINDS)
def test_a_page_is_fit_to_be_seen(visiting: Visiting, name: str, scheme: Scheme, width: int) -> None:
    """It bars nobody, fits its window, sends nothing elsewhere, and the browser has nothing to complain of.

    What the policy of content forbids is among the complaints.
    """
    with visiting(KINDS[name], scheme, width) as visit:
        found = {
            "bars": visit.bars(),
            "sticks out": visit.sticks_out(),
            "elsewhere": visit.strays,
            "complaints": visit.complaints,
        }

    assert {} == {fault: where for fault, where in found.items() if where}
