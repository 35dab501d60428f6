"""The query page with its editor, as people work in it: run, cancel, mend, keep; and the whole way of an analyst."""

import io
import re
from collections.abc import Iterator
from urllib.parse import quote

import openpyxl  # type: ignore[import-untyped]  # its stubs are a package of their own
import pytest
from playwright.sync_api import Page, Route, expect

from tests.web.conftest import Server

from .conftest import Windows
from .visits import Visit

_PG = "PREFIX pg: <https://w3id.org/partnergraph/ns#>\n"
_PAIRS = _PG + "SELECT ?partnership ?partner {\n  ?partnership pg:internationalPartner ?partner\n} ORDER BY ?partner"
_WRONG = _PAIRS.replace("ORDER BY", "ORDR BY")
_SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
_KEPT = "localStorage.getItem('partnergraph.queries.1')"


@pytest.fixture
def page(windows: Windows, site: Server) -> Iterator[Page]:
    """Return a fresh window, whose requests elsewhere and complaints are errors."""
    window = windows.new("light", 1280, scripts=True)
    page = window.new_page()
    wrong: list[str] = []
    page.on(
        "request", lambda sent: None if sent.url.startswith((site.url, "data:", "blob:")) else wrong.append(sent.url)
    )
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("dialog", lambda dialog: wrong.append(dialog.message))
    yield page
    window.close()
    assert [] == wrong


def _open(page: Page, site: Server, path: str) -> None:
    page.goto(site.url.rstrip("/") + path)


def _editor(page: Page) -> str:
    """Return what stands in the editor."""
    return page.locator(".asking textarea").input_value()


def _write(page: Page, text: str) -> None:
    """Write a text in the place of what is in the editor, at once as one pastes it."""
    page.locator(".cm-content").click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(text)


def test_a_query_is_run_without_leaving_the_page(page: Page, site: Server) -> None:
    """Ctrl and Enter put the answer below, the address is that of the answer, and going back works."""
    _open(page, site, "/sparql")
    _write(page, _PAIRS)
    page.evaluate("window.stayed = true")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#result table")).to_be_visible()
    expect(page.locator(".running")).to_contain_text("Complete")
    assert page.evaluate("window.stayed")
    assert "format=html" in page.url
    expect(page.locator(".asking label").first).to_be_visible()
    page.reload()
    expect(page.locator("#result table")).to_be_visible()
    assert _PAIRS == _editor(page)


def test_an_answer_has_its_address_before_its_scripts_come(page: Page, site: Server) -> None:
    """While the scripts of a picture are on their way, and when they never come, the answer can be taken and cited."""
    _open(page, site, "/sparql")
    held: list[Route] = []
    page.route("**/*.js?*", lambda route: held.append(route))  # noqa: PLW0108 - Playwright takes no built-in function
    _write(
        page, f"#view:network\n{_PG}SELECT ?home ?away {{ ?p pg:swedishPartner ?home ; pg:internationalPartner ?away }}"
    )
    page.keyboard.press("Control+Enter")
    expect(page.locator("#result figure.picture")).to_be_visible()
    page.wait_for_timeout(100)
    assert "view%3Anetwork" in page.url
    for each in held:
        each.abort()
    with page.expect_download() as taken:
        page.get_by_role("link", name="Spreadsheet (XLSX)").click()
    assert taken.value.suggested_filename.endswith(".xlsx")


def test_a_mistake_is_marked_where_it_lies(page: Page, site: Server) -> None:
    """The place is underlined, the sentence and the hint are told, and a button leads there; a mended query runs."""
    _open(page, site, "/sparql")
    _write(page, _WRONG)
    page.get_by_role("button", name="Run", exact=True).click()
    result = page.locator("#result")
    expect(result).to_contain_text("ORDER")
    expect(page.locator(".cm-mistaken")).to_have_text("ORDR")
    result.get_by_role("button", name=re.compile("Line 4, column 3")).click()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.type("E")
    expect(page.locator(".cm-mistaken")).to_have_count(0)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#result table")).to_be_visible()


