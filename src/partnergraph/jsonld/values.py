"""How the values of one property are written in a framed document, as JSON Schema."""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from partnergraph.namespaces import XSD

__all__ = ["LANGUAGE_MAP", "REFERENCE", "Constraints", "property_schema"]

_TEXT: Final = MappingProxyType({"type": "string"})

LANGUAGE_MAP: Final = {
    "type": "object",
    "propertyNames": {"pattern": "^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$"},
    "additionalProperties": {"anyOf": [dict(_TEXT), {"type": "array", "items": dict(_TEXT)}]},
}
"""Texts by language tag (BCP 47); several in one language are an array."""

REFERENCE: Final = {
    "anyOf": [
        {"type": "string", "format": "iri"},
        {
            "type": "object",
            "required": ["id"],
            "properties": {
                "id": {"type": "string", "format": "iri"},
                "type": {"anyOf": [dict(_TEXT), {"type": "array", "items": dict(_TEXT)}]},
                "label": {"$ref": "#/$defs/languageMap"},
            },
        },
    ]
}
"""Another resource: its identifier alone, or with what the document says of it."""

_OF_DATATYPE: Final = MappingProxyType(
    {
        str(XSD.integer): {"type": "integer"},
        str(XSD.boolean): {"type": "boolean"},
        str(XSD.decimal): {"type": "string", "pattern": "^[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)$"},
        str(XSD.date): {"type": "string", "format": "date"},
    }
)
"""Datatype → how its values are written; all others are texts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Constraints:
    """What shapes demand of the values of one property; `most` is None where there may be any number."""

    least: int = 0
    most: int | None = None
    datatype: str = ""
    pattern: str = ""
    minimum: Any = None
    maximum: Any = None
    shortest: int | None = None
    one_per_language: bool = False
    languages: frozenset[str] = frozenset()
    members: frozenset[str] = frozenset()

    def __or__(self, other: "Constraints") -> "Constraints":
        """Return what both demand together."""
        most = [each for each in (self.most, other.most) if each is not None]
        return Constraints(
            least=max(self.least, other.least),
            most=min(most, default=None),
            datatype=self.datatype or other.datatype,
            pattern=self.pattern or other.pattern,
            minimum=other.minimum if self.minimum is None else self.minimum,
            maximum=other.maximum if self.maximum is None else self.maximum,
            shortest=other.shortest if self.shortest is None else self.shortest,
            one_per_language=self.one_per_language or other.one_per_language,
            languages=self.languages | other.languages,
            members=self.members or other.members,
        )


def property_schema(definition: Any, found: Constraints) -> dict[str, Any]:
    """Return the schema of the values of a property, by its term in the context and what shapes demand."""
    term = definition if isinstance(definition, dict) else {}
    container = term.get("@container", ())
    if "@language" in container:
        return _texts(found, always_listed="@set" in container)
    value = _value(term.get("@type", ""), found)
    listed: dict[str, Any] = {"type": "array", "items": value, "uniqueItems": True}
    if found.least:
        listed["minItems"] = found.least
    if found.most is not None:
        listed["maxItems"] = found.most
    if "@set" in container:
        return listed
    return value if found.most == 1 else {"anyOf": [value, listed]}


def _texts(found: Constraints, *, always_listed: bool) -> dict[str, Any]:
    """Return the schema of texts by language."""
    schema: dict[str, Any] = {"$ref": "#/$defs/languageMap"}
    if always_listed:
        schema["additionalProperties"] = {"type": "array", "items": dict(_TEXT), "minItems": 1}
    elif found.one_per_language:
        schema["additionalProperties"] = dict(_TEXT)
    if found.least:
        schema["minProperties"] = 1
    if found.languages:
        schema["required"] = sorted(found.languages)
    return schema


def _value(coerced: str, found: Constraints) -> dict[str, Any]:
    """Return the schema of one value."""
    if found.members:
        return {"enum": sorted(found.members)}
    if coerced in {"@id", "@vocab"}:
        return {"$ref": "#/$defs/reference"}
    schema: dict[str, Any] = dict(_OF_DATATYPE.get(coerced, _TEXT))
    if schema["type"] == "integer":
        limits = {"minimum": found.minimum, "maximum": found.maximum}
        return schema | {name: limit for name, limit in limits.items() if limit is not None}
    if found.pattern:
        schema["pattern"] = found.pattern
    if found.shortest:
        schema["minLength"] = found.shortest
    return schema
