"""One builder at a time."""

import os
import signal
from pathlib import Path

import pytest

from partnergraph import release
from partnergraph.errors import BuildRunning
from tests.release import synthetic
from tests.release.conftest import Driver
from tests.release.reader import ask_current


def test_second_build_says_who_is_first(tmp_path: Path, driver: Driver) -> None:
    """A build that has waited long enough names the process that is building, and what to do."""
    go = tmp_path / "go"
    pid = driver.start(tmp_path, hold_at="describing", go=str(go), note="first")
    while not (tmp_path / "lock").exists() or not (tmp_path / "lock").read_text(encoding="ascii"):
        os.sched_yield()

    with pytest.raises(BuildRunning, match=rf"process {pid}\b") as refused:
        release.build(synthetic.assembled(), synthetic.shapes(), tmp_path, minter=synthetic.MINT, patience=0.1)
    go.touch()
    first = driver.end()

    assert pid == refused.value.pid
    assert "Wait" in refused.value.hint
    assert first["version"] == ask_current(tmp_path)


def test_second_build_waits(tmp_path: Path, driver: Driver) -> None:
    """A build that finds another one running waits for it and then publishes its own."""
    go = tmp_path / "go"
    steps: list[str] = []

    def progress(step: str, _: float) -> None:
        steps.append(step)
        go.touch()

    driver.start(tmp_path, hold_at="describing", go=str(go), note="first")
    while not (tmp_path / "lock").exists() or not (tmp_path / "lock").read_text(encoding="ascii"):
        os.sched_yield()
    second = release.build(
        synthetic.assembled(), synthetic.shapes(), tmp_path, minter=synthetic.MINT, progress=progress, patience=30
    )
    first = driver.end()

    assert steps[:2] == ["waiting", "describing"]
    assert second.version == ask_current(tmp_path) != first["version"]
    assert {first["version"], second.version} == {path.name for path in (tmp_path / "releases").iterdir()}


def test_lock_of_dead_process_does_not_block(tmp_path: Path, driver: Driver) -> None:
    """The lock file of a killed builder still names it, and the next build does not care."""
    killed = driver.run(tmp_path, kill_at="validating")

    assert killed["exit"] == -signal.SIGKILL
    assert (tmp_path / "lock").read_text(encoding="ascii").strip().isdigit()

    built = release.build(synthetic.assembled(), synthetic.shapes(), tmp_path, minter=synthetic.MINT, patience=0)

    assert built.version == ask_current(tmp_path)
    assert (tmp_path / "lock").read_text(encoding="ascii") == ""
