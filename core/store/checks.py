"""The outcomes of checks, and values that people let through although checks keep them back."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from core.engines import Database
from core.query import Params
from core.store.columns import make_columns
from core.store.tables import full_name, insert, query, read

_NEVER = datetime(9999, 12, 31, tzinfo=UTC)
_CHECKS, _RELEASES = "scorecard_source_check", "scorecard_value_release"
# Outcomes after which a source's number of rows is one to compare with.
_ACCEPTED = ("passed", "excused", "accepted")


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRecord:
    """The outcome of a check in one run.

    `outcome` is `passed`, `warned`, `blocked`, `excused`, `late`, or `accepted` once a value that
    it kept back was released. `measured` is the share that deviates, `allowed` the largest allowed;
    of a check `fresh` both are hours. `kpis` are the numbers of the KPIs whose values it keeps
    back.
    """

    run_id: str
    domain: str
    source: str
    check_name: str
    kind: str
    outcome: str
    measured: float | None
    allowed: float | None
    rows: int | None
    newest: datetime | None
    message: str
    kpis: str
    checked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """A value that a person let through although checks kept it back.

    `checks` is one per line; `measured` says of each how far the value was from what it allows,
    empty if unknown.
    """

    domain: str
    kpi_number: int
    period: str
    checks: str
    reason: str
    note: str
    released_by: str
    host: str
    command: str
    run_id: str
    released_at: datetime
    measured: str = ""

    def names(self, checks: Collection[str]) -> bool:
        """Return whether it lets something of each of these checks through."""
        return set(checks) <= set(self.checks.splitlines())

    def measured_of(self, check: str) -> float | None:
        """Return the furthest that one check let through; None if unknown."""
        pairs = zip(self.checks.splitlines(), self.measured.split("\n"), strict=False)
        known = [float(text) for name, text in pairs if name == check and text]
        return max(known, default=None)


@dataclass(frozen=True, slots=True)
class Checks:
    """The outcomes of checks, and releases, of all domains in one store."""

    database: Database

    def add(self, results: Sequence[CheckRecord]) -> None:
        """Store the outcomes of a run's checks."""
        insert(self.database, _CHECKS, make_columns(results))

    def newest(self, domains: Sequence[str], until: datetime | None = None) -> list[CheckRecord]:
        """Return the newest outcome of each check of some domains, by source and check.

        With `until`, the newest one at that instant.
        """
        clauses = (
            f"WHERE domain = ANY(:domains::text[]) AND checked_at = (SELECT max(checked_at)"
            f" FROM {full_name(_CHECKS)} AS later WHERE later.domain = {_CHECKS}.domain"
            f" AND later.source = {_CHECKS}.source AND later.check_name = {_CHECKS}.check_name"
            " AND later.checked_at <= :until::timestamptz)"
            " ORDER BY domain, source, check_name, run_id"
        )
        given = {"domains": list(domains), "until": until or _NEVER}
        return read(self.database, CheckRecord, _CHECKS, clauses, given)

    def accepted_rows(self) -> dict[tuple[str, str], int]:
        """Return how many rows each source had when a check of its number last passed.

        Sources and checks are by name.
        """
        found = query(
            self.database,
            f"SELECT source, check_name, row_count FROM {full_name(_CHECKS)} "
            "WHERE kind = 'rows_like_before' AND row_count IS NOT NULL "
            "AND outcome = ANY(:accepted::text[]) ORDER BY checked_at",
            {"accepted": list(_ACCEPTED)},
        )
        return {(source, name): int(rows) for source, name, rows in found.rows}

    def add_release(self, release: Release) -> None:
        """Store a release; the checks that it lets through are accepted from now on."""
        insert(self.database, _RELEASES, make_columns([release]))

    def releases(self, domain: str) -> list[Release]:
        """Return the releases of a domain, oldest first."""
        clauses = "WHERE domain = :domain ORDER BY released_at"
        params: Params = {"domain": domain}
        return read(self.database, Release, _RELEASES, clauses, params)
