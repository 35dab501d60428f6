"""The canned queries: `.rq` files that run unchanged in any SPARQL editor, described by a header of `#+` lines.

```
#+ title:
#+   en: Partnerships of a municipality
#+   sv: En kommuns partnerskap
```
The header is a small part of YAML: a key with a value, or a key with indented keys that have values.
A parameter is a line `VALUES ?name { default }` of the query itself.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from partnergraph.errors import QueryRefused, QuerySyntax, UnreadableInput

from .scan import Form, scan

__all__ = ["LANGUAGES", "CannedQuery", "read_catalogue", "read_query"]

LANGUAGES: Final = ("en", "sv")
"""The languages in which every canned query is described."""

_MARK: Final = "#+"
_NAME: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LINE: Final = re.compile(r"( *)([a-z][a-z-]*):(?: +(.*\S))? *")
_KEYS: Final = ("title", "description")


@dataclass(frozen=True, slots=True, kw_only=True)
class CannedQuery:
    """One canned query: `title` and `description` by language, and the whole `text` of its file."""

    name: str
    title: Mapping[str, str]
    description: Mapping[str, str]
    text: str
    form: Form


def read_catalogue(folder: Path) -> Mapping[str, CannedQuery]:
    """Read all `.rq` files of a folder; return them by name in order of their names.

    Raises UnreadableInput naming file, line and reason for the first that is not right.
    """
    found = (read_query(path) for path in sorted(folder.glob("*.rq")))
    return MappingProxyType({query.name: query for query in found})


def read_query(path: Path) -> CannedQuery:
    """Read one canned query; raise UnreadableInput with file, line and reason when it is not right."""
    if not _NAME.fullmatch(path.stem):
        raise UnreadableInput("The name is not lower-case words with hyphens", source=str(path))
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise UnreadableInput(f"The file is not UTF-8 at byte {error.start}", source=str(path)) from error
    header = _header(path, text)
    try:
        form = scan(text).form
    except (QueryRefused, QuerySyntax) as error:
        raise UnreadableInput(error.message, source=str(path), hint=error.hint) from error
    if form is None:
        raise UnreadableInput("The file holds no query", source=str(path))
    return CannedQuery(name=path.stem, title=header["title"], description=header["description"], text=text, form=form)


def _header(path: Path, text: str) -> dict[str, Mapping[str, str]]:
    """Return the header: each key of ours with its words in each language."""
    header: dict[str, dict[str, str]] = {}
    key = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.startswith(_MARK):
            continue
        indent, name, value = _pair(path, number, line)
        if not indent:
            key = name
            if key not in _KEYS or value is not None:
                reason = f"The header has {key!r} here; it knows {' and '.join(_KEYS)}, each with languages below"
                raise UnreadableInput(reason, source=str(path), line=number)
            header[key] = {}
        elif not key or value is None or name not in LANGUAGES:
            reason = f"A language below title or description is one of {', '.join(LANGUAGES)}, with a value"
            raise UnreadableInput(reason, source=str(path), line=number)
        else:
            header[key][name] = value
    for name in _KEYS:
        if missing := [language for language in LANGUAGES if language not in header.get(name, {})]:
            raise UnreadableInput(f"The header has no {name} in {', '.join(missing)}", source=str(path))
    return {name: MappingProxyType(words) for name, words in header.items()}


def _pair(path: Path, number: int, line: str) -> tuple[bool, str, str | None]:
    match = _LINE.fullmatch(line.removeprefix(_MARK).removeprefix(" "))
    value = match and match[3]
    if value and len(value) > 1 and value[0] == value[-1] == '"':
        value = value[1:-1]
    elif value and (": " in value or " #" in value or value[0] in "\"'[]{}>|*&!%#`@-?"):
        raise UnreadableInput("A value like this must stand in double quotes", source=str(path), line=number)
    if match is None:
        raise UnreadableInput("The header line is not `key: value`", source=str(path), line=number)
    return bool(match[1]), match[2], value
