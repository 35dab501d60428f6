"""Bring the catalogues up to date with the sources and compile them, or with `--check` say what is not up to date.

A new message waits in the `.po` with an empty translation; one that nothing says any more is dropped.
"""

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po

from translation.reading import LOCALE, messages

_LEFT_OUT = re.compile(
    r'"(Project-Id|POT-Creation|PO-Revision|Generated-By|Report-Msgid|Last-Translator|Language-Team)[^\n]*\n'
)
"""Lines of a header that would change where no word did, or say nothing."""


def main(arguments: list[str]) -> int:
    """Write the catalogues, or check them; return the status of the program."""
    complaints: list[str] = []
    for path in sorted(LOCALE.glob("*/LC_MESSAGES/*.po")):
        language = path.parent.parent.name
        catalogue = read_po(io.StringIO(path.read_text(encoding="utf-8")), locale=language)
        if "--check" in arguments:
            complaints += _complaints(path, catalogue, messages())
        else:
            catalogue.update(messages(), no_fuzzy_matching=True)
            _write(path, catalogue)
    for complaint in complaints:
        print(complaint, file=sys.stderr)  # noqa: T201 - this is a program
    return 1 if complaints else 0


def _write(path: Path, catalogue: Catalog) -> None:
    written = io.BytesIO()
    write_po(written, catalogue, width=120, sort_output=True, ignore_obsolete=True, include_lineno=False)
    path.write_text(_LEFT_OUT.sub("", written.getvalue().decode("utf-8")), encoding="utf-8")
    with path.with_suffix(".mo").open("wb") as compiled:
        write_mo(compiled, catalogue)


def _complaints(path: Path, catalogue: Catalog, wanted: Catalog) -> Iterator[str]:
    """Yield what is not up to date in a catalogue and in what was compiled from it."""
    there, needed = _ids(catalogue), _ids(wanted)
    yield from (f"{path}: lacks {message!r}; run make texts" for message in sorted(needed - there))
    yield from (f"{path}: nothing says {message!r} any more; run make texts" for message in sorted(there - needed))
    with path.with_suffix(".mo").open("rb") as compiled:
        known = _strings(read_mo(compiled))
    if known != _strings(catalogue):
        yield f"{path.with_suffix('.mo')}: is not what its .po says; run make texts"
    for each in catalogue:
        if each.fuzzy and each.id:
            yield f"{path}: the translation of {each.id!r} is marked as uncertain"
        yield from (f"{path}: {each.id!r}: {error}" for error in each.check(catalogue))


def _ids(catalogue: Catalog) -> set[str]:
    return {_id(each) for each in catalogue if each.id}


def _id(message: Message) -> str:
    return message.id if isinstance(message.id, str) else " | ".join(message.id)


def _strings(catalogue: Catalog) -> dict[str, list[str]]:
    """Return what is translated, each with its forms."""
    return {_id(each): [*each.string] for each in catalogue if each.id and each.string and all(each.string)}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
