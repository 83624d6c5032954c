"""PostgreSQL's errors: a sentence for people, and whether a second attempt may succeed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from core.engines.postgres.rights import with_grant
from core.errors import NoTableError, SettingsError, WarehouseError

_CONNECTION_EXCEPTION = "08"
_QUOTED = re.compile('"[^"]*"')
_PASSING = frozenset(
    (
        "40001",  # serialization failure, also a conflict with recovery on a standby
        "40P01",  # deadlock detected
        "53300",  # too many connections
        "55P03",  # lock not available
        "57P01",  # admin shutdown
        "57P02",  # crash shutdown
        "57P03",  # cannot connect now
    )
)
# A refused connection has words but no SQLSTATE: those of 53300 and of 57P01 to 57P03.
_PASSING_WORDS = (
    "starting up",
    "shutting down",
    "in recovery",
    "not yet accepting connections",
    "too many",
    "connection slots are reserved",
    "administrator command",
)
# Words of a pooler that has no connection of its own left.
_OF_POOLERS = {
    "query_wait_timeout": "the pooler has too few connections (query_wait_timeout), a run needs 2",
}
# Faults of the client, which neither the server nor the network will change.
_LASTING_WORDS = ("invalid ", "no password supplied", "SSL was required", "certificate")


def is_transient(error: psycopg.Error) -> bool:
    """Return whether a second attempt may succeed a moment later.

    So may a connection that is refused or lost without an SQLSTATE, unless the server gave a
    lasting reason: a needless wait costs seconds, giving up too early a Monday.
    """
    if error.sqlstate:
        return error.sqlstate.startswith(_CONNECTION_EXCEPTION) or error.sqlstate in _PASSING
    text = str(error)
    if not isinstance(error, psycopg.OperationalError):
        return False
    if any(words in text for words in _LASTING_WORDS):
        return False
    return "FATAL:" not in text or any(words in text for words in _PASSING_WORDS)


def reason(error: psycopg.Error) -> str:
    """Return the server's message without its position marks and context; it holds no password."""
    message = (error.diag.message_primary or "").strip()
    if message in _OF_POOLERS:
        return _OF_POOLERS[message]
    if message:
        return message.splitlines()[-1].strip()
    return _first_line(error).removeprefix("consuming input failed: ")


def refusal(error: psycopg.Error) -> str:
    """Return why a connection was refused, without address, other attempts and hints."""
    text = _first_line(error).rpartition(" failed: ")[2].removeprefix("FATAL:").strip()
    # libpq quotes the setting that it cannot read.
    return _QUOTED.sub('"…"', text) if "invalid " in text else text


def _first_line(error: psycopg.Error) -> str:
    text = str(error).strip()
    return text.splitlines()[0].strip() if text else type(error).__name__


@contextmanager
def translated_errors(
    role: str = "warehouse", user: str = "", statement: str = ""
) -> Iterator[None]:
    """Turn the driver's errors, in the framework's own statements, into ours.

    `role` is what the message calls the database; `user` is who runs `statement` there.
    """
    try:
        yield
    except psycopg.errors.UndefinedTable as error:
        raise NoTableError(
            f"the {role} lacks something: {reason(error)}; run scorecard init"
        ) from None
    except psycopg.errors.UndefinedColumn as error:
        raise WarehouseError(
            f"the store is of an earlier version: {reason(error)}; run scorecard init"
        ) from None
    except psycopg.errors.InsufficientPrivilege as error:
        refused = with_grant(reason(error), statement, user, stores=True)
        raise SettingsError(f"the {role} refuses {user}: {refused}") from None
    except psycopg.Error as error:
        raise WarehouseError(
            f"the {role} failed: {reason(error)}; fix it and run again, nothing is half stored",
            transient=is_transient(error),
        ) from None
