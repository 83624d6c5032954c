"""What PostgreSQL's errors mean: a sentence for people, and whether the same may go well a moment
later.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from core.errors import NoTableError, WarehouseError

_CONNECTION_EXCEPTION = "08"
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
# Who is refused at the door is told in words, without an SQLSTATE: these are the words of 53300 and
# 57P01 to 57P03.
_PASSING_WORDS = (
    "starting up",
    "shutting down",
    "in recovery",
    "not yet accepting connections",
    "too many",
    "connection slots are reserved",
    "administrator command",
)
# What neither the server nor the network will change: of the client's own making.
_LASTING_WORDS = ("invalid ", "no password supplied", "SSL was required", "certificate")


def is_transient(error: psycopg.Error) -> bool:
    """Return whether the same may go well a moment later.

    A connection that is refused or lost without an SQLSTATE is, unless the server gave a reason
    that lasts: waiting in vain costs seconds, giving up in vain a Monday.
    """
    if error.sqlstate:
        return error.sqlstate.startswith(_CONNECTION_EXCEPTION) or error.sqlstate in _PASSING
    text = str(error)
    if not isinstance(error, psycopg.OperationalError) or any(
        words in text for words in _LASTING_WORDS
    ):
        return False
    return "FATAL:" not in text or any(words in text for words in _PASSING_WORDS)


def reason(error: psycopg.Error) -> str:
    """Return the server's message without its position marks and context; it holds no password."""
    lines = [
        line.strip() for line in (error.diag.message_primary or "").splitlines() if line.strip()
    ]
    return lines[-1] if lines else _first_line(error).removeprefix("consuming input failed: ")


def refusal(error: psycopg.Error) -> str:
    """Return why there is no connection, without the address, the other attempts and the server's
    hints.
    """
    return _first_line(error).rpartition(" failed: ")[2].removeprefix("FATAL:").strip()


def _first_line(error: psycopg.Error) -> str:
    return next(
        (line.strip() for line in str(error).splitlines() if line.strip()), type(error).__name__
    )


@contextmanager
def translated_errors() -> Iterator[None]:
    """Turn the driver's errors, in the framework's own statements, into ours."""
    try:
        yield
    except psycopg.errors.UndefinedTable as error:
        raise NoTableError(
            f"the warehouse lacks something: {reason(error)}; run scorecard init"
        ) from None
    except psycopg.errors.UndefinedColumn as error:
        raise WarehouseError(
            f"the store is of an earlier version: {reason(error)}; run scorecard init"
        ) from None
    except psycopg.Error as error:
        raise WarehouseError(
            f"the warehouse failed: {reason(error)}; mend it and run again, nothing is half stored",
            transient=is_transient(error),
        ) from None
