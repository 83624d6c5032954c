"""The errors of remote engines, turned into ours."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from core.engines.remote.client import RemoteClient, RemoteFault
from core.engines.remote.watch import OverdueError, SilentError, run_watched
from core.errors import PlanError, QueryError, TimeLimitError, WarehouseError

T = TypeVar("T")

_LONGEST = 300  # characters of an engine's message


def one_line(text: str) -> str:
    """Return an engine's message as one line of limited length."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


def attempt(client: RemoteClient, work: Callable[[], T], timeout: float) -> T:
    """Return the result of an author's query.

    Raises:
        QueryError: The engine refuses it; a transient one if the connection is lost.
        TimeLimitError: It takes longer than `timeout` seconds.
    """
    try:
        return run_watched(work, timeout + client.grace, client.cancel)
    except OverdueError:
        raise _time_limit(timeout) from None
    except SilentError:
        raise QueryError("the warehouse does not answer any more", transient=True) from None
    except Exception as error:
        raise query_error(client.fault(error), timeout) from error


def query_error(fault: RemoteFault, timeout: float) -> QueryError:
    """Return the error of a query that an engine did not answer."""
    if fault.kind == "time":
        return _time_limit(timeout)
    if fault.kind == "gone":
        return QueryError(
            f"a table is gone, or the version at which this run reads it; run again"
            f" ({one_line(fault.message)})"
        )
    if fault.kind in ("table", "column") and fault.word:
        return QueryError(f"the {fault.kind} {fault.word} does not exist")
    return QueryError(one_line(fault.message), transient=fault.kind == "lost")


def _time_limit(timeout: float) -> TimeLimitError:
    return TimeLimitError(
        f"took longer than {timeout:g} s; make the query faster or raise SCORECARD_QUERY_TIMEOUT"
    )


def plan_error(fault: RemoteFault) -> PlanError:
    """Return the error of a query that an engine does not plan."""
    missing = fault.kind if fault.kind in ("table", "column") else ""
    return PlanError(one_line(fault.message), missing=missing, word=fault.word)


def warehouse_error(client: RemoteClient, error: Exception) -> WarehouseError:
    """Return the error of one of the framework's own questions."""
    fault = client.fault(error)
    return WarehouseError(
        f"the warehouse failed: {one_line(fault.message)}; fix it and run again, nothing is half"
        " stored",
        transient=fault.kind == "lost",
    )
