"""Saying in plain words why a release could not be written."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Final

from partnergraph.errors import EngineFailure

__all__ = ["plain_words"]

_WORDS: Final = MappingProxyType(
    {
        errno.ENOSPC: ("the disk is full", "Make room on it, or build into another folder."),
        errno.EDQUOT: ("the quota of this user is used up", "Make room, or build into another folder."),
        errno.EFBIG: ("a file grew past the limit for files", "Raise the limit (`ulimit -f`)."),
        errno.EROFS: ("the file system is read-only", "Build into a folder that can be written."),
        errno.EACCES: ("this user may not write there", "Build into a folder that this user may write."),
        errno.EPERM: ("this user may not write there", "Build into a folder that this user may write."),
        errno.ENOTDIR: ("a file stands where a folder should be", "Name another folder, or move the file away."),
        errno.EEXIST: ("a file stands where a folder should be", "Name another folder, or move the file away."),
        errno.EISDIR: ("a folder stands where a file or link should be", "Name another folder, or move it away."),
        errno.EIO: ("the disk reports an error", "Check the disk, then build again."),
    }
)


@contextmanager
def plain_words(releases: Path) -> Iterator[None]:
    """Turn an OSError inside the block into an EngineFailure that says what is wrong with `releases`.

    The store's engine raises OSError without a number; its text ends in the system's own words.
    """
    try:
        yield
    except OSError as error:
        words, hint = _WORDS.get(_number(error), (str(error), ""))
        raise EngineFailure(
            f"No release was published in {releases}: {words}.",
            hint=f"{hint} The release that was current before still is.".strip(),
        ) from error


def _number(error: OSError) -> int:
    """Return the system's number for an error, also when only its words are there; 0 for one without words."""
    if error.errno is not None:
        return error.errno
    return next((number for number in _WORDS if os.strerror(number) in str(error)), 0)
