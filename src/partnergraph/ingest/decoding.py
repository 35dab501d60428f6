"""From bytes to numbered lines: encodings are recognised and reported, never guessed in silence.

Read are UTF-8 (with or without a byte order mark), UTF-16 with one, and single bytes of Windows-1252 where UTF-8 breaks.
Lines end at LF, CRLF or CR and nowhere else; letters are composed (NFC).
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from .findings import Finding

__all__ = ["Decoded", "decode"]

_UTF8: Final = re.compile(
    rb"[\x00-\x7f]+|[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}"
    rb"|\xed[\x80-\x9f][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2}"
)
"""One run of well-formed UTF-8 (Unicode 15, table 3-7)."""

_CUT_SEQUENCE: Final = re.compile(rb"(?:[\xc2-\xf4]|[\xe0-\xf4][\x80-\xbf]|[\xf0-\xf4][\x80-\xbf]{2})\Z")
_MOJIBAKE: Final = re.compile(r"Ã[\x80-\xbf„…†–¤¥¶©¼]|â€")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """The lines of a file without their ends, the name of its encoding, and what was odd about it."""

    lines: tuple[str, ...]
    encoding: str
    findings: tuple[Finding, ...]
    cut_inside_letter: bool = False


def decode(content: bytes) -> Decoded:
    """Decode a whole file; any bytes give lines, and whatever is not plain UTF-8 is a finding."""
    findings: list[Finding] = []
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        findings.append(Finding(line=1, code="utf-16"))
        lines = _split(content.decode("utf-16", errors="replace"), findings)
        return Decoded(lines=_composed(lines, findings), encoding="utf-16", findings=tuple(findings))
    if content.startswith(b"\xef\xbb\xbf"):
        findings.append(Finding(line=1, code="byte-order-mark"))
        content = content[3:]
    cut = _CUT_SEQUENCE.search(content[-3:])
    whole = content[: len(content) - len(cut.group())] if cut and _is_utf8(content[: -len(cut.group())]) else content
    text, strays = _mixed(whole)
    encoding = "windows-1252" if strays and not _has_multibyte(whole) else "utf-8"
    lines = _split(text, findings)
    findings += [Finding(line=line, code="latin-1") for line in _stray_lines(text, strays, encoding)]
    if whole is not content:
        findings.append(Finding(line=max(len(lines), 1), code="cut-character"))
    return Decoded(
        lines=_composed(lines, findings),
        encoding=encoding,
        findings=tuple(findings),
        cut_inside_letter=whole is not content,
    )


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _has_multibyte(content: bytes) -> bool:
    return any(len(run.group()) > 1 and run.group()[0] > 0x7F for run in _UTF8.finditer(content))  # noqa: PLR2004 - ASCII


def _mixed(content: bytes) -> tuple[str, tuple[int, ...]]:
    """Decode runs of UTF-8 as such and every other byte as Windows-1252; also give the places of the latter."""
    parts: list[str] = []
    strays: list[int] = []
    place = length = 0
    for run in _UTF8.finditer(content):
        for byte in content[place : run.start()]:
            strays.append(length)
            parts.append(_single(byte))
            length += 1
        parts.append(run.group().decode("utf-8"))
        length += len(parts[-1])
        place = run.end()
    for byte in content[place:]:
        strays.append(length)
        parts.append(_single(byte))
        length += 1
    return "".join(parts), tuple(strays)


def _single(byte: int) -> str:
    return bytes([byte]).decode("cp1252", errors="ignore") or chr(byte)


def _stray_lines(text: str, strays: tuple[int, ...], encoding: str) -> list[int]:
    """Name the lines with stray bytes: only the first when the whole file is in the other encoding."""
    places = strays[:1] if encoding == "windows-1252" else strays
    return sorted({1 + len(re.findall(r"\r\n|\r|\n", text[:place])) for place in places[:100]})


def _split(text: str, findings: list[Finding]) -> tuple[str, ...]:
    plain = re.sub(r"\r\n?", "\n", text)
    if plain != text:
        findings.append(Finding(line=1 + text[: text.index("\r")].count("\n"), code="carriage-returns"))
    lines = plain.split("\n")
    return tuple(lines[:-1] if lines[-1] == "" else lines)


def _composed(lines: tuple[str, ...], findings: list[Finding]) -> tuple[str, ...]:
    composed = tuple(unicodedata.normalize("NFC", line) for line in lines)
    for number, (line, whole) in enumerate(zip(lines, composed, strict=True), start=1):
        if line != whole:
            findings.append(Finding(line=number, code="decomposed-letters"))
            break
    for number, line in enumerate(composed, start=1):
        if found := _MOJIBAKE.search(line):
            findings.append(Finding(line=number, code="mojibake", detail=(found.group(),)))
            break
    return composed