def test_a_page_of_a_mistake_is_marked_too(page: Page, site: Server) -> None:
    """Where the address itself holds the mistake, the editor of the page that says so shows it."""
    _open(page, site, f"/sparql?query={quote(_WRONG)}&format=html")
    expect(page.locator(".cm-mistaken")).to_have_text("ORDR")


def test_a_long_query_can_be_cancelled(page: Page, site: Server) -> None:
    """Seconds are counted, a button ends the waiting, and the query stays."""
    _open(page, site, "/sparql")
    _write(page, _SLOW)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".running")).to_contain_text(re.compile(r"Running.*[0-9]\.[0-9] s"))
    page.get_by_role("button", name="Cancel").click()
    expect(page.locator(".running")).to_contain_text("Cancelled")
    assert _SLOW == _editor(page)


def test_terms_are_completed_by_what_they_are_called(page: Page, site: Server) -> None:
    """A label finds a term, its prefix is declared by itself, and a class brings its properties first."""
    _open(page, site, "/sparql")
    _write(page, "SELECT * { ?p a ")
    page.keyboard.type("Partnersh")
    options = page.locator(".cm-tooltip-autocomplete li")
    expect(options.first).to_contain_text("Partnership")
    page.wait_for_timeout(150)  # the list takes no key before it has been seen
    page.keyboard.press("Enter")
    expect(page.locator(".cm-content")).to_contain_text("PREFIX pg: <https://w3id.org/partnergraph/ns#>")
    assert "?p a pg:Partnership" in _editor(page)
    page.keyboard.type(" ; pg:")
    expect(options.first).to_contain_text("partner")
    page.keyboard.press("Escape")
    page.keyboard.type("x ?")
    expect(options.first).to_contain_text("?p")


def test_the_tab_key_leaves_the_editor(page: Page, site: Server) -> None:
    """Nobody who works by keyboard is held fast."""
    _open(page, site, "/sparql")
    page.locator(".cm-content").click()
    page.keyboard.press("Tab")
    assert "Run" == page.evaluate("document.activeElement.textContent")


def test_queries_are_kept_and_told_when_the_data_changed(page: Page, site: Server) -> None:
    """Tabs outlast the page and a new release, and hold nothing but text."""
    _open(page, site, "/sparql?canned=goals-by-count")
    expect(page.locator(".tabs button[aria-pressed=true]")).to_have_text(re.compile("Goals by number"))
    page.get_by_role("button", name="New query").click()
    _write(page, "# Mine\nASK {}")
    expect(page.locator(".tabs button[aria-pressed=true]")).to_have_text("Mine")
    _open(page, site, "/sparql")
    assert "# Mine\nASK {}" == _editor(page)
    page.get_by_role("button", name=re.compile("^Goals by number")).click()
    assert "#view:chart" in _editor(page)
    kept = page.evaluate(f"JSON.parse({_KEPT})")
    assert {"schema", "release", "active", "tabs"} == set(kept)
    page.evaluate(
        f'localStorage.setItem(\'partnergraph.queries.1\', {_KEPT}.replace(/"release":"\\w+"/, \'"release":"x"\'))'
    )
    _open(page, site, "/sparql")
    expect(page.locator(".running")).to_contain_text("another release")
    assert "#view:chart" in _editor(page)
    page.get_by_role("button", name="Close Mine").click()
    expect(page.locator(".tabs button[aria-pressed]")).to_have_count(1)


@pytest.mark.parametrize(
    "kept", ["", "{", "[]", '{"schema":1,"tabs":[]}', '{"schema":1,"active":9,"tabs":[{"text":3},null]}']
)
def test_what_is_kept_may_be_anything(page: Page, site: Server, kept: str) -> None:
    """What cannot be read is begun anew."""
    _open(page, site, "/problems")
    page.evaluate("text => localStorage.setItem('partnergraph.queries.1', text)", kept)
    _open(page, site, "/sparql")
    _write(page, "ASK {}")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#result .truth")).to_have_text("Yes")


_MARKUP = "<img src=x onerror=alert(1)>"


