"""Names of places and things: folding for comparison and for slugs (Unicode NFC, RFC 3986 unreserved characters)."""

import re
import unicodedata

__all__ = ["fold", "same_text", "slug"]

_LETTERS = str.maketrans({"ø": "o", "æ": "ae", "ð": "d", "þ": "th", "ß": "ss", "ł": "l", "đ": "d", "œ": "oe", "ı": "i"})
_CYRILLIC = str.maketrans("абвгґдезиіїйклмнопрстуфыэ", "abvhgdezyiiiklmnoprstufye") | str.maketrans(
    {"ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ю": "iu", "я": "ia", "є": "ie", "ё": "io"}
    | dict.fromkeys("ьъʼ’", "")
)
"""Ukrainian letters as the Ukrainian national system of 2010 romanises them inside a word."""


def same_text(text: str) -> str:
    """Return `text` in the form in which two writings of one name are equal: NFC, one space, no case."""
    return " ".join(unicodedata.normalize("NFC", text).split()).casefold()


def fold(text: str) -> str:
    """Return `text` in plain ASCII letters and digits with single spaces: Västerås → vasteras, Херсон → kherson."""
    lowered = unicodedata.normalize("NFC", text).casefold().translate(_CYRILLIC).translate(_LETTERS)
    bare = "".join(c for c in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^a-z0-9]+", " ", re.sub(r"['’]", "", bare)).split())


def slug(text: str) -> str:
    """Return `text` as one path segment: folded words with hyphens, at most 80 characters cut at a word."""
    words = fold(text).split()
    while len("-".join(words)) > 80 and len(words) > 1:  # noqa: PLR2004 - the limit is stated above
        words.pop()
    return "-".join(words)[:80]
