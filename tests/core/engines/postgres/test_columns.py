"""The types of PostgreSQL's columns."""

from __future__ import annotations

import psycopg

from core.engines.postgres.columns import column_types


def test_types_are_the_servers_names_and_a_domain_is_what_it_is_made_of(postgres_url: str) -> None:
    with psycopg.connect(postgres_url, cursor_factory=psycopg.RawCursor) as connection:
        connection.execute("CREATE SCHEMA stg")
        connection.execute("CREATE DOMAIN stg.amount AS numeric(10, 2)")
        connection.execute(
            'CREATE TABLE stg.t (paid stg.amount, code char(3), "Name" text COLLATE "C",'
            ' "A" int, a bigint)'
        )
        types = column_types(connection, ["stg.t", "stg.gone"])

    assert types == {
        "stg.t": {
            "paid": "numeric(10,2)",
            "code": "character(3)",
            "name": "text",
            "a": "ambiguous",
        }
    }
