"""Reading: saved listings become records, names become identities; no RDF here."""
