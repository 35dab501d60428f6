"""A visit to a page: what a person would notice there, and what only the browser does."""

from dataclasses import dataclass, field
from typing import Any, Final

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # it carries no types
from playwright.sync_api import ConsoleMessage, Error, Page, Request, Response

__all__ = ["Reached", "Visit"]

_GRAVE: Final = {"critical", "serious"}

_STICKS_OUT: Final = """() => {
  const room = window.innerWidth, all = document.scrollingElement.scrollWidth;
  if (all <= room) return [];
  const wide = [...document.querySelectorAll("body *")].filter((each) => each.getBoundingClientRect().right > room + 1);
  return [`${all} > ${room}`, ...wide.slice(0, 5).map((each) => each.outerHTML.slice(0, 120))];
}"""

_CONTENT: Final = """() => {
  const texts = (which) => [...document.querySelectorAll(which)]
    .filter((each) => each.checkVisibility() && !each.querySelector("button"))
    .map((each) => each.innerText.trim().replace(/\\s+/g, " "));
  const links = [...document.querySelectorAll("main a[href]")].map((each) => each.getAttribute("href"));
  return {
    headings: texts("main h1, main h2, main h3"),
    lines: texts("main p, main li, main dt, main dd, main th, main td, main label, main legend, main summary"),
    links: links.filter((each) => !each.startsWith("#")),
  };
}"""

_REACHED: Final = """() => {
  const at = document.activeElement, own = getComputedStyle(at), box = at.getBoundingClientRect();
  const outlined = own.outlineStyle !== "none" && parseFloat(own.outlineWidth) > 0;
  return {
    place: at.closest("body *") ? [...document.querySelectorAll("*")].indexOf(at) : -1,
    name: at.outerHTML.slice(0, 120),
    skip: at.matches(".skip"),
    seen: (outlined || own.boxShadow !== "none") && box.width > 0 && box.bottom > 0,
  };
}"""

_STOPS: Final = """() => {
  const stops = `a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex],
    [contenteditable=true]`;
  const open = (each) => each.tabIndex >= 0 && !each.disabled && each.checkVisibility({ visibilityProperty: true });
  const radio = (each) => each.type === "radio" && !each.checked;
  return [...document.querySelectorAll("*")].map((each, place) => [place, each])
    .filter(([, each]) => each.matches(stops) && open(each) && !radio(each))
    .map(([place, each]) => [place, each.outerHTML.slice(0, 120)]);
}"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """Where the Tab key has led: an element's place in the document, -1 beyond its ends, and whether one sees it."""

    place: int
    name: str
    skip: bool
    seen: bool


@dataclass(kw_only=True)  # without slots: Playwright hangs what it needs on the owner of a listening method
class Visit:
    """A page of ours that stands open, what was sent for elsewhere since, and of what the browser complained."""

    page: Page
    root: str
    strays: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    _asked: list[Request] = field(default_factory=list)
    _awaited: int = 200

    def __post_init__(self) -> None:
        self.page.on("request", self._sent)
        self.page.on("console", self._said)
        self.page.on("pageerror", self._broke)

    def end(self) -> None:
        """Listen no longer: the window goes on to other pages."""
        self.page.remove_listener("request", self._sent)
        self.page.remove_listener("console", self._said)
        self.page.remove_listener("pageerror", self._broke)

    def go(self, path: str, status: int = 200, typed: str = "") -> None:
        """Open a page, and send its form with `typed` in the big field, where that is not empty."""
        self._awaited = status
        response: Response | None
        if typed:
            self.page.goto(self.root + path.lstrip("/"))
            self.page.locator("main textarea").fill(typed)
            with self.page.expect_navigation() as led:
                self.page.locator("main button[type=submit]").first.click()
            response = led.value
        else:
            response = self.page.goto(self.root + path.lstrip("/"))
        assert response is not None
        assert status == response.status, path

    def sticks_out(self) -> list[str]:
        """Return what is wider than the window, or nothing."""
        found: list[str] = self.page.evaluate(_STICKS_OUT)
        return found

    def bars(self, *rules: str) -> list[str]:
        """Return what bars people who see or move otherwise, as axe-core judges it by some of its rules, or by all."""
        options = {"resultTypes": ["violations"]} | ({"runOnly": list(rules)} if rules else {})
        found: list[dict[str, Any]] = Axe().run(self.page, options=options).response["violations"]
        return [
            f"{rule['impact']} {rule['id']}: {node['html'][:200]} – {node['failureSummary']}"
            for rule in found
            if rule["impact"] in _GRAVE
            for node in rule["nodes"]
        ]

    def weight(self) -> int:
        """Return how many bytes came over the wire for what was asked so far, heads and bodies as they were sent."""
        sizes = [request.sizes() for request in self._asked]  # what is still on its way is waited for
        return sum(each["responseHeadersSize"] + each["responseBodySize"] for each in sizes)

    def content(self) -> dict[str, list[str]]:
        """Return what the main part of the page says: its headings, its lines, and where its links lead."""
        found: dict[str, list[str]] = self.page.evaluate(_CONTENT)
        return found

    def tab(self) -> Reached:
        """Press the Tab key and return where it leads."""
        self.page.keyboard.press("Tab")
        return Reached(**self.page.evaluate(_REACHED))

    def stops(self) -> dict[int, str]:
        """Return the elements that the Tab key is to reach, by their places in the document."""
        return dict(self.page.evaluate(_STOPS))

    def _sent(self, request: Request) -> None:
        self._asked.append(request)
        if not request.url.startswith((self.root, "data:", "blob:")):
            self.strays.append(request.url)

    def _broke(self, error: Error) -> None:
        self.complaints.append(str(error))

    def _said(self, message: ConsoleMessage) -> None:
        """Note a complaint, but for the one about the status of the page, which was awaited."""
        ours = f"the server responded with a status of {self._awaited} " in message.text
        if message.type in {"error", "warning"} and not ours:
            self.complaints.append(message.text)
