"""The ledger of changed values, read: the story of a cell, and what changed since a day or a run."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from core.engines import Warehouse
from core.errors import UsageError
from core.model import Change
from core.store.schema import SCHEMA
from core.store.tables import read

_COLUMNS = (
    "domain, kpi_number, field_details, range_type, period, period_start, old_value, new_value,"
    " old_reason, new_reason, cause, run_id, old_run_id, restated_at, note, provisional"
)


def changes_of_kpi(
    warehouse: Warehouse, domain: str, number: int, first: date | None, last: date | None
) -> list[Change]:
    """Return all changes of a KPI's values for periods that begin between two days, oldest change
    first.
    """
    return _changes(
        warehouse,
        "domain = :domain AND kpi_number = :number AND period_start BETWEEN :first::date AND"
        " :last::date",
        {
            "domain": domain,
            "number": number,
            "first": first or date(1000, 1, 1),
            "last": last or date(9999, 12, 31),
        },
    )


def changes_since(warehouse: Warehouse, domains: Sequence[str], since: datetime) -> list[Change]:
    """Return all changes of some domains from an instant on, oldest first."""
    where = "domain = ANY(:domains::text[]) AND restated_at >= :since::timestamptz"
    return _changes(warehouse, where, {"domains": list(domains), "since": since})


def run_start(warehouse: Warehouse, run_id: str) -> datetime:
    """Return when a run began.

    Raises:
        UsageError: There is no such run.
    """
    sql = f"SELECT started_at FROM {SCHEMA}.scorecard_run WHERE run_id = :run"
    found = read(warehouse, sql, {"run": run_id}).rows
    if not found:
        raise UsageError(
            f"{run_id!r} is neither a day such as 2026-11-16 nor the id of a run; see scorecard"
            " history"
        )
    started: datetime = found[0][0]
    return started


def _changes(warehouse: Warehouse, where: str, params: dict[str, Any]) -> list[Change]:
    found = read(
        warehouse,
        f"SELECT {_COLUMNS} FROM {SCHEMA}.scorecard_restatement WHERE {where} "
        "ORDER BY restated_at, domain, kpi_number, period_start, field_details",
        params,
    )
    return [Change(*row) for row in found.rows]
