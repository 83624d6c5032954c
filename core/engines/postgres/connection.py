"""Connections to PostgreSQL that notice when the other side is gone."""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict

from core.engines.postgres.errors import is_transient, refusal
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
# An older server does not have all of them. What the URL's `options` set has the source client, and
# stays.
_CONFIGURE = """
    SELECT set_config(name, value, false) FROM unnest($1::text[], $2::text[]) AS ours(name, value)
    JOIN pg_settings USING (name) WHERE source <> 'client'
"""


def connect(url: str, name: str) -> Connection:
    """Connect to a server; `name` is what others see of the connection.

    Raises:
        SettingsError: The URL is malformed, or the server cannot be reached.
    """
    try:
        connection = psycopg.connect(
            url,
            autocommit=True,
            application_name=name[:63],
            cursor_factory=psycopg.RawCursor,
            **_defaults_for(url),
        )
        connection.execute(_CONFIGURE, [list(_SESSION), list(_SESSION.values())])
    except psycopg.Error as error:
        raise SettingsError(
            f"SCORECARD_WAREHOUSE: {place_of(url)} cannot be reached: {refusal(error)}; "
            "start the server, or fix the URL",
            transient=is_transient(error),
        ) from None
    return connection


def _defaults_for(url: str) -> dict[str, Any]:
    """Return those of our parameters that the URL does not set itself."""
    given = conninfo_to_dict(url)
    return {name: value for name, value in _PATIENCE.items() if name not in given}


def place_of(url: str) -> str:
    """Return host and database, for people; the URL itself may hold a password.

    Raises:
        SettingsError: The URL is malformed, so that what looks like host or database may be part of
            the password.
    """
    try:
        parts = conninfo_to_dict(url)
    except psycopg.Error:
        parts = {"dbname": "@"}
    host, database = str(parts.get("host") or "/"), str(parts.get("dbname") or "")
    if "@" in database:
        raise SettingsError(
            "SCORECARD_WAREHOUSE is not a valid postgresql:// URL; "
            "write %2F for a / in the password and %40 for an @, or use PGPASSWORD"
        )
    return f"{'the local socket' if host.startswith('/') else host}/{database}"
