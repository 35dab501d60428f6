"""The words of a validation result, in every language its shape has them.

pySHACL drops the language of a message that a SPARQL constraint fills in, and core constraints cannot fill in any.
So messages are matched to the shape's own again, and a shape may carry a `shape:messageTemplate`, in which
`{pg:inDocument/pg:fileName}` stands for what the focus node has there; other processors show its `sh:message`.
"""

import re
from collections.abc import Iterable, Mapping

from rdflib import Graph, Literal, URIRef
from rdflib.term import Node

from partnergraph.namespaces import PREFIXES, SH, SHAPE

__all__ = ["by_language", "pick", "words"]


def by_language(literals: Iterable[Node]) -> dict[str, str]:
    """Return texts by language tag, several of one language joined in order; `""` is for texts without a tag."""
    found: dict[str, list[str]] = {}
    for literal in sorted((term for term in literals if isinstance(term, Literal)), key=str):
        found.setdefault(literal.language or "", []).append(str(literal))
    return {language: " ".join(found[language]) for language in sorted(found)}


def pick(texts: Mapping[str, str], language: str) -> str:
    """Return the text in `language`, else without a tag, else in English, else the first there is."""
    for wanted in (language, "", "en"):
        if wanted in texts:
            return texts[wanted]
    return next(iter(texts.values()), "")


def words(reported: Iterable[Node], shapes: Graph, sources: Iterable[Node], data: Graph, focus: Node) -> dict[str, str]:
    """Return the message of one result by language.

    `reported` is what pySHACL wrote, `sources` the shape and, for SPARQL, the constraint that the words come from.
    """
    origins = list(sources)
    templates = [text for node in origins for text in shapes.objects(node, SHAPE.messageTemplate)]
    if templates:
        return by_language(_filled(text, data, focus) for text in templates if isinstance(text, Literal))
    known = [text for node in origins for text in shapes.objects(node, SH.message) if isinstance(text, Literal)]
    tagged = [_tagged(text, known) for text in reported if isinstance(text, Literal)]
    said = [text for text in tagged if text is not None]
    return by_language(said or [Literal(re.sub(_SLOT, "…", text), lang=text.language) for text in known])


def _tagged(message: Literal, known: list[Literal]) -> Literal | None:
    """Give a message the language of the one it was made from: the template that fits with most words of its own.

    Return None for a message that is none of those the shape asks for.
    """
    if not known or message.language:
        return message
    fitting = [text for text in known if _pattern(text).fullmatch(message)]
    if not fitting:
        return None
    best = max(fitting, key=lambda text: (len(re.sub(_SLOT, "", text)), text.language or ""))
    return Literal(str(message), lang=best.language)


_SLOT = r"\{[?$][^{}]+\}"


def _pattern(template: Literal) -> re.Pattern[str]:
    return re.compile(".*".join(re.escape(part) for part in re.split(_SLOT, template)), re.DOTALL)


def _filled(template: Literal, data: Graph, focus: Node) -> Literal:
    """Fill the slots of a template with what the focus node has at their paths."""

    def value(slot: re.Match[str]) -> str:
        nodes = {focus}
        for step in slot[1].split("/"):
            prefix, _, local = step.partition(":")
            predicate = URIRef(PREFIXES.get(prefix, f"{prefix}:") + local)
            nodes = {node for before in nodes for node in data.objects(before, predicate)}
        return pick(by_language(nodes), template.language or "") or "?"

    return Literal(re.sub(r"\{((?:[a-z]+:\w+/?)+)\}", value, template), lang=template.language)
