"""What every picture has."""

import hashlib
from dataclasses import dataclass
from typing import Final

__all__ = ["Picture"]

_DIGITS: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """What every picture has: `width` in pixels for when it stands alone, and `key`, which names it on its page."""

    width: float
    height: float

    @property
    def key(self) -> str:
        """Return a name that is the same for the same picture."""
        return "picture-" + hashlib.sha256(repr(self).encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]
