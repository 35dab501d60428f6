"""The queries that bring endpoints down: each with what it does and the answers that are right for it.

They follow the groups `run` and `mem` of the table of threats (docs/explanation/threats.md).
"""

from dataclasses import dataclass
from typing import Final

__all__ = ["MEMORY", "RUN", "Probe"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """One query (or the bytes of one), and the statuses that are right for it."""

    name: str
    query: str
    right: frozenset[int]
    format: str = "json"


def _of(right: set[int], **queries: str) -> list[Probe]:
    return [Probe(name=name, query=query, right=frozenset(right)) for name, query in queries.items()]


_NUMBERS: Final = " ".join(map(str, range(1_000)))
_CROSS: Final = "".join(f" VALUES ?{name} {{ {_NUMBERS} }}" for name in "abcd")
_DATA: Final = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l"
_LABEL: Final = "?s <http://www.w3.org/2000/01/rdf-schema#label> ?label"
_ANY: Final = "(<a:b>|!<a:b>)"
_ALS: Final = "a" * 40
_LONG: Final = _ALS * 5
_DOUBLED: Final = " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(34))

RUN: Final = (
    *_of(
        {504, 507},
        values_count=f"SELECT (COUNT(*) AS ?n) {{{_CROSS} }}",
        values_filter=f"ASK {{{_CROSS} FILTER(?a + ?b + ?c + ?d < 0) }}",
        values_distinct=f"SELECT DISTINCT ?a ?b {{{_CROSS} }} ORDER BY DESC(?d)",
        values_group=f"SELECT ?a (SUM(?b * ?c * ?d) AS ?n) {{{_CROSS} }} GROUP BY ?a",
        data_cross=f"SELECT (COUNT(*) AS ?n) {{ {_DATA} }}",
        minus_nest=f"SELECT (COUNT(*) AS ?n) {{ {_DATA} MINUS {{ ?a ?x ?y . ?y ?z ?w MINUS {{ ?y ?q ?r }} }} }}",
        not_exists_nest=(
            "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f FILTER NOT EXISTS { ?a ?x ?d . ?d ?y ?z "
            "FILTER NOT EXISTS { ?z ?w ?c . ?c ?v ?f } } }"
        ),
        optional_nest=f"SELECT (COUNT(*) AS ?n) {{ ?a ?b ?c OPTIONAL {{ {_DATA} OPTIONAL {{ ?m ?n ?o . ?p ?q ?r }}}}}}",
        path_pairs=f"SELECT (COUNT(*) AS ?n) {{ ?s {_ANY}*/{_ANY}* ?o . ?o {_ANY}* ?x }}",
        path_plus=f"SELECT (COUNT(DISTINCT ?o) AS ?n) {{ ?s {_ANY}+ ?o . ?o (^<a:b>|!^<a:b>)+ ?s }}",
        path_inverse="SELECT (COUNT(*) AS ?n) { ?s (!<a:b>|^!<a:b>)* ?o }",
        regex_huge=(
            "ASK { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i "
            'FILTER(REGEX(CONCAT(STR(?c), STR(?f)), CONCAT("^((", STR(?i), "+)+x{1,60})+$"))) }'
        ),
        concat_order="SELECT (MAX(CONCAT(STR(?c), STR(?f), STR(?i))) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
        order_by_random="SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY RAND() LIMIT 1",
        count_distinct="SELECT (COUNT(DISTINCT *) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
        hash_loop=(
            "SELECT (MAX(?x) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i "
            "BIND(SHA512(SHA512(SHA512(CONCAT(STR(?a), STR(?f), STR(?i))))) AS ?x) }"
        ),
        doubling=f'SELECT (STRLEN(?x34) AS ?n) {{ BIND("xx" AS ?x0) {_DOUBLED} }}',
    ),
    *_of(
        {200, 400, 504, 507},
        path_count=f"SELECT (COUNT(*) AS ?n) {{ ?s {_ANY}* ?o }}",
        nested_stars="ASK { ?s " + "(" * 40 + "!<a:b>" + "*)" * 40 + " ?o }",
        regex_backtrack=f'SELECT * {{ BIND(REGEX("{_ALS}!", "^(a+)+$") AS ?x) }}',
        regex_alternatives=f'SELECT * {{ BIND(REGEX("{_ALS}!", "^(a|a|aa)*$") AS ?x) }}',
        regex_repeats=f'SELECT * {{ BIND(REGEX("{_ALS}", "^(((a{{1,100}}){{1,100}}){{1,100}})+$") AS ?x) }}',
        regex_classes=f'SELECT * {{ {_LABEL} FILTER(REGEX(?label, "(\\\\p{{L}}+\\\\p{{N}}*)+$", "i")) }} LIMIT 10',
        replace_grows="SELECT (STRLEN(" + "REPLACE(" * 3 + f'"{_LONG}"' + f', "a", "{_LONG}")' * 3 + ") AS ?n) {}",
        many_prefixes="".join(f"PREFIX p{n}: <http://x/{n}#>\n" for n in range(1_800)) + "ASK {}",
        many_values="SELECT (COUNT(*) AS ?n) { VALUES ?x { " + "1 " * 30_000 + "} }",
        many_in="ASK { FILTER(1 IN (" + ",".join(["2"] * 30_000) + ")) }",
    ),
    *_of(
        {400},
        braces_1000="ASK " + "{" * 1_000 + "}" * 1_000,
        braces_30000="ASK " + "{" * 30_000 + "}" * 30_000,
        parentheses="ASK { FILTER" + "(" * 30_000 + "1" + ")" * 30_000 + " }",
        lists="ASK { ?s ?p " + "(" * 30_000 + ")" * 30_000 + " }",
        blank_nodes="ASK { ?s ?p " + "[ ?p " * 10_000 + "1 " + "]" * 10_000 + " }",
        nots="ASK { FILTER(" + "!" * 60_000 + "true) }",
        ors="ASK { FILTER(" + "?x||" * 15_000 + "true) }",
        subselects="ASK " + "{SELECT*" * 5_000 + "{}" + "}" * 5_000,
        path_brackets="ASK { ?s " + "(" * 30_000 + "<a:b>" + ")" * 30_000 + " ?o }",
        unions="ASK { {} " + "UNION {} " * 2_000 + "}",
        binds="ASK { " + " ".join(f"BIND(1 AS ?x{n})" for n in range(3_000)) + " }",
        star="ASK { ?s " + " ; ".join(f"<a:{n}> ?x{n}" for n in range(2_000)) + " }",
    ),
    *_of({413}, long_comment="ASK {} #" + "x" * 1_000_000, long_literal='ASK { ?s ?p "' + "x" * 1_000_000 + '" }'),
    *_of({413}, huge_body="ASK {} #" + "x" * 32_000_000),
    *_of(
        {200},
        numeric_extremes=(
            "SELECT (1e308*1e308 AS ?a) (-1e308*1e308 AS ?b) (0.0/0 AS ?c) (9223372036854775807+1 AS ?d) "
            "(<http://www.w3.org/2001/XMLSchema#integer>('99999999999999999999999') AS ?e) (STRLEN('')/0 AS ?f) "
            "(SUBSTR('x', -9999999999, 99999999999) AS ?g) (ROUND(1e400) AS ?h) {}"
        ),
    ),
)

_ROWS: Final = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i"

MEMORY: Final = (
    Probe(name="rows_json", query=f"SELECT * {{ {_ROWS} }}", right=frozenset({413, 504, 507})),
    Probe(name="rows_csv", query=f"SELECT * {{ {_ROWS} }}", right=frozenset({413, 504, 507}), format="csv"),
    Probe(
        name="construct",
        query=f"CONSTRUCT {{ ?a ?e ?i . ?d ?b ?f }} {{ {_ROWS} }}",
        right=frozenset({413, 504, 507}),
        format="nt",
    ),
    *_of(
        {504, 507},
        sort=f"SELECT * {{ {_ROWS} }} ORDER BY ?c ?f ?i",
        distinct=f"SELECT DISTINCT * {{ {_ROWS} }} ORDER BY ?a",
        group_concat=f"SELECT (GROUP_CONCAT(CONCAT(STR(?c), STR(?f), STR(?i))) AS ?x) {{ {_ROWS} }}",
    ),
    *_of(
        {413, 504, 507},
        wide_literals=(
            'SELECT (CONCAT(?z, ?z, ?z, ?z) AS ?w) { ?a ?b ?c . ?d ?e ?f BIND(REPLACE(STR(?c), ".", '
            f'"{"y" * 2_000}") AS ?z) }}'
        ),
    ),
)
"""Of the ten of this group three are more than a query and have tests of their own."""
