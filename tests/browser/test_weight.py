"""Pages are light: what comes over the wire on a first visit, and when one can begin."""

from collections.abc import Callable

from .conftest import Visiting
from .kinds import KINDS

_MOST_KB = 150
_MOST_KB_WITH_MAP = 350
_MOST_KB_WITH_EDITOR = 165
_SECONDS = 1.0
_PATIENCE = 5
"""How many times the promised seconds a page may take here, where other things run beside it."""

_BEGUN = "() => performance.getEntriesByType('navigation')[0].loadEventEnd / 1000"
"""Seconds until all that a page needs at first is there, and its scripts have run."""


def test_pages_are_light(visiting: Visiting, record_property: Callable[[str, object], None]) -> None:
    """A first visit takes less than 150 kB over the wire, more with the map or the editor, and a second to begin."""
    weights, most, begun = dict[str, float](), dict[str, int](), dict[str, float]()
    for name, kind in KINDS.items():
        with visiting(kind, first=True) as visit:
            weights[name] = visit.weight() / 1000
            begun[name] = visit.page.evaluate(_BEGUN)
            edits = visit.page.locator(".cm-editor").count() > 0
        most[name] = _MOST_KB_WITH_MAP if kind.with_map else _MOST_KB_WITH_EDITOR if edits else _MOST_KB
    heaviest = max(weights, key=lambda name: weights[name] / most[name])
    slowest = max(begun, key=lambda name: begun[name])
    record_property("the page that weighs most of what it may", f"{heaviest}, {weights[heaviest]:.0f} kB")
    record_property("the page that begins last", f"{slowest}, {begun[slowest]:.2f} s")

    assert {} == {name: weight for name, weight in weights.items() if weight > most[name]}
    assert {} == {name: seconds for name, seconds in begun.items() if seconds > _PATIENCE * _SECONDS}
