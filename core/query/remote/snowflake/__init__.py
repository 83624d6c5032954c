"""Snowflake's form of an interpreted query."""
