"""Maps that a script makes movable: marks with names, reached by keyboard, and a picture where no script runs."""

import re
from typing import Final

import pytest
from playwright.sync_api import Page

from .conftest import Visiting
from .kinds import Kind

_MAP: Final = Kind("/map", with_map=True)
_READY: Final = ".map .moving[data-ready]"


def _called(page: Page, marks: str) -> list[str]:
    """Return what marks are called, for those who do not see them."""
    names: list[str] = page.locator(marks).evaluate_all("all => all.map(each => each.textContent.trim() || each.title)")
    return names


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_map_can_be_moved_by_keyboard(visiting: Visiting, scheme: str) -> None:
    """Every mark has a name; one opens it with Enter, is led to its links, and comes back to it with Escape."""
    with visiting(_MAP, scheme) as visit:
        page = visit.page
        page.wait_for_selector(_READY)
        names = _called(page, ".map .mark")
        assert len(names) >= 5
        assert all(re.search(r"[A-Za-zÅÄÖåäö]{3}", name) for name in names)

        mark = page.locator(".map .mark:not(.many)").first
        mark.focus()
        page.keyboard.press("Enter")
        page.wait_for_selector(".leaflet-popup-content a:focus")
        assert page.evaluate("document.activeElement.getAttribute('href')").startswith("/id/body/")
        assert [] == visit.bars()
        page.keyboard.press("Escape")
        assert page.evaluate("document.activeElement.matches('.mark')")
        assert [] == visit.strays + visit.complaints


def test_many_marks_part_when_one_comes_nearer(visiting: Visiting) -> None:
    """Zooming shows places that lay under one number, by buttons that are called what they do."""
    with visiting(Kind("/map?lang=sv&country=ua", with_map=True)) as visit:
        page = visit.page
        page.wait_for_selector(_READY)
        before = page.locator(".map .mark").count()
        nearer = page.locator(".map .leaflet-control-zoom-in")
        assert nearer.get_attribute("aria-label") == nearer.get_attribute("title") != ""
        nearer.click()
        nearer.click()
        page.wait_for_function(f"document.querySelectorAll('.map .mark').length > {before}")
        assert {"Sverige", "Ukraina"} & set(_called(page, ".map .moving .country"))


def test_a_map_is_there_without_a_script(visiting: Visiting) -> None:
    """Land, marks and lines are drawn, and marks lead to what they are of."""
    with visiting(_MAP, scripts=False) as visit:
        page = visit.page
        assert page.locator(".map > svg").bounding_box() is not None
        box = page.locator(".map .land use").first.bounding_box()
        assert box is not None
        assert box["width"] > 500  # the land has come
        assert page.locator(".map > svg a.dot").count() >= 5
        assert page.locator(".map .moving").count() == 0


def test_a_map_can_be_saved_with_its_land(visiting: Visiting) -> None:
    """A picture saved by script holds the land itself, since nothing outside reaches into a file."""
    with visiting(_MAP) as visit:
        page = visit.page
        page.wait_for_selector(_READY)
        with page.expect_download() as led:
            page.locator(".map .downloads button").last.click()
        assert led.value.suggested_filename.endswith(".png")
        assert led.value.path().stat().st_size > 20_000
        assert page.locator(".map use").count() == 0
