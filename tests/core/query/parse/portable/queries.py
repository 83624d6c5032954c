"""Obstacles of single expressions, for the tests of their rules."""

from __future__ import annotations

from core.query.parse.portable.select import find_obstacle

TYPES = {
    "stg.t": {
        "i": "integer",
        "b": "bigint",
        "f": "double precision",
        "n": "numeric(10,2)",
        "yes": "boolean",
        "d": "date",
        "ts": "timestamp without time zone",
        "tz": "timestamp with time zone",
        "x": "text",
    }
}


def obstacle_to(expression: str) -> str:
    """Return the obstacle to counting or adding up an expression."""
    return find_obstacle(f"SELECT {expression} AS value FROM stg.t", TYPES)


def obstacle_to_condition(condition: str) -> str:
    """Return the obstacle to counting the rows that meet a condition."""
    return find_obstacle(f"SELECT count(*) AS value FROM stg.t WHERE {condition}", TYPES)
