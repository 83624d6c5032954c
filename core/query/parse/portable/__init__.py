"""Judges whether a query gives the same answer on PostgreSQL and on DuckDB."""
