"""Tests of reading: tables, names, listings."""
