"""Fixtures of the browser: Debian's Chromium, and a server over the data that ships."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from partnergraph.settings import Settings
from partnergraph.web import create_app
from tests.web.conftest import Server, serving_app

from .kinds import Kind
from .visits import Visit

Scheme = Literal["light", "dark"]
Visiting = Callable[..., AbstractContextManager[Visit]]

FLAGS: Final = (
    "--no-sandbox",  # which root may not have
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_HEIGHT: Final = 900


def chromium() -> str | None:
    """Return where Debian's Chromium is, or None."""
    return shutil.which("chromium")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Run a browser without a window; skip and say so where none is installed."""
    program = chromium()
    if program is None:
        pytest.skip("Chromium is not installed (apt-get install chromium)")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def site(shipped_release: Path) -> Iterator[Server]:
    """Return a server of the data that ships."""
    yield from serving_app(create_app(Settings(workers=2, deadline=20), shipped_release))


@dataclass(slots=True, kw_only=True)
class Windows:
    """The windows of one browser: new ones, and one with scripts and one without that are used again and again."""

    browser: Browser
    _open: dict[bool, Page] = field(default_factory=dict)

    def new(self, scheme: Scheme, width: int, *, scripts: bool) -> BrowserContext:
        """Return a window that has seen no page yet."""
        return self.browser.new_context(
            color_scheme=scheme,
            viewport={"width": width, "height": _HEIGHT},
            java_script_enabled=scripts,
            reduced_motion="reduce",
            locale="en-GB",
            extra_http_headers={"X-Request-ID": "number-9876"},  # pages name it, and are compared
        )

    def used(self, scheme: Scheme, width: int, *, scripts: bool) -> Page:
        """Return a page that may have shown others before, which costs a third of a new one."""
        if scripts not in self._open:
            self._open[scripts] = self.new(scheme, width, scripts=scripts).new_page()
        page = self._open[scripts]
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": _HEIGHT})
        return page


@pytest.fixture(scope="session")
def windows(browser: Browser) -> Windows:
    """Return the windows of this browser, which end with it."""
    return Windows(browser=browser)


@pytest.fixture
def visiting(site: Server, windows: Windows, shipped_release: Path) -> Visiting:
    """Return a function that opens a page of a kind, as a context to stay in; `first` forgets all files before."""

    @contextmanager
    def visit(
        kind: Kind, scheme: Scheme = "light", width: int = 1280, *, scripts: bool = True, first: bool = False
    ) -> Iterator[Visit]:
        page = windows.used(scheme, width, scripts=scripts)
        wire = page.context.new_cdp_session(page)
        _ = wire.send("Storage.clearDataForOrigin", {"origin": site.url, "storageTypes": "local_storage"})
        if first:
            page.goto("about:blank")  # what the page before still asks for is none of this one's
            _ = wire.send("Network.clearBrowserCache")
        wire.detach()
        visit = Visit(page=page, root=site.url)
        try:
            visit.go(kind.path.format(version=shipped_release.name), kind.status, kind.typed)
            yield visit
        finally:
            visit.end()

    return visit
