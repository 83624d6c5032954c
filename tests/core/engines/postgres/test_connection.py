"""Connections to PostgreSQL: where they lead, and how long they may be silent."""

from __future__ import annotations

from contextlib import closing

import pytest

from core.engines.postgres.connection import connect, place_of
from core.errors import SettingsError


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("postgresql://me:s3cret@db.example.com:5433/warehouse", "db.example.com/warehouse"),
        ("postgresql://me@db.example.com/warehouse?password=s3cret", "db.example.com/warehouse"),
        ("postgresql:///warehouse", "the local socket/warehouse"),
        ("postgresql:///warehouse?host=/var/run", "the local socket/warehouse"),
    ],
)
def test_a_place_is_host_and_database_without_a_password(url: str, place: str) -> None:
    assert place_of(url) == place


@pytest.mark.parametrize(
    "url", ["postgresql://me:s3/cret@host/warehouse", "postgresql://me:s3cret@host/ware@s3cret"]
)
def test_a_url_that_may_show_part_of_a_password_is_not_quoted(url: str) -> None:
    with pytest.raises(SettingsError, match="not a valid postgresql:// URL") as caught:
        place_of(url)
    assert "cret" not in str(caught.value)


def test_our_limits_hold_but_for_those_that_the_url_sets(postgres_url: str) -> None:
    url = f"{postgres_url}&keepalives_idle=7&options=-c%20idle_session_timeout%3D9000"
    with closing(connect(url, "scorecard test")) as connection:
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
