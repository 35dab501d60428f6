"""Fixtures that carry the suite: one for each room's output, made once a run and only read."""

from pathlib import Path

import pytest

from tests.sharing import build, once

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the root of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of shared test material, or skip and say so when this machine lacks it."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the shared test material (../shared) is not on this machine")
    return folder


@pytest.fixture(scope="session")
def shipped_releases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of releases with one of the data that ships; nobody may write into it."""
    return once(tmp_path_factory, "shipped", build)


@pytest.fixture(scope="session")
def shipped_release(shipped_releases: Path) -> Path:
    """Return the directory of the release of the data that ships."""
    return (shipped_releases / "current").resolve()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Show the figures that tests have noted beside their promises."""
    noted = [
        f"{name}: {figure}"
        for report in terminalreporter.getreports("passed") + terminalreporter.getreports("failed")
        for name, figure in report.user_properties
        if report.when == "call"
    ]
    if noted:
        terminalreporter.write_sep("-", "figures")
        for line in sorted(noted):
            terminalreporter.write_line(line)
