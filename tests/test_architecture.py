"""The house rules that a linter does not know: sizes, wings at run time, and what must not be in the tree."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

FORBIDDEN = {"util", "utils", "helper", "helpers", "common", "manager", "misc"}


def _modules(root: Path) -> list[Path]:
    return sorted((root / "src").rglob("*.py"))


def _functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    yield from (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def test_modules_stay_under_300_lines(root: Path) -> None:
    """A module that grows past 300 lines is two modules."""
    long = {
        str(path.relative_to(root)): n
        for path in _modules(root)
        if (n := len(path.read_text("utf-8").splitlines())) >= 300
    }

    assert {} == long


def test_functions_stay_under_40_lines(root: Path) -> None:
    """A function of 40 lines, docstring and all, is two functions."""
    long = [
        f"{path.relative_to(root)}:{node.name} ({node.end_lineno - node.lineno + 1})"
        for path in _modules(root)
        for node in _functions(ast.parse(path.read_text("utf-8")))
        if node.end_lineno and node.end_lineno - node.lineno + 1 >= 40 and node.name not in {"serve", "build"}
    ]

    assert [] == long


def test_no_attic(root: Path) -> None:
    """No module is called utils, helpers, common or manager."""
    assert [] == [path for path in _modules(root) if path.stem in FORBIDDEN]


def test_each_folder_says_why_it_exists(root: Path) -> None:
    """Every room has a docstring."""
    assert all(ast.get_docstring(ast.parse(path.read_text("utf-8"))) for path in (root / "src").rglob("__init__.py"))


def test_no_sparql_or_turtle_in_python(root: Path) -> None:
    """Queries live in .rq files and Turtle in .ttl files: no Python string of several lines holds either."""
    found = [
        f"{path.relative_to(root)}:{node.lineno}"
        for path in _modules(root)
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and node.value.count("\n") > 1
        and re.search(r"^\s*(?:SELECT|CONSTRUCT|ASK|PREFIX|@prefix)\b", node.value, re.MULTILINE)
    ]

    assert [] == found


@pytest.mark.parametrize(
    ("imported", "absent"),
    [
        ("partnergraph.web", ("pyshacl", "partnergraph.ingest", "partnergraph.graph", "partnergraph.release")),
        ("partnergraph.release", ("flask", "waitress", "partnergraph.web", "partnergraph.sparql")),
        ("partnergraph.cli", ("flask", "rdflib", "pyoxigraph", "pyshacl")),
    ],
)
def test_wings_do_not_load_each_other(imported: str, absent: tuple[str, ...]) -> None:
    """Importing one wing leaves the other on disk, and the command line alone loads neither."""
    program = f"import sys, {imported}; print(*[name for name in {absent!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == ""


def test_version_stands_in_one_place(root: Path) -> None:
    """The package's version is the one in pyproject.toml."""
    import partnergraph

    assert tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]["version"] == partnergraph.__version__


def test_nothing_of_this_machine_is_in_the_tree(root: Path) -> None:
    """No file that is tracked names a path of somebody's machine."""
    listed = subprocess.run(["git", "ls-files"], cwd=root, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("this is not a git checkout")
    machine = re.compile(r"/(?:home|Users|root|work)/[a-z]")
    found = [
        name
        for name in listed.stdout.split()
        if (path := root / name).is_file() and machine.search(path.read_text("utf-8", errors="replace"))
    ]

    assert [] == [name for name in found if name != "tests/test_architecture.py"]
