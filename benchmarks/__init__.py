"""Measurements of the endpoint beside its peers; `make bench` runs them."""
