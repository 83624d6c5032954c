"""The measurement of a source's checks: one statement, or each check alone where that fails."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from core.engines import instant
from core.errors import QueryError
from core.model import SourceCheck
from core.quality.statement import NEWEST, ROWS
from core.query import Result

Ask = Callable[[Sequence[SourceCheck]], Result]


@dataclass(frozen=True, slots=True)
class Measurement:
    """The state of a source, and what was counted for each check.

    `found` are the rows that deviate of those that a check counted, `of`; of a reconciliation the
    two numbers. A check that could not be measured is in `faults`, with the reason.
    """

    rows: int | None = None
    newest: datetime | None = None
    counts: Mapping[SourceCheck, tuple[float | None, float | None]] = field(default_factory=dict)
    types: Mapping[str, str] = field(default_factory=dict)
    faults: Mapping[SourceCheck, str] = field(default_factory=dict)
    fault: str = ""


def measure_source(
    checks: Sequence[SourceCheck], ask: Ask, recover: Callable[[], object]
) -> Measurement:
    """Measure all checks of a source by one statement.

    If it fails, each is measured alone, so that one that cannot be measured spoils no other. `ask`
    runs the statement of some checks; `recover` comes after one that failed.
    """
    try:
        return _read(checks, ask(checks))
    except QueryError as error:
        recover()
        if len(checks) == 1:
            return Measurement(faults={checks[0]: str(error)})
        if not checks:
            return Measurement(fault=str(error))
    measured = measure_source((), ask, recover)
    counts, faults = dict(measured.counts), dict(measured.faults)
    for check in checks:
        alone = measure_source((check,), ask, recover)
        counts |= alone.counts
        faults |= alone.faults
    return Measurement(measured.rows, measured.newest, counts, faults=faults, fault=measured.fault)


def _read(checks: Sequence[SourceCheck], result: Result) -> Measurement:
    if len(result.rows) != 1:
        raise QueryError("its query returns more than one row; return the two numbers in one")
    row: dict[str, Any] = dict(zip(result.columns, result.rows[0], strict=True))
    counts = {}
    for place, check in enumerate(checks):
        found, of = row.get(f"found{place}"), row.get(f"of{place}")
        counts[check] = _number(found), _number(of)
    seconds = _number(row.get(NEWEST))
    return Measurement(int(row[ROWS]), instant(seconds), counts)


def _number(value: Any) -> float | None:
    return None if value is None else float(value)
