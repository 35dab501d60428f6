"""Progress on standard error, for people only: one line that is rewritten while work goes on."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

__all__ = ["progress"]


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """Give a function that shows the step being done; silent unless standard error is a terminal."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    started = time.monotonic()

    def tell(step: str) -> None:
        sys.stderr.write(f"\r\x1b[K{time.monotonic() - started:5.1f} s  {step}")
        sys.stderr.flush()

    try:
        yield tell
    finally:
        sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()
