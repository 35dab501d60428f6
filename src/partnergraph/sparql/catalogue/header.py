"""The header of a canned query: YAML in the lines that begin with `#+`, read with the line of everything it says."""

import difflib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final, Self

import yaml

from partnergraph.errors import UnreadableInput
from partnergraph.language import Texts

from .form import LANGUAGES

__all__ = ["Entry", "read_header"]

_MARK: Final = "#+"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One node of a header; its methods raise UnreadableInput with file and line when it is not what they return."""

    path: Path
    name: str
    node: yaml.Node

    def refused(self, reason: str, hint: str = "") -> UnreadableInput:
        """Return the error that says what is wrong here."""
        return UnreadableInput(reason, source=str(self.path), line=self.node.start_mark.line + 1, hint=hint)

    def text(self) -> str:
        """Return the one value that stands here."""
        if not isinstance(self.node, yaml.ScalarNode) or not self.node.value:
            raise self.refused(f"{self.name} is not one value")
        return str(self.node.value)

    def one_of(self, allowed: Collection[str]) -> str:
        """Return the value, which is one of a few."""
        if (value := self.text()) not in allowed:
            raise self.refused(f"{self.name} is {value!r}", hint=f"It is one of {', '.join(allowed)}.")
        return value

    def true(self) -> bool:
        """Return a value of true or false."""
        return self.one_of(("true", "false")) == "true"

    def items(self) -> list[Self]:
        """Return the entries of a list, in order."""
        if not isinstance(self.node, yaml.SequenceNode):
            raise self.refused(f"{self.name} is not a list", hint="Write it as [one, two].")
        return [type(self)(path=self.path, name=self.name, node=node) for node in self.node.value]

    def entries(self, known: Collection[str] = ()) -> dict[str, Self]:
        """Return the entries of a mapping by key; with `known`, no other keys may stand there."""
        if not isinstance(self.node, yaml.MappingNode):
            raise self.refused(f"{self.name} is not a list of keys with values")
        found: dict[str, Self] = {}
        for key, value in self.node.value:
            here = type(self)(path=self.path, name=str(key.value), node=key)
            if known and here.name not in known:
                near = difflib.get_close_matches(here.name, known, n=1)
                hint = f"Did you mean {near[0]!r}?" if near else f"It knows {', '.join(known)}."
                raise here.refused(f"{self.name} has {here.name!r}", hint=hint)
            if here.name in found:
                raise here.refused(f"{self.name} has {here.name!r} twice")
            found[here.name] = type(self)(path=self.path, name=here.name, node=value)
        return found

    def words(self, more: Collection[str] = ()) -> Mapping[str, str]:
        """Return the words in every language; keys of `more` may stand beside them."""
        entries = self.entries((*LANGUAGES, *more))
        if missing := [language for language in LANGUAGES if language not in entries]:
            raise self.refused(f"{self.name} has no words in {', '.join(missing)}")
        return MappingProxyType(Texts({language: entries[language].text() for language in LANGUAGES}))


def read_header(path: Path, text: str) -> Entry:
    """Return the header of a query; raise UnreadableInput with file, line and reason where it is not right."""
    lines = text.splitlines()
    body = next((number for number, line in enumerate(lines) if line.strip() and not line.startswith("#")), len(lines))
    for number, line in enumerate(lines[body:], start=body + 1):
        if line.startswith(_MARK):
            raise UnreadableInput("The header stands at the top, before the query", source=str(path), line=number)
    headed = [line.removeprefix(_MARK).removeprefix(" ") if line.startswith(_MARK) else "" for line in lines[:body]]
    try:
        node = yaml.compose("\n".join(headed), Loader=yaml.BaseLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise UnreadableInput(
            f"The header is not YAML: {error.problem}",
            source=str(path),
            line=mark.line + 1 if mark else None,
            hint="A value with a colon and a space, or with a sign of YAML's at its start, stands in double quotes.",
        ) from error
    except yaml.YAMLError as error:
        raise UnreadableInput(f"The header is not YAML: {error}", source=str(path)) from error
    if node is None:
        raise UnreadableInput("The query has no header", source=str(path), line=1, hint="It is made of `#+` lines.")
    return Entry(path=path, name="The header", node=node)
