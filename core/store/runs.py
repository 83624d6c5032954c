"""Which runs there were and which definitions they used: what a number leads back to."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta

from core.engines import Warehouse
from core.model import Definition
from core.store.columns import EPOCH
from core.store.schema import SCHEMA
from core.store.tables import insert, read


@dataclass(frozen=True, slots=True)
class Run:
    """One run of one domain; `engine` is where its queries ran, with the version."""

    run_id: str
    domain: str
    command: str
    started_by: str
    host: str
    code_version: str
    started_at: datetime
    engine: str = ""


@dataclass(frozen=True, slots=True)
class PastRun:
    """A run and how it ended: `outcome` is `running`, `ok`, `failed` or `interrupted`."""

    run: Run
    finished_at: datetime | None
    outcome: str
    message: str


def new_run_id(domain: str, now: datetime) -> str:
    """Return an id that sorts by time and tells the domain."""
    return f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}-{domain}-{os.urandom(3).hex()}"


class Journal:
    """Runs and definitions of all domains in one warehouse."""

    def __init__(self, warehouse: Warehouse) -> None:
        self._warehouse = warehouse

    def definitions(self, domain: str) -> dict[int, Definition]:
        """Return the newest definition of each KPI of a domain, by number."""
        return {number: definition for (_, number), definition in self._newest([domain]).items()}

    def definition(self, domain: str, number: int, version: str) -> tuple[Definition, str] | None:
        """Return one version of a KPI's definition, and the first run with it."""
        names = [f.name for f in fields(Definition)]
        found = read(
            self._warehouse,
            f"SELECT first_run, {', '.join(names)} FROM {SCHEMA}.scorecard_definition "
            "WHERE domain = :domain AND kpi_number = :number AND version = :version",
            {"domain": domain, "number": number, "version": version},
        )
        return next(
            (
                (Definition(**dict(zip(names, values, strict=True))), first)
                for first, *values in found.rows
            ),
            None,
        )

    def run(self, run_id: str) -> PastRun | None:
        """Return a run; None where there is no record of it."""
        names = [f.name for f in fields(Run)]
        found = read(
            self._warehouse,
            f"SELECT finished_at, outcome, message, {', '.join(names)} FROM {SCHEMA}.scorecard_run"
            " WHERE run_id = :run",
            {"run": run_id},
        )
        return next((PastRun(Run(*row[3:]), *row[:3]) for row in found.rows), None)

    def _newest(self, domains: Iterable[str]) -> dict[tuple[str, int], Definition]:
        names = [f.name for f in fields(Definition)]
        found = read(
            self._warehouse,
            f"SELECT {', '.join(names)} FROM {SCHEMA}.scorecard_definition "
            "WHERE domain = ANY(:domains::text[]) ORDER BY last_seen",
            {"domains": list(domains)},
        )
        definitions = (Definition(**dict(zip(names, values, strict=True))) for values in found.rows)
        return {
            (definition.domain, definition.kpi_number): definition for definition in definitions
        }

    def last_outcome(self, domain: str, since: datetime) -> str:
        """Return the outcome of a domain's newest run from an instant on; empty where there is
        none.
        """
        found = read(
            self._warehouse,
            f"SELECT outcome FROM {SCHEMA}.scorecard_run WHERE domain = :domain AND started_at >="
            " :since::timestamptz ORDER BY started_at DESC LIMIT 1",
            {"domain": domain, "since": since},
        )
        return str(found.rows[0][0]) if found.rows else ""

    def begin(self, runs: Sequence[Run], definitions: Sequence[Definition]) -> None:
        """Record that runs have begun, one a domain, and the definitions that they use."""
        with self._warehouse.transaction():
            self._bury([run.domain for run in runs])
            columns = {
                f.name: ("text", [getattr(run, f.name) for run in runs]) for f in fields(Run)
            }
            columns["started_at"] = ("timestamptz", columns["started_at"][1])
            columns["outcome"] = ("text", ["running"] * len(runs))
            insert(self._warehouse, "scorecard_run", columns)
            newest = self._newest(run.domain for run in runs)
            new = [
                each for each in definitions if newest.get((each.domain, each.kpi_number)) != each
            ]
            self._define(new, {run.domain: run for run in runs})

    def _bury(self, domains: Sequence[str]) -> None:
        """Say of runs that never ended that they are dead; whoever asks holds their lock."""
        self._warehouse.execute(
            f"UPDATE {SCHEMA}.scorecard_run SET outcome = 'interrupted', "
            "message = 'its connection ended without a word' "
            "WHERE outcome = 'running' AND domain = ANY(:domains::text[])",
            {"domains": domains},
        )

    def _define(self, definitions: Sequence[Definition], runs: Mapping[str, Run]) -> None:
        """Remember definitions that are new or in force again; what may change in a version is
        brought up to date.
        """
        if not definitions:
            return
        kinds = {"kpi_number": "int", "target": "float8"}
        names = [f.name for f in fields(Definition)]
        columns = {
            name: (kinds.get(name, "text"), [getattr(each, name) for each in definitions])
            for name in names
        }
        columns["first_run"] = ("text", [runs[each.domain].run_id for each in definitions])
        latest = self._last_seen(runs)
        columns["last_seen"] = (
            "timestamptz",
            [max(latest, runs[each.domain].started_at) for each in definitions],
        )
        changing = (
            "name",
            "meaning",
            "owner",
            "better",
            "target",
            "query",
            "reviewed",
            "last_seen",
        )
        updates = ", ".join(f"{name} = excluded.{name}" for name in changing)
        insert(
            self._warehouse,
            "scorecard_definition",
            columns,
            f"ON CONFLICT (domain, kpi_number, version) DO UPDATE SET {updates}",
        )

    def _last_seen(self, domains: Iterable[str]) -> datetime:
        """Return an instant after all at which definitions came into force: a clock may have been
        set back.
        """
        found = read(
            self._warehouse,
            "SELECT (extract(epoch FROM max(last_seen)) * 1000000)::bigint FROM"
            f" {SCHEMA}.scorecard_definition WHERE domain = ANY(:domains::text[])",
            {"domains": list(domains)},
        )
        return EPOCH + timedelta(microseconds=(found.rows[0][0] or 0) + 1)

    def finish(self, run_ids: Iterable[str], outcome: str, message: str, now: datetime) -> None:
        """Record how runs ended."""
        self._warehouse.execute(
            f"UPDATE {SCHEMA}.scorecard_run SET finished_at = :now, outcome = :outcome, message ="
            " :message WHERE run_id = ANY(:runs::text[])",
            {"now": now, "outcome": outcome, "message": message, "runs": list(run_ids)},
        )
