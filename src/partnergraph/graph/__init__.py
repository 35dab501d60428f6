"""Mapping: records become an RDF graph, and the graph a description of itself."""
