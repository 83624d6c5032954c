"""Connections to PostgreSQL that notice when the other side is gone."""

from __future__ import annotations

import select
from contextlib import closing
from typing import Any

import psycopg

from core.engines.postgres.errors import is_transient, refusal
from core.engines.postgres.target import ServerTarget
from core.errors import SettingsError

LONGEST_NAME = 63  # bytes of what others see of a connection; a server cuts the rest

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
# of the limits it stays. The process of the server is another one than expected behind a pooler.
_CONFIGURE = """
    SELECT pg_backend_pid(), set_config(name, value, false)
    FROM unnest($1::text[], $2::text[]) AS ours(name, value)
    JOIN pg_settings USING (name)
    WHERE (source <> 'client' OR name = ANY ($3::text[]))
        AND coalesce($4::int, pg_backend_pid()) = pg_backend_pid()
"""
_PROCESS = "SELECT pg_backend_pid()"
# Seconds that a pooler has to give a second connection its session. One that has none left gives
# each connection a session of its own.
_PROBE_PATIENCE = 2.0
SHARED_SESSION = (
    "a pooler in transaction mode lets connections share sessions, so that two runs could hold one"
    " lock; give the port of a pooler in session mode, or the server's own"
)


def open_session(target: ServerTarget, name: str) -> Connection:
    """Connect to a server, in a session of our own; `name` is what others see of the connection.

    Raises:
        SettingsError: The server cannot be reached, or a pooler shares sessions.
    """
    connection = connect(target, name)
    try:
        if not _configure(connection, connection.info.backend_pid):
            _refuse_shared_session(connection, target)
            configure(connection)
    except psycopg.Error as error:
        raise _unreachable(target, error) from None
    except BaseException:
        connection.close()
        raise
    return connection


def connect(target: ServerTarget, name: str) -> Connection:
    """Connect to a server, and leave the session's settings as they are.

    Raises:
        SettingsError: The server cannot be reached.
    """
    parameters = {**_PATIENCE, **target.parameters, "application_name": name[:LONGEST_NAME]}
    try:
        return psycopg.connect(
            target.url, autocommit=True, cursor_factory=psycopg.RawCursor, **parameters
        )
    except psycopg.Error as error:
        raise _unreachable(target, error) from None


def configure(connection: Connection) -> None:
    """Set what decides the meaning of texts and how long the session may be silent.

    Raises:
        psycopg.Error: The server refuses it, or is gone.
    """
    process = _configure(connection, None)
    if process != connection.info.backend_pid:
        # Another connection may have prepared statements of the same names in the pooler's session.
        connection.prepare_threshold = None


def is_pooled(connection: Connection) -> bool:
    """Return whether a pooler answers for the server."""
    return connection.prepare_threshold is None


def _configure(connection: Connection, expected: int | None) -> int | None:
    """Configure a session, of the server's process `expected` alone; return that process."""
    ours = {**_SESSION, **_MEANING}
    params = [list(ours), list(ours.values()), list(_MEANING), expected]
    rows = connection.execute(_CONFIGURE, params).fetchall()
    return int(rows[0][0]) if rows else None


def _refuse_shared_session(connection: Connection, target: ServerTarget) -> None:
    """Raise `SettingsError` if another connection, or the next statement, gets another session."""
    own = connection.execute(_PROCESS).fetchall()[0][0]
    with closing(connect(target, "scorecard probe")) as probe:
        others = _process_within(probe, _PROBE_PATIENCE)
    if own == others or connection.execute(_PROCESS).fetchall()[0][0] != own:
        raise SettingsError(f"{target.setting}: {SHARED_SESSION}")


def _process_within(connection: Connection, seconds: float) -> int | None:
    """Return the server's process behind a connection; None if there is none in time."""
    connection.pgconn.send_query(_PROCESS.encode())
    answer = select.poll()
    answer.register(connection.fileno(), select.POLLIN)
    if not answer.poll(seconds * 1000):
        return None
    result = connection.pgconn.get_result()
    value = result.get_value(0, 0) if result else None
    return int(value) if value else None


def _unreachable(target: ServerTarget, error: psycopg.Error) -> SettingsError:
    return SettingsError(
        f"{target.setting}: {target.place} cannot be reached: {refusal(error)}; "
        "start the server, or fix the URL",
        transient=is_transient(error),
    )
