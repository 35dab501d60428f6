"""What strangers may send for validation to bring a server down: each with the answers that are right for it.

They follow the group `upload` of the table of threats (docs/explanation/threats.md).
"""

from typing import Final, NamedTuple

__all__ = ["MARKER", "UPLOADS", "Upload"]

MARKER: Final = "uploaded-8e2f"
"""Stands in what is sent: it must never be found in the store."""


class Upload(NamedTuple):
    """A body, its media type, and the statuses that are right for it."""

    name: str
    body: bytes
    kind: str
    right: frozenset[int]


_TURTLE, _XML, _JSON, _TABLE = "text/turtle", "application/rdf+xml", "application/ld+json", "text/csv"
_RDF: Final = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="https://e.org/"'
_ATTRIBUTES: Final = " ".join(f"e:p{n}='x'" for n in range(20_000))
_HEAD: Final = "title,swedish_partners,international_partners\n"
_TRIPLE: Final = "<https://e.org/a> <https://e.org/p> "


def _document(inner: str, before: str = "") -> str:
    return f'{before}<rdf:RDF {_RDF}><rdf:Description rdf:about="https://e.org/a">{inner}</rdf:Description></rdf:RDF>'


def _entities(depth: int, times: int) -> str:
    rows = [f'<!ENTITY a{n} "{f"&a{n - 1};" * times}">' for n in range(1, depth)]
    return f'<!DOCTYPE x [<!ENTITY a0 "{MARKER}">{"".join(rows)}]>'


def _of(right: set[int], kind: str, **bodies: str | bytes) -> list[Upload]:
    return [
        Upload(name, body.encode() if isinstance(body, str) else body, kind, frozenset(right))
        for name, body in bodies.items()
    ]


