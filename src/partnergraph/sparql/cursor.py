"""Where to go on in an answer that was cut: a value that clients send back as they got it."""

import re
from dataclasses import dataclass
from typing import Final, Self

from partnergraph.errors import WrongUsage

__all__ = ["Cursor"]

_TEXT: Final = re.compile(r"([0-9A-Za-z._-]{0,64})~([1-9][0-9]{0,11})~([0-9a-f]{16})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """A place in an answer of one release: after `skip` rows, whose `mark` is a digest of them all."""

    release: str
    skip: int
    mark: str

    @classmethod
    def read(cls, text: str) -> Self:
        """Read a cursor; raise WrongUsage when the text is none."""
        match = _TEXT.fullmatch(text)
        if match is None:
            raise WrongUsage(
                f"This is no cursor: {text[:100]!r}", hint="Follow the link to the next part as it stands."
            )
        return cls(release=match[1], skip=int(match[2]), mark=match[3])

    def __str__(self) -> str:
        return f"{self.release}~{self.skip}~{self.mark}"
