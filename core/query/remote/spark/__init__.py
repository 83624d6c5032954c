"""Spark's form of an interpreted query."""
