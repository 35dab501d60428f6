"""The sentences of explanations, in each language of our pages."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from partnergraph.language import WRITTEN

__all__ = ["sentence", "sentences"]


@cache
def sentences(language: str) -> Mapping[str, str]:
    """Return every kind of hint with its sentence; braces are to be filled in."""
    path = files("partnergraph.sparql.explanation") / "texts" / f"{language}.toml"
    return MappingProxyType(tomllib.loads(path.read_text(encoding="utf-8")))


def sentence(kind: str, words: Mapping[str, str]) -> Mapping[str, str]:
    """Return the sentence of a hint in every language."""
    return {language: sentences(language)[kind].format(**words) for language in WRITTEN}
