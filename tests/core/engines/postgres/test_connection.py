"""Connections to PostgreSQL: how long they may be silent."""

from __future__ import annotations

from contextlib import closing

from core.engines.postgres.connection import connect
from core.engines.postgres.target import read_target


def test_our_limits_hold_but_for_those_that_the_url_sets(postgres_url: str) -> None:
    url = f"{postgres_url}&keepalives_idle=7&options=-c%20idle_session_timeout%3D9000"
    with closing(connect(read_target(url, {}), "scorecard test")) as connection:
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
