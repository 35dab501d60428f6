"""Pages on paper: what they say, black on white, and nothing that only a screen can do."""

from .conftest import Visiting
from .kinds import KINDS

_GROUND = "() => getComputedStyle(document.documentElement).backgroundColor"


def test_paper_holds_what_a_page_says(visiting: Visiting) -> None:
    """The way through the site and the search box stay on the screen, and the ground is white."""
    with visiting(KINDS["partnership"]) as visit:
        assert visit.page.locator("body > header form").is_visible()
        visit.page.emulate_media(media="print")
        hidden = {each: visit.page.locator(each).is_visible() for each in ("body > header form", "body > header nav")}
        ground, said = visit.page.evaluate(_GROUND), visit.page.locator("h1").is_visible()
        visit.page.emulate_media(media="screen")

    assert {False} == set(hidden.values())
    assert "rgb(255, 255, 255)" == ground
    assert said
