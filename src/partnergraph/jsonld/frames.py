"""The frames (JSON-LD 1.1 Framing): for each class that people read, what is nested in what."""

import json
from collections.abc import Collection
from functools import cache
from pathlib import Path
from typing import Any, Final

from partnergraph import resources
from partnergraph.errors import NotFound
from partnergraph.jsonld.context import terms

__all__ = ["frame_class", "frame_document", "frame_for", "frame_name", "frame_names"]

_LAST: Final = "concept"
"""The frame that other classes of concepts go before."""


@cache
def frame_names() -> tuple[str, ...]:
    """Return the names of the frames: the class in lower case with hyphens."""
    return tuple(sorted(path.stem for path in _folder().glob("*.jsonld")))


@cache
def frame_document(name: str) -> bytes:
    """Return a frame as it is published; raise NotFound when there is none of this name."""
    if name not in frame_names():
        raise NotFound(f"There is no frame {name}", hint=f"There are {', '.join(frame_names())}.")
    return (_folder() / f"{name}.jsonld").read_bytes()


def frame_name(classes: Collection[str]) -> str | None:
    """Return the name of the frame for a resource with these classes (IRIs), or None where there is none."""
    precise_first = sorted(frame_names(), key=lambda name: name == _LAST)
    return next((name for name in precise_first if frame_class(name) in classes), None)


@cache
def frame_class(name: str) -> str:
    """Return the IRI of the class that a frame is for."""
    return str(terms()[_frame(name)["type"]])


def frame_for(classes: Collection[str]) -> dict[str, Any]:
    """Return the frame for a resource with these classes without its type; empty where we have none."""
    name = frame_name(classes)
    return {key: value for key, value in _frame(name).items() if key != "type"} if name else {}


def _frame(name: str) -> dict[str, Any]:
    frame: dict[str, Any] = json.loads(frame_document(name))
    return frame


def _folder() -> Path:
    return resources.folder("ontology") / "frames"
