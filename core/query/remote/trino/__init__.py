"""Trino's form of an interpreted query."""
