"""A shell as a reader of the documentation has one: it keeps its folder and its variables from command to command."""

import contextlib
import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Final, Self

from .blocks import Command, blocks, commands, shown_as_pattern

__all__ = ["Session"]

_ADDRESS: Final = "http://127.0.0.1:8000"
_STORE: Final = "127.0.0.1:7878"
_SERVES: Final = re.compile(r"(?:^|\s)(?:make|partnergraph|oxigraph) serve\b")
_SECONDS: Final = 120


def _free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass(slots=True, kw_only=True)
class Session:
    """Runs commands below `folder`, the first in `start`; servers go on in the background until the session ends."""

    folder: Path
    variables: Mapping[str, str]
    start: str = "."
    port: int = field(default_factory=_free_port)
    store_port: int = field(default_factory=_free_port)
    servers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def __enter__(self) -> Self:
        (self.folder / ".cwd").write_text(str(self.folder / self.start), encoding="utf-8")
        set_ = {"PATH": f"{sys.prefix}/bin:{os.environ['PATH']}", "HOME": str(self.folder), "LANG": "C.UTF-8"}
        set_ |= {"PARTNERGRAPH_PORT": str(self.port), "PYTHONDONTWRITEBYTECODE": "1", **self.variables}
        exports = "".join(f"export {name}={shlex.quote(value)}\n" for name, value in set_.items())
        (self.folder / ".variables").write_text(exports, encoding="utf-8")
        return self

    def __exit__(self, *_: object) -> None:
        for server in self.servers:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(server.pid, signal.SIGTERM)
        for server in self.servers:
            server.wait(_SECONDS)

    @property
    def cwd(self) -> Path:
        """The folder in which the next command runs."""
        return Path((self.folder / ".cwd").read_text(encoding="utf-8").strip())

    def follow(self, page: Path) -> int:
        """Do what a page says, block by block, and return the number of commands run."""
        count = 0
        for block in blocks(page):
            if block.needs and find_spec(block.needs) is None:
                continue
            if block.name:
                path = self.cwd / block.name
                path.parent.mkdir(parents=True, exist_ok=True)
                _ = path.write_text(self._here(block.text), encoding="utf-8")
            elif block.language == "console":
                for command in commands(block):
                    self.run(command)
                    _lend_environment(self.folder)
                    count += 1
        return count

    def run(self, command: Command) -> None:
        """Run a command and hold what it says against what the page shows; it must succeed."""
        pattern = shown_as_pattern(self._here(command.shown))
        if _SERVES.search(command.text):
            said = self._start(command, pattern)
            assert re.match(pattern, said), _difference(command, said)
            return
        script = f"{self._entry()}\n{self._here(command.text)}\n{self._exit()}"
        done = subprocess.run(
            ["bash", "-c", script],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=_SECONDS,
            check=False,
            env={},
        )
        said = _lines(done.stdout)
        assert done.returncode == 0, _difference(command, said)
        assert not command.shown or re.fullmatch(pattern, said), _difference(command, said)

    def _start(self, command: Command, pattern: str) -> str:
        """Start a server and wait until it has said what the page shows."""
        log = self.folder / f".server-{len(self.servers)}"
        with log.open("wb") as output:
            server = subprocess.Popen(
                ["bash", "-c", f"{self._entry()}\nexec {self._here(command.text)}"],
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                env={},
            )
        self.servers.append(server)
        until = time.monotonic() + _SECONDS
        while not re.match(pattern, said := _lines(log.read_bytes())) and time.monotonic() < until:
            if server.poll() is not None:
                return _lines(log.read_bytes())
            time.sleep(0.05)
        return said

    def _here(self, text: str) -> str:
        """Return a text of the page with the ports of this session."""
        return text.replace(_ADDRESS, f"http://127.0.0.1:{self.port}").replace(_STORE, f"127.0.0.1:{self.store_port}")

    def _entry(self) -> str:
        """Return the lines that bring back variables and folder."""
        return f'. {self.folder}/.variables\ncd "$(cat {self.folder}/.cwd)"\nset -o pipefail'

    def _exit(self) -> str:
        """Return the lines that keep variables and folder for the next command."""
        state = f"export -p > {self.folder}/.variables; pwd > {self.folder}/.cwd"
        return f'code=$?; {state}; exit "$code"'


def _lend_environment(folder: Path) -> None:
    """Give a fresh clone the environment of these tests, where `make` would install one from the network."""
    for project in folder.glob("*/pyproject.toml"):
        environment = project.parent / ".venv"
        if not environment.exists():
            environment.mkdir()
            (environment / "bin").symlink_to(Path(sys.prefix, "bin"))
            (environment / ".installed").touch()


def _lines(output: bytes) -> str:
    """Return what was said without trailing spaces and empty last lines."""
    text = output.decode("utf-8", "replace").rstrip()
    return "".join(f"{line.rstrip()}\n" for line in text.splitlines())


def _difference(command: Command, said: str) -> str:
    """Return what the page shows beside what was said."""
    return f"line {command.line}: $ {command.text}\nshown:\n{command.shown}\n\nsaid:\n{said}"
