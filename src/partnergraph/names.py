"""Names of places and things: folding for comparison and for slugs (Unicode NFC, RFC 3986 unreserved characters)."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Final

__all__ = ["fold", "loose", "romanised", "same_text", "slug", "sorting"]

_LETTERS = str.maketrans({"ø": "o", "æ": "ae", "ð": "d", "þ": "th", "ß": "ss", "ł": "l", "đ": "d", "œ": "oe", "ı": "i"})
_CYRILLIC = str.maketrans("абвгґдезиіїйклмнопрстуфыэ", "abvhgdezyiiiklmnoprstufye") | str.maketrans(
    {"ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ю": "iu", "я": "ia", "є": "ie", "ё": "io"}
    | dict.fromkeys("ьъʼ’", "")
)
"""Ukrainian letters as the Ukrainian national system of 2010 romanises them inside a word."""

_CYRILLIC_SWEDISH: Final = str.maketrans("абвгґдезиіїйклмнопрстуфыэ", "abvhgdezyiijklmnoprstufye") | str.maketrans(
    {"ж": "zj", "х": "ch", "ц": "ts", "ч": "tj", "ш": "sj", "щ": "sjtj", "ю": "ju", "я": "ja", "є": "je", "ё": "jo"}
    | dict.fromkeys("ьъʼ’", "")
)
"""The same letters as Swedish newspapers write them: Херсон → Cherson, Чернігів → Tjernihiv."""

_UKRAINIAN: Final = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"
_LAST_LETTERS: Final[Mapping[str, str]] = {"sv": "åäö"}
"""Language → the letters that stand after z in its alphabet."""

_LATIN: Final = 10**18
"""Numbers come before letters."""

_PIECES: Final = re.compile(r"[0-9]+|.", re.DOTALL)

_IN_CYRILLIC: Final = re.compile("[\u0400-\u04ff]")
_DOUBLED: Final = re.compile(r"a[ae]|[ou]e")


def same_text(text: str) -> str:
    """Return `text` in the form in which two writings of one name are equal: NFC, one space, no case."""
    return " ".join(unicodedata.normalize("NFC", text).split()).casefold()


def fold(text: str) -> str:
    """Return `text` in plain ASCII letters and digits with single spaces: Västerås → vasteras, Херсон → kherson."""
    return _folded(text, _CYRILLIC)


def loose(text: str) -> str:
    """Return `text` in the form in which the ways of typing one name meet: Västerås, Vasteras, Vaesteraas → vasteras.

    It is `fold` with the second letter of aa, ae and the like left out, so it is for comparing, never for showing.
    """
    return _DOUBLED.sub(lambda found: found[0][0], fold(text))


def romanised(text: str) -> tuple[str, ...]:
    """Return the `loose` forms of `text` under each way to romanise Cyrillic; one where it has none."""
    if not _IN_CYRILLIC.search(text):
        return (loose(text),)
    swedish = _DOUBLED.sub(lambda found: found[0][0], _folded(text, _CYRILLIC_SWEDISH))
    return tuple(dict.fromkeys((loose(text), swedish)))


def sorting(text: str, language: str) -> tuple[tuple[int, ...], str]:
    """Return by what a name is sorted in a language: å, ä and ö after z in Swedish, є, і, ї and ґ in their places.

    Accents, case and signs decide only between names that are alike without them; digits that stand together are one
    number.
    """
    composed = unicodedata.normalize("NFC", text).casefold()
    return tuple(_weights(composed, _LAST_LETTERS.get(language, ""))), text


def _weights(text: str, last: str) -> Iterator[int]:
    for piece in _PIECES.findall(text):
        if piece.isdecimal():
            yield int(piece[:18])
        elif piece in last:
            yield _LATIN + ord("z") + 1 + last.index(piece)
        elif piece in _UKRAINIAN:
            yield _LATIN + _LATIN + _UKRAINIAN.index(piece)
        else:
            yield from (_LATIN + ord(letter) for letter in fold(piece) or " ")


def _folded(text: str, cyrillic: Mapping[int, int | str]) -> str:
    lowered = unicodedata.normalize("NFC", text).casefold().translate(cyrillic).translate(_LETTERS)
    bare = "".join(c for c in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^a-z0-9]+", " ", re.sub(r"['’]", "", bare)).split())


def slug(text: str) -> str:
    """Return `text` as one path segment: folded words with hyphens, at most 80 characters cut at a word."""
    words = fold(text).split()
    while len("-".join(words)) > 80 and len(words) > 1:  # noqa: PLR2004 - the limit is stated above
        words.pop()
    return "-".join(words)[:80]
