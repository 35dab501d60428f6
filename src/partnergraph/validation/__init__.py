"""The gate: nothing reaches a release without passing the shapes.

Violations block; warnings and infos are published with the data and shown to people.
"""

from partnergraph.validation.files import check_files, shipped_ontology, shipped_shapes
from partnergraph.validation.reference import validate, w3c_report
from partnergraph.validation.report import Report, Result, Severity

__all__ = [
    "Report",
    "Result",
    "Severity",
    "check_files",
    "shipped_ontology",
    "shipped_shapes",
    "validate",
    "w3c_report",
]
