"""Connections to PostgreSQL that notice when the other side is gone."""

from __future__ import annotations

from typing import Any

import psycopg

from core.engines.postgres.errors import is_transient, refusal
from core.engines.postgres.target import Target
from core.errors import SettingsError

Connection = psycopg.Connection[tuple[Any, ...]]

# How we learn that the server's machine or the network is gone, and how long we wait for it, in
# seconds and milliseconds.
_PATIENCE = {
    "connect_timeout": 10,
    "keepalives_idle": 20,
    "keepalives_interval": 5,
    "keepalives_count": 4,
    "tcp_user_timeout": 40_000,
}
# How the server learns the same of us and releases our locks: within 40 s, less than the default
# --wait. A connection that waits while queries run is not dead, so no limit of the server's may end
# it.
_SESSION = {
    "tcp_keepalives_idle": "20",
    "tcp_keepalives_interval": "5",
    "tcp_keepalives_count": "4",
    "tcp_user_timeout": "40000",
    "idle_session_timeout": "0",
    "idle_in_transaction_session_timeout": "0",
    "transaction_timeout": "0",
}
# What decides how the text of a query or of a value reads: the same on every server, whatever the
# database, the role or the URL sets.
_MEANING = {
    "array_nulls": "on",
    "bytea_output": "hex",
    "client_encoding": "UTF8",
    "DateStyle": "ISO, MDY",
    "extra_float_digits": "1",
    "IntervalStyle": "postgres",
    "standard_conforming_strings": "on",
    "timezone_abbreviations": "Default",
    "transform_null_equals": "off",
}
# An older server does not have all of them. What the URL's `options` set has the source client, and
# of the limits it stays.
_CONFIGURE = """
    SELECT set_config(name, value, false) FROM unnest($1::text[], $2::text[]) AS ours(name, value)
    JOIN pg_settings USING (name) WHERE source <> 'client' OR name = ANY ($3::text[])
"""


def connect(target: Target, name: str) -> Connection:
    """Connect to a server; `name` is what others see of the connection.

    Raises:
        SettingsError: The server cannot be reached.
    """
    parameters = {**_PATIENCE, **target.parameters, "application_name": name[:63]}
    try:
        connection = psycopg.connect(
            target.url, autocommit=True, cursor_factory=psycopg.RawCursor, **parameters
        )
        ours = {**_SESSION, **_MEANING}
        connection.execute(_CONFIGURE, [list(ours), list(ours.values()), list(_MEANING)])
    except psycopg.Error as error:
        raise SettingsError(
            f"{target.setting}: {target.place} cannot be reached: {refusal(error)}; "
            "start the server, or fix the URL",
            transient=is_transient(error),
        ) from None
    return connection
