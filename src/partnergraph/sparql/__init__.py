"""SPARQL as a service speaks it: the protocol, the scan of strangers' queries, and the canned queries.

Free of any web framework and of any engine.
"""
