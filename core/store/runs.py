"""Runs, from their beginning to their end: `scorecard_run`."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from core.engines import Database
from core.errors import UsageError
from core.model import Definition
from core.signals import held
from core.store.columns import make_columns
from core.store.definitions import Definitions, Replacement, UsedDefinition
from core.store.tables import full_name, insert, read

_TABLE = "scorecard_run"


@dataclass(frozen=True, slots=True)
class Run:
    """One run of one domain.

    `code_version` is the project's commit, `is_dirty` whether it had changes without a commit (None
    if that is unknown), `framework` the version of the framework's package. `engine` is where the
    queries ran, with the version. `revision` is the domain's newest definition when the run began;
    None if it had none, or if the run is one of an earlier store. `cadences` are those, separated
    by spaces, of which it computed all that a run on schedule does; None in an earlier store.
    """

    run_id: str
    domain: str
    command: str
    started_by: str
    host: str
    code_version: str
    started_at: datetime
    engine: str = ""
    revision: int | None = None
    is_dirty: bool | None = None
    framework: str = ""
    cadences: str | None = None


@dataclass(frozen=True, slots=True)
class PastRun:
    """A run and how it ended: `outcome` is `running`, `ok`, `failed` or `interrupted`."""

    run: Run
    finished_at: datetime | None
    outcome: str
    message: str


def new_run_id(domain: str, now: datetime) -> str:
    """Return an id that sorts by time and names the domain."""
    return f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}-{domain}-{os.urandom(3).hex()}"


@dataclass(frozen=True, slots=True)
class Runs:
    """The runs of all domains in one store."""

    database: Database

    def find(self, run_id: str) -> PastRun | None:
        """Return a run; None where it is not stored."""
        found = read(self.database, PastRun, _TABLE, "WHERE run_id = :run", {"run": run_id})
        return found[0] if found else None

    def read(self, run_ids: Iterable[str]) -> list[PastRun]:
        """Return some runs by their ids, in order of them."""
        clauses = "WHERE run_id = ANY(:runs::text[]) ORDER BY run_id"
        return read(self.database, PastRun, _TABLE, clauses, {"runs": sorted(run_ids)})

    def start_time(self, run_id: str) -> datetime:
        """Return when a run began.

        Raises:
            UsageError: No such run is stored.
        """
        found = self.find(run_id)
        if found is None:
            raise UsageError(
                f"{run_id!r} is neither a day such as 2026-11-16 nor the id of a run; see scorecard"
                " history"
            )
        return found.run.started_at

    def last_outcome(self, domain: str, since: datetime) -> str:
        """Return the outcome of a domain's newest run from an instant on; empty without one."""
        found = read(
            self.database,
            PastRun,
            _TABLE,
            "WHERE domain = :domain AND started_at >= :since::timestamptz "
            "ORDER BY started_at DESC LIMIT 1",
            {"domain": domain, "since": since},
        )
        return found[0].outcome if found else ""

    def read_newest(
        self,
        domain: str,
        first: datetime | None = None,
        end: datetime | None = None,
        limit: int | None = None,
    ) -> list[PastRun]:
        """Return a domain's runs, newest first, at most `limit`.

        With `first` and `end`, only those that began at `first` or later, and before `end`.
        """
        conditions = ["domain = :domain"]
        if first is not None:
            conditions.append("started_at >= :first::timestamptz")
        if end is not None:
            conditions.append("started_at < :end::timestamptz")
        order = "ORDER BY started_at DESC, run_id DESC"
        if limit is not None:
            order += " LIMIT :limit::bigint"
        params = {"domain": domain, "first": first, "end": end, "limit": limit}
        clauses = f"WHERE {' AND '.join(conditions)} {order}"
        return read(self.database, PastRun, _TABLE, clauses, params)

    def read_scheduled(self, domain: str, since: datetime) -> list[PastRun]:
        """Return the runs of a domain from an instant on that computed all of some cadence."""
        clauses = (
            "WHERE domain = :domain AND started_at >= :since::timestamptz AND cadences <> '' "
            "ORDER BY started_at"
        )
        return read(self.database, PastRun, _TABLE, clauses, {"domain": domain, "since": since})

    def begin(
        self, runs: Sequence[Run], definitions: Sequence[Definition]
    ) -> tuple[Replacement, ...]:
        """Store that runs have begun, one per domain, and the definitions that they use.

        Return the definitions that these replace.
        """
        by_domain = {run.domain: run for run in runs}
        used = []
        for definition in definitions:
            run = by_domain[definition.domain]
            used.append(UsedDefinition(definition, run.run_id, run.started_at))
        # Interrupted while its commit is answered, a connection could not store how the runs end.
        with held(), self.database.transaction():
            self._mark_interrupted(list(by_domain))
            appended = Definitions(self.database).append(used)
            begun = []
            for run in runs:
                current = replace(run, revision=appended.revisions.get(run.domain))
                begun.append(PastRun(current, None, "running", ""))
            insert(self.database, _TABLE, make_columns(begun))
        return appended.replaced

    def _mark_interrupted(self, domains: Sequence[str]) -> None:
        """Mark runs that never finished as interrupted.

        The caller holds their lock, so they cannot be alive.
        """
        self.database.execute(
            f"UPDATE {full_name(_TABLE)} SET outcome = 'interrupted', "
            "message = 'its connection ended before the run finished' "
            "WHERE outcome = 'running' AND domain = ANY(:domains::text[])",
            {"domains": domains},
        )

    def finish(self, run_ids: Iterable[str], outcome: str, message: str, now: datetime) -> None:
        """Store how runs ended."""
        self.database.execute(
            f"UPDATE {full_name(_TABLE)} SET finished_at = :now, outcome = :outcome, "
            "message = :message WHERE run_id = ANY(:runs::text[])",
            {"now": now, "outcome": outcome, "message": message, "runs": list(run_ids)},
        )
