"""Tests of walking through the network with the keyboard, of loosening its nodes, and of saving pictures."""

from playwright.sync_api import Page, expect

from .conftest import Visiting
from .kinds import Kind

_NETWORK = Kind("/network?country=za")
_FOCUSED = "document.activeElement.querySelector('text')?.textContent ?? ''"
_MOVED = ".network figure svg .node[transform]"


def focused(page: Page) -> str:
    """Return the name of the node that has the focus, or ""."""
    found: str = page.evaluate(_FOCUSED)
    return found


def enter(page: Page) -> None:
    """Give the focus to the first node, as Tab does from the box of the picture."""
    page.locator(".network .scroll").focus()
    page.keyboard.press("Tab")


def test_arrows_lead_to_neighbours_and_what_hangs_together_stands_out(visiting: Visiting) -> None:
    """One node at a time has the focus; its neighbours are lit and named for who listens; Escape leaves."""
    with visiting(_NETWORK) as visit:
        page = visit.page
        enter(page)
        for key, name, near in (("End", "Stellenbosch", 1), ("ArrowLeft", "Jönköpings kommun", 1), ("Home", "Älmh", 1)):
            page.keyboard.press(key)
            assert focused(page).startswith(name)
            assert near + 1 == page.locator(".network .node.lit").count()
            assert near == page.locator(".network path.lit").count()
        assert "JB Marks Local Municipality" in (page.locator(".explorer [aria-live]").text_content() or "")
        assert 1 == page.locator(".network .node[tabindex='0']").count()
        page.keyboard.press("Escape")
        assert "Save as SVG" == page.evaluate("document.activeElement.textContent")
        assert [] == visit.complaints


def test_enter_opens_the_page_of_a_node(visiting: Visiting) -> None:
    """A node is a link."""
    with visiting(_NETWORK) as visit:
        enter(visit.page)
        visit.page.keyboard.press("Enter")
        visit.page.wait_for_url("**/doc/body/**")


def test_nodes_are_loosened_and_put_in_order_again(visiting: Visiting) -> None:
    """A button lets the nodes push and pull each other, and puts them back where they were."""
    with visiting(_NETWORK) as visit:
        page = visit.page
        before = page.locator(".network figure svg").inner_html()
        page.get_by_role("button", name="Loosen the nodes").click()
        expect(page.locator(_MOVED)).to_have_count(page.locator(".network figure svg .node").count())
        page.get_by_role("button", name="Put the nodes in order").click()
        expect(page.locator(_MOVED)).to_have_count(0)
        places = [part for part in before.split() if part.startswith(("x=", "y=", "d="))]
        after = page.locator(".network figure svg").inner_html().split()
        assert places == [part for part in after if part.startswith(("x=", "y=", "d="))]


def test_pictures_are_saved_as_they_are_seen(visiting: Visiting) -> None:
    """A picture is saved as PNG under the name of its part of the page, in the dark too."""
    with visiting(Kind("/charts"), "dark") as visit:
        with visit.page.expect_download() as found:
            visit.page.locator("#countries").get_by_role("button", name="Save as PNG").click()
        assert "partnergraph-countries.png" == found.value.suggested_filename
        head = found.value.path().read_bytes()[:8]
        assert b"\x89PNG\r\n\x1a\n" == head
        assert [] == visit.strays == visit.complaints
