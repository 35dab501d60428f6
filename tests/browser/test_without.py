"""Pages do without scripts, and without a mouse."""

import pytest

from .conftest import Visiting
from .kinds import KINDS
from .visits import Reached

_MOST_STOPS = 40


@pytest.mark.parametrize("name", [name for name, kind in KINDS.items() if not kind.alike])
def test_what_a_page_says_needs_no_script(visiting: Visiting, name: str) -> None:
    """Without scripts there are all headings, lines and links that there are with them."""
    with visiting(KINDS[name]) as visit:
        whole = visit.content()
    with visiting(KINDS[name], scripts=False) as visit:
        plain = visit.content()

    assert plain["headings"]
    assert plain["lines"]
    for part, found in whole.items():
        assert [] == [each for each in found if each not in set(plain[part])], part


@pytest.mark.parametrize("name", [name for name, kind in KINDS.items() if not kind.alike])
def test_a_page_is_walked_by_keyboard(visiting: Visiting, name: str) -> None:
    """The Tab key leads to the way past the navigation, then to everything in order, where one sees it, and out."""
    with visiting(KINDS[name]) as visit:
        maps = visit.page.locator("figure.map")
        if maps.count():  # a map becomes movable when it comes into sight, and its marks are stops then
            maps.first.scroll_into_view_if_needed()
            maps.first.locator(".moving[data-ready]").wait_for()
        walked: list[Reached] = []
        while len(walked) < _MOST_STOPS and (reached := visit.tab()).place not in _around(walked):
            walked.append(reached)
        stops = visit.stops()

    assert walked[0].skip, walked[0].name
    places = [reached.place for reached in walked]
    assert places == sorted(set(places)), [reached.name for reached in walked]
    assert [] == [reached.name for reached in walked if not reached.seen]
    end = places[-1] if len(walked) == _MOST_STOPS else max(stops)
    assert [] == [what for place, what in stops.items() if place <= end and place not in places]


def _around(walked: list[Reached]) -> set[int]:
    """Return where the key leads after the last element: out of the page, or to its first one again."""
    return {-1, *(reached.place for reached in walked[:1])}
