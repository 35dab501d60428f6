"""Pictures of the main pages for the documentation: `python -m tests.browser.screenshots docs/screenshots`."""

import sys
import tempfile
from pathlib import Path
from typing import Final, Literal

from playwright.sync_api import Browser, ViewportSize, sync_playwright

from partnergraph.settings import Settings
from partnergraph.web import create_app
from tests.sharing import build
from tests.web.conftest import serving_app

from .conftest import FLAGS, chromium
from .kinds import KINDS

_MAIN: Final = (
    "home",
    "partnerships",
    "partnership",
    "goals",
    "map",
    "network of partners",
    "charts",
    "quality",
    "query form",
    "chart of a result",
)
_LOOKS: Final[dict[str, tuple[Literal["light", "dark"], ViewportSize]]] = {
    "light": ("light", {"width": 1280, "height": 800}),
    "dark": ("dark", {"width": 1280, "height": 800}),
    "phone": ("light", {"width": 390, "height": 844}),
}
_MOST_BYTES: Final = 250_000


def main(folder: Path) -> int:
    """Write a picture of each main page in each look; return how many are too heavy for a page of documentation."""
    program = chromium()
    if program is None:
        sys.exit("Chromium is not installed (apt-get install chromium)")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as made, sync_playwright() as driver:
        build(Path(made))
        release = (Path(made) / "current").resolve()
        browser = driver.chromium.launch(executable_path=program, args=FLAGS)
        for server in serving_app(create_app(Settings(workers=2, deadline=20), release)):
            for look in _LOOKS:
                _look(browser, server.url, look, folder)
        browser.close()
    heavy = [each for each in sorted(folder.glob("*.png")) if each.stat().st_size > _MOST_BYTES]
    for each in heavy:
        _ = sys.stderr.write(f"{each} takes {each.stat().st_size} bytes, more than {_MOST_BYTES}\n")
    return len(heavy)


def _look(browser: Browser, root: str, look: str, folder: Path) -> None:
    scheme, size = _LOOKS[look]
    context = browser.new_context(color_scheme=scheme, viewport=size, reduced_motion="reduce", locale="en-GB")
    page = context.new_page()
    for name in _MAIN:
        _ = page.goto(root + KINDS[name].path.lstrip("/"), wait_until="networkidle")
        _ = page.screenshot(path=folder / f"{name.replace(' ', '-')}-{look}.png")
    context.close()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
