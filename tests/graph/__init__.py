"""Tests of the room that makes graphs."""
