"""The gate: nothing reaches a release without passing the shapes.

Violations block; warnings and infos are published with the data and shown to people.
"""

from partnergraph.validation.files import check_files
from partnergraph.validation.gate import Gate, Submission, shipped_ontology, shipped_shapes
from partnergraph.validation.reference import validate, w3c_report
from partnergraph.validation.report import Report, Result, Severity

__all__ = [
    "Gate",
    "Report",
    "Result",
    "Severity",
    "Submission",
    "check_files",
    "shipped_ontology",
    "shipped_shapes",
    "validate",
    "w3c_report",
]
