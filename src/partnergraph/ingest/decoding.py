"""From bytes to numbered lines: encodings are recognised and reported, never guessed in silence.

Read are UTF-8 (with or without a byte order mark), UTF-16, and single bytes of Windows-1252 where UTF-8 breaks.
Lines end at LF, CRLF or CR and nowhere else; letters are composed (NFC), and UTF-8 that was read as Windows-1252 and
written out again is put right.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from .findings import Code, Finding

__all__ = ["Decoded", "decode"]

_UTF8: Final = re.compile(
    rb"(?:[\x00-\x7f]|[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}"
    rb"|\xed[\x80-\x9f][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2})+"
)
"""A run of well-formed UTF-8 (Unicode 15, table 3-7)."""

_CUT_SEQUENCE: Final = re.compile(
    rb"(?:[\xc2-\xf4]|\xe0[\xa0-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]|\xed[\x80-\x9f]"
    rb"|\xf0[\x90-\xbf][\x80-\xbf]?|[\xf1-\xf3][\x80-\xbf]{1,2}|\xf4[\x80-\x8f][\x80-\xbf]?)\Z"
)
"""A letter of several bytes that the end of the file cuts off."""

_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""What no text holds and XML cannot carry (XML 1.0 section 2.2)."""

_MOJIBAKE: Final = re.compile(r"Ã[^\x00-\x7fÀ-ɏ]|â€|Â\xa0")
_LINE_END: Final = re.compile(r"\r\n?|\n")
_WITHOUT_MARK: Final = 64
"""How many bytes show whether a file without a byte order mark is UTF-16: every other one is zero."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """The lines of a file without their ends, the name of its encoding, and what was odd about it."""

    lines: tuple[str, ...]
    encoding: str
    findings: tuple[Finding, ...]
    cut_inside_letter: bool = False


def decode(content: bytes) -> Decoded:
    """Decode a whole file; any bytes give lines, and whatever is not plain UTF-8 is a finding."""
    if codec := _utf_16(content):
        whole = content[: len(content) // 2 * 2]
        text = whole.decode(codec, errors="replace").removeprefix("\ufeff")
        return _decoded(text, "utf-16", [Finding(line=1, code="utf-16")], cut=whole != content)
    findings: list[Finding] = []
    if content.startswith(b"\xef\xbb\xbf"):
        findings.append(Finding(line=1, code="byte-order-mark"))
        content = content[3:]
    whole = _without_cut_sequence(content)
    text, strays = _mixed(whole)
    multibyte = not strays or len(strays) < sum(not letter.isascii() for letter in text)
    findings += [Finding(line=line, code="latin-1") for line in _on_lines(text, strays if multibyte else strays[:1])]
    encoding = "utf-8" if multibyte else "windows-1252"
    return _decoded(text, encoding, findings, cut=whole != content)


def _decoded(text: str, encoding: str, findings: list[Finding], *, cut: bool) -> Decoded:
    lines, odd = _lines(text)
    last = [Finding(line=max(len(lines), 1), code="cut-character")] if cut else []
    return Decoded(lines=lines, encoding=encoding, findings=(*findings, *odd, *last), cut_inside_letter=cut)


def _utf_16(content: bytes) -> str | None:
    """Name the UTF-16 codec for a file with its byte order mark, or with zero bytes where Latin letters have them."""
    marks = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
    if content[:2] in marks:
        return marks[content[:2]]
    head = content[:_WITHOUT_MARK]
    even, odd = head[::2], head[1::2]
    if len(even) > 1 and not any(odd) and all(even):
        return "utf-16-le"
    return "utf-16-be" if len(odd) > 1 and not any(even) and all(odd) else None


def _without_cut_sequence(content: bytes) -> bytes:
    """Take off the first bytes of a letter that the end of a file cuts, if the file is UTF-8 otherwise."""
    cut = _CUT_SEQUENCE.search(content[-3:])
    if not cut:
        return content
    whole = content[: len(content) - len(cut.group())]
    return whole if sum(run.end() - run.start() for run in _UTF8.finditer(whole)) == len(whole) else content


def _mixed(content: bytes) -> tuple[str, list[int]]:
    """Decode runs of UTF-8 as such and every other byte as Windows-1252; also give the places of the latter."""
    parts: list[str] = []
    strays: list[int] = []
    place = length = 0
    for start, end in [*(run.span() for run in _UTF8.finditer(content)), (len(content), len(content))]:
        strays += range(length, length + start - place)
        parts += [_single(byte) for byte in content[place:start]]
        parts.append(content[start:end].decode("utf-8"))
        length += start - place + len(parts[-1])
        place = end
    return "".join(parts), strays


def _single(byte: int) -> str:
    return bytes([byte]).decode("cp1252", errors="ignore") or chr(byte)


def _on_lines(text: str, places: Iterable[int]) -> list[int]:
    """Return the numbers of the lines on which these places lie; the places are in order."""
    lines: dict[int, None] = {}
    line, after = 1, 0
    for place in places:
        line += len(_LINE_END.findall(text, after, place))
        after = place
        lines[line] = None
    return list(lines)


def _lines(text: str) -> tuple[tuple[str, ...], list[Finding]]:
    """Part text into lines, compose its letters and mend it; each oddity is reported where it is first seen."""
    findings: list[Finding] = []
    if returned := text.find("\r") + 1:
        findings.append(Finding(line=1 + text.count("\n", 0, returned), code="carriage-returns"))
    written = _LINE_END.split(text)
    if written[-1] == "":
        written.pop()
    readable = [_CONTROL.sub("", line) for line in written]
    findings += _changes("control-characters", written, readable)
    written = readable
    composed = [unicodedata.normalize("NFC", line) for line in written]
    findings += _first_change("decomposed-letters", written, composed)
    mended = [_mended(line) for line in composed]
    findings += _first_change("mojibake", composed, mended)
    return tuple(mended), findings


def _changes(code: Code, before: list[str], after: list[str]) -> list[Finding]:
    changed = (number for number, pair in enumerate(zip(before, after, strict=True), start=1) if pair[0] != pair[1])
    return [Finding(line=number, code=code) for number in changed]


def _first_change(code: Code, before: list[str], after: list[str]) -> list[Finding]:
    return _changes(code, before, after)[:1]


def _mended(line: str) -> str:
    """Undo the reading of UTF-8 as Windows-1252, where the whole line agrees that this is what happened."""
    if not _MOJIBAKE.search(line):
        return line
    try:
        return b"".join(_bytes(letter) for letter in line).decode("utf-8")
    except UnicodeError:
        return line


def _bytes(letter: str) -> bytes:
    return letter.encode("latin-1" if ord(letter) < 0xA0 else "cp1252")  # noqa: PLR2004 - the two agree from here on