UPLOADS: Final = (
    *_of(
        {400},
        _XML,
        billion_laughs=_document("<e:p>&a9;</e:p>", _entities(10, 10)),
        quadratic_blow_up=_document(f"<e:p>{'&a1;' * 20_000}</e:p>", _entities(2, 2_000)),
        entity_in_utf_16=_document("<e:p>&a9;</e:p>", _entities(10, 10)).encode("utf-16"),
        external_entity=_document("<e:p>&x;</e:p>", '<!DOCTYPE x [<!ENTITY x SYSTEM "{file}">]>'),
        external_entity_by_http=_document("<e:p>&x;</e:p>", '<!DOCTYPE x [<!ENTITY x SYSTEM "{url}">]>'),
        external_dtd=_document("<e:p>x</e:p>", '<!DOCTYPE x SYSTEM "{url}">'),
        parameter_entity=_document("<e:p>x</e:p>", '<!DOCTYPE x [<!ENTITY % x SYSTEM "{url}"> %x;]>'),
        truncated_xml=_document("<e:p>x</e:p>")[:-5],
        lying_xml='{"@id": "https://e.org/a"}',
    ),
    *_of(
        {200, 400, 504, 507},
        _XML,
        nested_xml=_document("<e:p><rdf:Description>" * 20_000 + "</rdf:Description></e:p>" * 20_000),
        many_attributes=_document("<e:p><rdf:Description " + _ATTRIBUTES + "/></e:p>"),
    ),
    *_of(
        {400},
        _JSON,
        remote_context='{"@context": "{url}", "@id": "https://e.org/a"}',
        file_context='{"@context": "{file}", "@id": "https://e.org/a"}',
        imported_context='{"@context": {"@version": 1.1, "@import": "{url}"}, "@id": "https://e.org/a"}',
        scoped_context='{"@context": {"p": {"@id": "https://e.org/p", "@context": "{url}"}}, "p": {"p": 1}}',
        nested_json='{"https://e.org/p":' * 20_000 + "1" + "}" * 20_000,
        nested_arrays='{"https://e.org/p":' + "[" * 100_000 + "]" * 100_000 + "}",
        unpaired_surrogate='{"@id": "https://e.org/a", "https://e.org/p": "\\ud800"}',
        not_a_number='{"@id": "https://e.org/a", "https://e.org/p": NaN}',
        truncated_json='{"@id": "https://e.org/a"',
        lying_json=f'{_TRIPLE} "{MARKER}" .',
    ),
    *_of(
        {400},
        _TURTLE,
        truncated=f'{_TRIPLE} "{MARKER}',
        bad_utf_8=_TRIPLE.encode() + b'"\xff\xfe" .',
        nul_in_a_name=b"\0" + _TRIPLE.encode() + b'"x" .',
        surrogate_escape=_TRIPLE + '"\\uD800" .',
        relative="<a> <b> <c> .",
        missing_prefix="e:a e:b e:c .",
        many_subclasses="".join(
            f"<https://e.org/{n}> <http://www.w3.org/2000/01/rdf-schema#subClassOf> <https://e.org/{n + 1}> .\n"
            for n in range(5_000)
        )
        + "<https://e.org/5000> <http://www.w3.org/2000/01/rdf-schema#subClassOf> "
        "<https://w3id.org/partnergraph/ns#Project> .\n<https://e.org/x> a <https://e.org/0> .\n",
    ),
    *_of(
        {200},
        _TURTLE,
        nul_in_a_text=_TRIPLE.encode() + b'"a\0b" .',
        long_line=f'{_TRIPLE} "{"x" * 1_900_000}" .',
        import_of_an_ontology="<https://e.org/o> <http://www.w3.org/2002/07/owl#imports> <{url}>, <{file}> .",
        shapes_in_the_data="@prefix sh: <http://www.w3.org/ns/shacl#> . <https://e.org/s> a sh:NodeShape ; "
        "sh:targetNode <https://e.org/s> ; "
        'sh:sparql [ sh:select "SELECT $this { SERVICE <{url}> { ?s ?p ?o } }" ] .',
        entailment="<https://e.org/s> <http://www.w3.org/ns/shacl#shapesGraph> <{url}> ; "
        "<http://www.w3.org/ns/shacl#entailment> <http://www.w3.org/ns/entailment/RDFS> .",
        hostile_pattern="<https://e.org/p> a <https://w3id.org/partnergraph/ns#SourceDocument> ; "
        f'<https://w3id.org/partnergraph/ns#sha256> "{"a" * 1_000_000}!" .',
    ),
    *_of(
        {200, 400, 504, 507},
        _TURTLE,
        nested_lists=f"{_TRIPLE} {'(' * 50_000}{')' * 50_000} .",
        nested_blank_nodes=f"{_TRIPLE} {'[ <https://e.org/p> ' * 50_000}1{' ]' * 50_000} .",
        long_list=f"{_TRIPLE} ({'1 ' * 200_000}) .",
        many_projects="".join(
            f"<https://e.org/{n}> a <https://w3id.org/partnergraph/ns#Project> .\n" for n in range(20_000)
        ),
        many_terms="".join(
            f"<https://e.org/{n}> <https://e.org/p{n}> <https://e.org/{n + 1}> .\n" for n in range(25_000)
        ),
        many_prefixes="".join(f"@prefix p{n}: <https://e.org/{n}#> .\n" for n in range(40_000)),
        many_values="<https://e.org/a> <https://w3id.org/partnergraph/ns#partner> "
        + ", ".join(f"<https://e.org/{n}>" for n in range(60_000))
        + " ; a <https://w3id.org/partnergraph/ns#Partnership> .",
        deep_datatype=f'{_TRIPLE} "1"^^<https://e.org/{"x" * 1_000_000}> .',
    ),
    *_of(
        {200, 400},
        _TABLE,
        nul_in_a_table=f"{_HEAD}a\0b,c,d\n",
        latin_1_table=f"{_HEAD}å,ä,ö\n".encode("latin-1"),
        open_quote=f'{_HEAD}"a,b,c\n' + "x\n" * 100_000,
        long_cell=f"{_HEAD}{'x' * 1_000_000},a,b\n",
        many_columns=",".join(f"c{n}" for n in range(100_000)),
        formulas=f"{_HEAD}\"=cmd|'/c calc'!A1\",@SUM(1),+1\n",
        utf_16_table=f"{_HEAD}a,b,c\n".encode("utf-16"),
        no_table=bytes(range(256)) * 1_000,
    ),
    *_of({200, 504, 507}, _TABLE, many_rows=_HEAD + "T,Ale,Ghanzi\n" * 100_000),
    *_of({413}, _TURTLE, too_long=f'{_TRIPLE} "{"x" * 3_000_000}" .', far_too_long=b"x" * 32_000_000),
    *_of({400}, "multipart/form-data", no_boundary="--x\r\n\r\nx\r\n--x--"),
    *_of(
        {400, 413},
        "multipart/form-data; boundary=x",
        many_parts='--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n\r\n' * 20_000 + "--x--\r\n",
        no_end='--x\r\nContent-Disposition: form-data; name="text"\r\n\r\n' + "x" * 1_000_000,
        long_head="--x\r\n" + "X: " + "x" * 1_000_000 + "\r\n\r\n\r\n--x--\r\n",
    ),
    *_of({400, 413}, "application/x-www-form-urlencoded", many_fields="a=&" * 1_900_000, bad_encoding="text=%ff%fe"),
    *_of({415}, "image/png", wrong_type=b"\x89PNG"),
    *_of({415}, "text/turtle; charset=utf-16", other_charset=f'{_TRIPLE} "x" .'.encode("utf-16")),
)