@pytest.mark.parametrize(
    "query",
    [
        f"# {_MARKUP}\nSELECT ('{_MARKUP}' AS ?x) (<javascript:alert(1)> AS ?y) (4 AS ?n) {{}}",
        f"# {_MARKUP}\nSELECT ?{_MARKUP} {{}}",
        "CONSTRUCT { <javascript:alert(1)> a '</pre><script>alert(1)</script>' } {}",
    ],
)
def test_no_script_comes_in(page: Page, site: Server, query: str) -> None:
    """Names of columns, values and errors stay text in the editor's own page too, and fragments are no code."""
    _open(page, site, f"/sparql?query={quote(query)}&format=html#{_MARKUP}javascript:alert(1)")
    page.keyboard.press("Escape")
    page.locator(".cm-content").click()
    page.keyboard.press("Control+Enter")
    expect(page.locator(".running button")).to_be_hidden()
    expect(page.locator("#result")).to_be_visible()
    for view in page.locator(".views a").all():
        assert (view.get_attribute("href") or "").startswith(("/sparql?", f"{site.url}sparql?"))
    assert 0 == page.locator("img, [onerror], a[href^='javascript:']").count()


def test_names_are_suggested_while_one_types(page: Page, site: Server) -> None:
    """They appear below the box; the arrow keys choose among them, Enter leads there, and Escape closes them."""
    _open(page, site, "/")
    box = page.get_by_role("combobox").first
    box.press_sequentially("vaxj")
    offered = page.get_by_role("option", name=re.compile("Växjö"))
    expect(offered.first).to_be_visible()
    box.press("Escape")
    expect(offered).to_have_count(0)
    box.press_sequentially("o")
    expect(offered.first).to_be_visible()
    box.press("ArrowDown")
    chosen = page.locator(f"#{box.get_attribute('aria-activedescendant')}")
    assert "true" == chosen.get_attribute("aria-selected")
    box.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Växjö")


def test_an_analyst_finds_changes_mends_sees_takes_and_cites(page: Page, site: Server) -> None:
    """From a name to a spreadsheet and its citation, over the query behind a number and a mistake in it."""
    _open(page, site, "/")
    page.locator("header input[name=q]").fill("Växjö")
    page.keyboard.press("Enter")
    page.get_by_role("main").get_by_role("link", name=re.compile("Växjö")).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Växjö")
    page.get_by_role("main").get_by_role("link", name=re.compile("Växjö – Kalush")).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Kalush")

    expect(page.get_by_role("heading", name=re.compile("^Goals"))).to_be_visible()

    page.go_back()
    page.get_by_role("main").get_by_role("link", name="Partnerships of a municipality").click()
    expect(page.locator("#result")).to_contain_text("Kalush")
    page.get_by_role("button", name=re.compile("Change it")).or_(
        page.get_by_role("link", name=re.compile("Change it"))
    ).click()
    expect(page.locator("#result")).to_contain_text("Kalush")

    wrong = _editor(page).replace("ORDER BY", "ORDR BY")
    assert wrong != _editor(page)
    _write(page, wrong)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#result")).to_contain_text("ORDER")
    _write(page, wrong.replace("ORDR BY", "ORDER BY").replace("#view:network", "#view:map"))
    page.keyboard.press("Control+Enter")
    expect(page.locator("#result figure.picture.map")).to_be_visible()
    expect(page.locator("#result .status")).to_contain_text("Complete")

    with page.expect_download() as taken:
        page.get_by_role("link", name="Spreadsheet (XLSX)").click()
    book = openpyxl.load_workbook(io.BytesIO(taken.value.path().read_bytes()))
    assert any("Kalush" in str(value) for row in book.worksheets[0].iter_rows(values_only=True) for value in row)
    cited = page.locator("#result a[rel~=bookmark]")
    assert "version=" in (cited.get_attribute("href") or "")
    page.goto(cited.get_attribute("href") or "")
    expect(page.locator("#result figure.picture.map")).to_be_visible()


def test_a_frame_bars_nobody(page: Page, site: Server) -> None:
    """The result that other pages may frame is for everybody too, and leads out of the frame."""
    _open(page, site, f"/sparql?query={quote(_PAIRS)}&format=html&embed=true&view=map")
    visit = Visit(page=page, root=site.url)
    assert [] == visit.bars()
    assert [] == visit.sticks_out()
    assert {"_blank"} == {each.get_attribute("target") for each in page.locator("base").all()}
