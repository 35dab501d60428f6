"""JSON-LD that people can use: one context, a frame for each class, and the schemas of what comes out.

`framed` turns the statements of a document into a nested JSON object and back again without loss.  Nothing here reaches
the network: the only context that is ever loaded is our own, from disk.
"""

from partnergraph.jsonld.context import CONTEXT, VERSION, context_document
from partnergraph.jsonld.frames import frame_class, frame_document, frame_name, frame_names
from partnergraph.jsonld.framing import Statement, framed
from partnergraph.jsonld.schema import schema_document

__all__ = [
    "CONTEXT",
    "VERSION",
    "Statement",
    "context_document",
    "frame_class",
    "frame_document",
    "frame_name",
    "frame_names",
    "framed",
    "schema_document",
]
