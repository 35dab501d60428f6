"""A process that builds on command, in children that can be killed.

Reads one JSON object a line, forks a child for it (so that imports and graphs are paid for once), and answers with
JSON lines: first the child's `pid`, then what the child has to say, and last its `exit` status (negative: a signal).
"""

import dataclasses
import functools
import json
import os
import resource
import signal
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from partnergraph import release
from partnergraph.errors import BuildRunning, PartnerGraphError
from partnergraph.graph.assembly import Assembled
from tests.release import reader, synthetic


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """What to do below the folder `releases`.

    `kill_after` seconds or `kill_at` a named step, the child is killed; at `hold_at` it waits for the file `go`.
    `file_limit` bounds every file in bytes; `user` is the user id to become; `ask` reads instead of building.
    """

    releases: str
    partnerships: int = 3
    note: str = ""
    ask: bool = False
    kill_after: float | None = None
    kill_at: str = ""
    hold_at: str = ""
    go: str = ""
    file_limit: int = 0
    user: int = 0


@functools.cache
def assembled(partnerships: int, note: str) -> Assembled:
    """Return the graphs to build, made once."""
    return synthetic.assembled(partnerships, note=note)


def say(**members: Any) -> None:
    """Write one line to the commander."""
    os.write(1, json.dumps(members).encode() + b"\n")


def obey(command: Command) -> None:
    """Do what the command says, in the child."""

    def progress(step: str, _: float) -> None:
        if step == command.kill_at:
            os.kill(os.getpid(), signal.SIGKILL)
        while step == command.hold_at and not Path(command.go).exists():
            time.sleep(0.01)

    if command.ask:
        say(current=reader.ask_current(Path(command.releases)))
        return
    graphs = assembled(command.partnerships, command.note)
    if command.file_limit:
        resource.setrlimit(resource.RLIMIT_FSIZE, (command.file_limit, command.file_limit))
    if command.user:
        os.setuid(command.user)
    try:
        built = release.build(
            graphs, synthetic.shapes(), Path(command.releases), minter=synthetic.MINT, progress=progress, patience=30
        )
        say(version=built.version, existed=built.existed, cleaned=built.cleaned, seconds=built.seconds)
    except PartnerGraphError as error:
        pid = error.pid if isinstance(error, BuildRunning) else None
        say(error=type(error).__name__, message=error.message, hint=error.hint, pid=pid)


def run(command: Command) -> int:
    """Run one child to its end and return how it ended."""
    assembled(command.partnerships, command.note)
    child = os.fork()
    if child == 0:
        try:
            obey(command)
        finally:
            os._exit(0 if sys.exc_info()[0] is None else 1)
    say(pid=child)
    if command.kill_after is not None:
        time.sleep(command.kill_after)
        os.kill(child, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def main() -> None:
    """Obey until there is nothing more to read."""
    known = {field.name for field in dataclasses.fields(Command)}
    for line in sys.stdin:
        members = json.loads(line)
        assert members.keys() <= known
        say(exit=run(Command(**members)))


if __name__ == "__main__":
    main()
