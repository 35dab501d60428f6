"""Build the wheel, install it where the checkout is out of reach, and try it as a stranger would.

Run by `make wheel`; it catches what an editable install hides: folders that were not packed, files named from the
checkout's root, dependencies that are not declared.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
EXPECTED = (
    "partnergraph/_resources/ontology/partnergraph.ttl",
    "partnergraph/_resources/ontology/context.jsonld",
    "partnergraph/_resources/ontology/frames/partnership.jsonld",
    "partnergraph/_resources/shapes/partnership.ttl",
    "partnergraph/_resources/data/bodies.csv",
    "partnergraph/_resources/data/sources/vasteras-stad-sv.txt",
    "partnergraph/queries/goals-by-count.rq",
    "partnergraph/queries/choices/goals.rq",
    "partnergraph/web/static/dist/assets.json",
    "partnergraph/web/locale/sv/LC_MESSAGES/partnergraph.mo",
    "partnergraph/web/locale/uk/LC_MESSAGES/partnergraph.mo",
    "partnergraph/py.typed",
)
LARGEST = 1_500_000
"""Bytes: the editor, the map and its basemap are in it."""


def run(*command: str | Path, cwd: Path, environment: dict[str, str] | None = None) -> str:
    """Run a command and return what it prints; show everything it said when it fails."""
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"{' '.join(str(part) for part in command)} left with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


def build(folder: Path) -> Path:
    """Build the wheel and check what is in it."""
    run(sys.executable, "-m", "build", "--wheel", "--outdir", folder, cwd=ROOT)
    wheel = next(folder.glob("*.whl"))
    names = set(zipfile.ZipFile(wheel).namelist())
    missing = [name for name in EXPECTED if name not in names]
    if missing or wheel.stat().st_size > LARGEST:
        sys.exit(f"{wheel.name} ({wheel.stat().st_size} bytes) lacks {missing}")
    return wheel


def serve(command: Path, folder: Path, environment: dict[str, str]) -> None:
    """Start the installed server, ask it one query, and stop it."""
    process = subprocess.Popen(
        [str(command), "serve", "--port", "0"], cwd=folder, env=environment, stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        address = next(word for line in process.stdout for word in line.split() if word.startswith("http://"))
        asked = urllib.request.Request(
            f"{address.rstrip('/')}/sparql?query=ASK%7B%7D", headers={"Accept": "application/json"}
        )
        started = time.monotonic()
        with urllib.request.urlopen(asked, timeout=10) as answer:
            assert json.load(answer)["boolean"] is True
        page = urllib.request.Request(f"{address.rstrip('/')}/?lang=sv", headers={"Accept": "text/html"})
        with urllib.request.urlopen(page, timeout=10) as answer:
            assert b'<html lang="sv">' in answer.read()
        sys.stdout.write(f"answered in {time.monotonic() - started:.3f} s\n")
    finally:
        process.terminate()
        process.wait(timeout=20)


def main() -> None:
    """Build, install, try."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        wheel = build(folder)
        run(sys.executable, "-m", "venv", folder / "venv", cwd=folder)
        python = folder / "venv" / "bin" / "python"
        run(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", wheel, cwd=folder)
        command = folder / "venv" / "bin" / "partnergraph"
        environment = {k: v for k, v in os.environ.items() if not k.startswith(("PARTNERGRAPH_", "PYTHON"))}
        environment["XDG_DATA_HOME"] = str(folder / "share")
        run(command, "--help", cwd=folder, environment=environment)
        said = json.loads(run(command, "build", "--json", cwd=folder, environment=environment))
        assert said["folder"].startswith(str(folder / "share" / "partnergraph")), said["folder"]
        assert said["counts"]["partnerships"] > 0
        run(command, "query", "goals-by-count", "--format", "csv", cwd=folder, environment=environment)
        serve(command, folder, environment)
        sys.stdout.write(f"{wheel.name}: {wheel.stat().st_size} bytes, works where src/ is out of reach\n")


if __name__ == "__main__":
    main()
