"""A builder that is killed at any moment leaves the current release alone, and the next build cleans up."""

import shutil
import signal
from pathlib import Path

import pytest

from partnergraph import release
from tests.release import synthetic
from tests.release.conftest import Driver
from tests.release.reader import ask_current, leftovers

MOMENTS = 20
SIZE = 400
"""Partnerships in a build that is killed: enough for it to last a while."""

STEPS_BEFORE = [step for step in release.STEPS if step not in {"waiting", "done"}]


@pytest.fixture
def releases(tmp_path: Path) -> Path:
    """Return a folder whose current release is a small one."""
    release.build(synthetic.assembled(), synthetic.shapes(), tmp_path, minter=synthetic.MINT)
    return tmp_path


def test_kill_at_twenty_moments(releases: Path, tmp_path_factory: pytest.TempPathFactory, driver: Driver) -> None:
    """Whenever a build is killed, a whole release is current: the old one, or the new one once it was all there."""
    before = ask_current(releases)
    whole = driver.run(tmp_path_factory.mktemp("whole"), partnerships=SIZE)

    ends = []
    for moment in range(1, MOMENTS + 1):
        ended = driver.run(releases, partnerships=SIZE, kill_after=whole["seconds"] * moment / MOMENTS)

        ends.append(ended["exit"])
        assert ask_current(releases) in {before, whole["version"]}
        release.point_to(releases, before)
        shutil.rmtree(releases / "releases" / whole["version"], ignore_errors=True)

    last = driver.run(releases, partnerships=SIZE)

    assert set(ends) <= {-signal.SIGKILL, 0}
    assert ends.count(-signal.SIGKILL) >= MOMENTS // 2
    assert whole["version"] == last["version"] == ask_current(releases)
    assert leftovers(releases) == []


@pytest.mark.parametrize("step", STEPS_BEFORE)
def test_kill_at_step(releases: Path, driver: Driver, step: str) -> None:
    """A build killed as a step begins leaves the previous release current, and its leftovers go with the next."""
    before = ask_current(releases)

    killed = driver.run(releases, note="new", kill_at=step)
    left = leftovers(releases)

    assert killed["exit"] == -signal.SIGKILL
    assert before == ask_current(releases)

    after = driver.run(releases, note="new")

    assert left == after["cleaned"]
    assert (step in {"loading", "writing", "dumping", "verifying", "answering", "publishing"}) == bool(left)
    assert (step == "switching") == after["existed"]
    assert after["version"] == ask_current(releases) != before
    assert leftovers(releases) == []
