"""A table of odd texts for the corpus: empty, equal, escaped, of several lines, not of ASCII."""

from __future__ import annotations

from typing import Any

import psycopg

TYPES = {"id": "integer", "k": "text", "w": "text", "n": "integer"}
Word = tuple[int, str | None, str | None, int | None]
# 😀 comes after ﬁ by code points, and before it in UTF-16.
WORDS: list[Word] = [
    (1, "a", "apple", 3),
    (2, "a", "Apple", 1),
    (3, "A", "Äpfel", 2),
    (4, "ä", "Zebra", 2),
    (5, None, "zebra", None),
    (6, "a", "", 5),
    (7, "b", None, 4),
    (8, "b", "apple", 4),
    (9, "", "a_b%c", -1),
    (10, "b", "back\\slash", 7),
    (11, None, "😀 smile", 7),
    (12, "b", "ﬁn", 0),
    (13, "A", "two\nlines", None),
    (14, "ä", "man\u0303ana", 6),
    (15, "b", " a,b,,c ", 2),
    (16, "", "10% off", 2),
    (17, None, None, None),
    (18, "a", "2026-01-05", 1),
    (19, "c", "x.y-z [1] (2) 33", 2),
]
_CREATE = "CREATE TABLE stg.words"


def fill_postgres(connection: psycopg.Connection[Any]) -> None:
    connection.execute(f"{_CREATE} (id int, k text, w text, n int)".encode())
    connection.cursor().executemany("INSERT INTO stg.words VALUES (%s, %s, %s, %s)", WORDS)


def fill_spark(session: Any, folder: str) -> None:
    columns = "id int, k string, w string, n int"
    session.sql(f"{_CREATE} ({columns}) USING parquet LOCATION '{folder}'")
    session.sql(f"INSERT INTO stg.words VALUES {_rows()}")


def fill_clickhouse(session: Any) -> None:
    columns = "id Int32, k Nullable(String), w Nullable(String), n Nullable(Int32)"
    session.query(f"{_CREATE} ({columns}) ENGINE = MergeTree ORDER BY tuple()")
    session.query(f"INSERT INTO stg.words VALUES {_rows()}")


def _rows() -> str:
    return ", ".join(f"({', '.join(_literal(cell) for cell in row)})" for row in WORDS)


def _literal(cell: str | int | None) -> str:
    if cell is None:
        return "NULL"
    text = str(cell).replace("\\", "\\\\").replace("\n", "\\n")
    return f"'{text}'" if isinstance(cell, str) else text
