"""Connections to PostgreSQL: how long they may be silent, and what texts mean on them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from urllib.parse import urlsplit

import pytest

from core.engines.location import Location
from core.engines.postgres.connection import Connection, open_session
from core.engines.postgres.target import read_target
from tests.warehouses import execute


def connection_to(url: str) -> Connection:
    return open_session(read_target(Location("SCORECARD_WAREHOUSE", url), {}), "scorecard test")


def test_our_limits_hold_but_for_those_that_the_url_sets(postgres_url: str) -> None:
    url = f"{postgres_url}&keepalives_idle=7&options=-c%20idle_session_timeout%3D9000"
    with closing(connection_to(url)) as connection:
        show = "SELECT current_setting($1)"
        found = {
            name: connection.execute(show, [name]).fetchall()[0][0]
            for name in ("application_name", "idle_session_timeout", "transaction_timeout")
        }
        parameters = connection.info.get_parameters()

    assert found == {
        "application_name": "scorecard test",
        "idle_session_timeout": "9s",
        "transaction_timeout": "0",
    }
    assert (parameters["keepalives_idle"], parameters["keepalives_interval"]) == ("7", "5")


OTHERS = {
    "array_nulls": "off",
    "bytea_output": "escape",
    "client_encoding": "LATIN1",
    "datestyle": "German, DMY",
    "extra_float_digits": "-9",
    "intervalstyle": "iso_8601",
    "standard_conforming_strings": "off",
    "timezone_abbreviations": "India",
    "transform_null_equals": "on",
}


@pytest.fixture
def unusual(postgres_url: str) -> Iterator[str]:
    """Return the URL of a database whose settings change what texts mean."""
    name = urlsplit(postgres_url).path.removeprefix("/")
    execute(postgres_url, *(f"ALTER DATABASE {name} SET {key} = '{OTHERS[key]}'" for key in OTHERS))
    yield postgres_url
    execute(postgres_url, f"ALTER DATABASE {name} RESET ALL")


def test_no_setting_of_the_database_changes_what_a_query_means(unusual: str) -> None:
    with closing(connection_to(unusual)) as connection:
        row = connection.execute(
            """
            SELECT (0.1::float8 + 0.2)::text, NULL = NULL, '\\n'::text, '{NULL}'::text[],
                '02/01/2026'::date::text, interval '1 day'::text, '\\x41'::bytea::text, 'é–'
            """
        ).fetchall()

    assert row == [
        ("0.30000000000000004", None, "\\n", [None], "2026-02-01", "1 day", "\\x41", "é–")
    ]


def test_an_option_of_the_url_does_not_change_it_either(postgres_url: str) -> None:
    url = f"{postgres_url}&options=-c%20extra_float_digits%3D-9"
    with closing(connection_to(url)) as connection:
        (row,) = connection.execute("SELECT (0.1::float8 + 0.2)::text").fetchall()

    assert row == ("0.30000000000000004",)
