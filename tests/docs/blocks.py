"""The fenced blocks of a Markdown page, and the commands in its console blocks.

A block whose info string has a second word (` ```sparql goals.rq `) is a file of that name; with `needs=pandas` it is
passed over where that module is not installed.
A console block holds commands after `$ `, which go on in lines after `> `, and below each what it shows.
In what is shown, `…` stands for any text, and a line of `…` alone for any lines.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

__all__ = ["Block", "Command", "blocks", "commands", "shown_as_pattern"]

_FENCE: Final = re.compile(r"^```(\S*)[ ]*(.*)\n((?:.*\n)*?)```$", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One fenced block: its language, the name of the file it is, the module it needs (either may be ""), and its text.

    `line` is its place in the page.
    """

    language: str
    name: str
    needs: str
    text: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One command with the lines shown below it; `line` is its place in the page."""

    text: str
    shown: str
    line: int


def blocks(page: Path) -> Iterator[Block]:
    """Yield the fenced blocks of a page in order."""
    text = page.read_text(encoding="utf-8")
    for match in _FENCE.finditer(text):
        words = match[2].split()
        needs = next((word.removeprefix("needs=") for word in words if word.startswith("needs=")), "")
        name = next((word for word in words if not word.startswith("needs=")), "")
        line = text.count("\n", 0, match.start()) + 1
        yield Block(language=match[1], name=name, needs=needs, text=match[3], line=line)


def commands(block: Block) -> Iterator[Command]:
    """Yield the commands of a console block; raise ValueError for text before the first one."""
    found: list[tuple[int, list[str], list[str]]] = []
    for number, line in enumerate(block.text.splitlines(), start=block.line + 1):
        if line.startswith("$ "):
            found.append((number, [line[2:]], []))
        elif not found:
            raise ValueError(f"line {number} stands before the first command: {line}")
        elif line.startswith("> ") and not found[-1][2]:
            found[-1][1].append(line[2:])
        else:
            found[-1][2].append(line)
    for number, command, shown in found:
        yield Command(text="\n".join(command), shown="\n".join(shown), line=number)


def shown_as_pattern(shown: str) -> str:
    """Return what a page shows as a regular expression."""
    lines = [
        r"(?:[^\n]*\n)*?" if line.strip() == "…" else ".*?".join(map(re.escape, line.rstrip().split("…"))) + r"\n"
        for line in shown.splitlines()
    ]
    return "".join(lines)
