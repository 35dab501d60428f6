"""The words that a query may hold, and those that people write in their place."""

import difflib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from partnergraph.namespaces import PG, PREFIXES

__all__ = ["AGGREGATES", "FOREIGN", "FUNCTIONS", "KEYWORDS", "MODIFIERS", "SYNONYMS", "Vocabulary", "nearest"]

MODIFIERS: Final = ("GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET")
"""The solution modifiers; LIMIT and OFFSET may change places."""

_TOP: Final = (
    "SELECT", "ASK", "CONSTRUCT", "DESCRIBE", "PREFIX", "BASE", "DISTINCT", "REDUCED", "AS", "FROM", "NAMED", "WHERE",
    *MODIFIERS, "BY", "ASC", "DESC", "VALUES", "UNDEF",
)  # fmt: skip

_IN_PATTERNS: Final = (
    "OPTIONAL", "GRAPH", "BIND", "FILTER", "MINUS", "UNION", "EXISTS", "NOT", "SERVICE", "SILENT", "LATERAL",
)  # fmt: skip

KEYWORDS: Final = frozenset({*_TOP, *_IN_PATTERNS, "IN", "SEPARATOR", "A", "TRUE", "FALSE", "VERSION"})

AGGREGATES: Final = frozenset({"COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"})

FUNCTIONS: Final = frozenset(
    {
        "STR", "LANG", "LANGMATCHES", "DATATYPE", "BOUND", "IRI", "URI", "BNODE", "RAND", "ABS", "CEIL", "FLOOR",
        "ROUND", "CONCAT", "STRLEN", "UCASE", "LCASE", "ENCODE_FOR_URI", "CONTAINS", "STRSTARTS", "STRENDS",
        "STRBEFORE", "STRAFTER", "YEAR", "MONTH", "DAY", "HOURS", "MINUTES", "SECONDS", "TIMEZONE", "TZ", "NOW",
        "UUID", "STRUUID", "MD5", "SHA1", "SHA256", "SHA384", "SHA512", "COALESCE", "IF", "STRLANG", "STRDT",
        "SAMETERM", "ISIRI", "ISURI", "ISBLANK", "ISLITERAL", "ISNUMERIC", "REGEX", "SUBSTR", "REPLACE", "TRIPLE",
        "SUBJECT", "PREDICATE", "OBJECT", "ISTRIPLE", "LANGDIR", "HASLANG", "HASLANGDIR", "STRLANGDIR", "ADJUST",
    }
)  # fmt: skip
"""Functions of SPARQL 1.1, and those of 1.2 that the engine knows."""

SYNONYMS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "LENGTH": "STRLEN", "LEN": "STRLEN", "CHAR_LENGTH": "STRLEN",
        "LOWER": "LCASE", "TOLOWER": "LCASE", "LOWERCASE": "LCASE",
        "UPPER": "UCASE", "TOUPPER": "UCASE", "UPPERCASE": "UCASE",
        "SUBSTRING": "SUBSTR", "MID": "SUBSTR", "LEFT": "SUBSTR", "RIGHT": "SUBSTR",
        "STARTSWITH": "STRSTARTS", "STARTS_WITH": "STRSTARTS",
        "ENDSWITH": "STRENDS", "ENDS_WITH": "STRENDS",
        "MATCH": "REGEX", "MATCHES": "REGEX", "REGEXP": "REGEX", "LIKE": "REGEX",
        "IFNULL": "COALESCE", "ISNULL": "COALESCE", "NVL": "COALESCE",
        "CEILING": "CEIL", "RANDOM": "RAND", "MEAN": "AVG", "AVERAGE": "AVG", "STRING_AGG": "GROUP_CONCAT",
        "CURRENT_TIMESTAMP": "NOW", "GETDATE": "NOW", "INSTR": "CONTAINS", "INCLUDES": "CONTAINS",
    }
)  # fmt: skip
"""Names of functions elsewhere → what SPARQL calls them."""

FOREIGN: Final[Mapping[str, str]] = MappingProxyType(
    {
        "wd": "http://www.wikidata.org/entity/",
        "wdt": "http://www.wikidata.org/prop/direct/",
        "dct": "http://purl.org/dc/terms/",
        "dc": "http://purl.org/dc/elements/1.1/",
        "dcat": "http://www.w3.org/ns/dcat#",
        "dbo": "http://dbpedia.org/ontology/",
        "dbr": "http://dbpedia.org/resource/",
        "fn": "http://www.w3.org/2005/xpath-functions#",
        "geof": "http://www.opengis.net/def/function/geosparql/",
        "geosparql": "http://www.opengis.net/ont/geosparql#",
        "gn": "http://www.geonames.org/ontology#",
        "math": "http://www.w3.org/2005/xpath-functions/math#",
        "qb": "http://purl.org/linked-data/cube#",
        "sd": "http://www.w3.org/ns/sparql-service-description#",
        "time": "http://www.w3.org/2006/time#",
        "vann": "http://purl.org/vocab/vann/",
        "vcard": "http://www.w3.org/2006/vcard/ns#",
    }
)
"""Prefixes of others that everybody knows → their namespaces."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """What the data speaks: `prefixes` with their namespaces, and the local names of the `terms` under `prefix`."""

    prefixes: Mapping[str, str] = field(default_factory=lambda: PREFIXES)
    terms: Collection[str] = field(default_factory=lambda: frozenset(PG.__annotations__))
    prefix: str = "pg"

    def namespace(self, prefix: str) -> str:
        """Return the namespace that a prefix usually has, or ""."""
        return self.prefixes.get(prefix) or FOREIGN.get(prefix, "")


def nearest(word: str, words: Collection[str], cutoff: float = 0.7) -> str:
    """Return the word most like another, whatever the case, or "" when none is like it."""
    folded = {each.casefold(): each for each in sorted(words, reverse=True)}
    found = difflib.get_close_matches(word[:_LONGEST].casefold(), folded, n=1, cutoff=cutoff)
    return folded[found[0]] if found else ""


_LONGEST: Final = 64
"""Characters of a word that are compared: nothing known is longer."""
