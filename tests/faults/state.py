"""The contents of a store, in a form in which two stores can be compared."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.store.schema import known_migrations
from tests.faults.company import DOMAINS
from tests.warehouses import Query, connected

Kpi = tuple[str, int]
Rows = tuple[tuple[Any, ...], ...]

_ROW = (
    "sc_name, kpi_number, field_name, field_details, range_type, cadence, period, period_start,"
    " period_end, year, year_week, last_sunday, print_date, cut_off, partial, outcome, value,"
    " numerator, denominator, reason, unit, target, target_high, better, thresholds,"
    " definition"
)
_LEDGER = (
    "domain, kpi_number, field_name, field_details, range_type, period, period_start, old_value,"
    " new_value, old_reason, new_reason, cause, restated_at"
)
_DEFINITION = (
    "domain, revision, kpi_number, version, field_name, range_type, cadence, name, meaning, owner,"
    " unit, better, target, sources, query, reviewed, since, settles, source_details, timezone,"
    " title, file_text, in_force_from, targets, thresholds"
)


@dataclass(frozen=True)
class State:
    """Rows and restatements by KPI, without run and time; definitions; runs that did not end.

    Rows beneath manual values are among the rows.

    `orphans` names the kinds of rows that have no definition or no run.
    """

    rows: Mapping[Kpi, Rows]
    ledger: Mapping[Kpi, Rows]
    definitions: Rows
    running: frozenset[str]
    orphans: tuple[str, ...]

    def of(self, kpi: Kpi) -> tuple[Rows, Rows]:
        """Return a KPI's rows and restatements."""
        return self.rows.get(kpi, ()), self.ledger.get(kpi, ())

    @property
    def kpis(self) -> set[Kpi]:
        """The KPIs that have rows or restatements."""
        return {*self.rows, *self.ledger}


def state_of(url: str, scratch: Path) -> State:
    """Return the state of a store.

    Of a DuckDB file, a copy is read, together with its write-ahead log: to open the file itself
    would repair it, which is for the product to do.
    """
    if url.startswith("duckdb"):
        url = f"duckdb:///{_copy(Path(url.removeprefix('duckdb:///')), scratch)}"
    with connected(url) as query:
        return _state(query)


def _state(query: Query) -> State:
    tables = {name for (name,) in query("SELECT table_name FROM information_schema.tables")}
    if "scorecard_schema" not in tables or not _has_schema(query):
        return State({}, {}, (), frozenset(), ())
    domains = [domain for domain in DOMAINS if f"scorecard_{domain}" in tables]
    rows = [
        (domain, *row)
        for domain in domains
        for row in query(f"SELECT {_ROW} FROM vl_analytics.scorecard_{domain}")
    ]
    rows += [
        (domain, *row, "covered")
        for domain, *row in query(f"SELECT domain, {_ROW} FROM vl_analytics.scorecard_covered")
    ]
    ledger = query(f"SELECT {_LEDGER} FROM vl_analytics.scorecard_restatement")
    definitions = query(f"SELECT {_DEFINITION} FROM vl_analytics.scorecard_definition")
    running = query("SELECT run_id FROM vl_analytics.scorecard_run WHERE outcome = 'running'")
    return State(
        _by_kpi(rows, 2),
        _by_kpi(ledger, 1),
        _sorted(definitions),
        frozenset(run_id for (run_id,) in running),
        _orphans(query, domains),
    )


def _has_schema(query: Query) -> bool:
    """Return whether all migrations were applied that no domain has of its own."""
    applied = query("SELECT migration FROM vl_analytics.scorecard_schema WHERE domain = ''")
    return {name for (name,) in applied} >= {each.name for each in known_migrations([])}


def _copy(path: Path, scratch: Path) -> Path:
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    for name in (path.name, f"{path.name}.wal"):
        if (path.parent / name).exists():
            shutil.copyfile(path.parent / name, scratch / name)
    return scratch / path.name


def _by_kpi(rows: list[tuple[Any, ...]], number: int) -> dict[Kpi, Rows]:
    by_kpi: dict[Kpi, list[tuple[Any, ...]]] = {}
    for row in rows:
        by_kpi.setdefault((row[0], row[number]), []).append(row)
    return {kpi: _sorted(rows_of_kpi) for kpi, rows_of_kpi in by_kpi.items()}


def _sorted(rows: list[tuple[Any, ...]]) -> Rows:
    return tuple(sorted(rows, key=repr))


def _orphans(query: Query, domains: list[str]) -> tuple[str, ...]:
    run = "NOT EXISTS (SELECT 1 FROM vl_analytics.scorecard_run AS r WHERE r.run_id = t.run_id)"
    checks = {
        "restatements without their run": (
            f"SELECT count(*) FROM vl_analytics.scorecard_restatement AS t WHERE {run}"
        )
    }
    for domain in domains:
        table = f"SELECT count(*) FROM vl_analytics.scorecard_{domain} AS t WHERE"
        checks[f"rows of {domain} without their run"] = f"{table} {run}"
        checks[f"rows of {domain} without their definition"] = (
            f"{table} NOT EXISTS (SELECT 1 FROM vl_analytics.scorecard_definition AS d WHERE"
            f" d.domain = '{domain}' AND d.kpi_number = t.kpi_number AND d.version = t.definition)"
        )
    return tuple(kind for kind, sql in checks.items() if query(sql) != [(0,)])


def torn_kpis(state: State, before: State, after: State) -> list[str]:
    """Return the KPIs that are neither as before a run nor as after it, and orphaned rows."""
    torn = []
    for kpi in sorted(state.kpis | before.kpis | after.kpis):
        if state.of(kpi) not in (before.of(kpi), after.of(kpi)):
            domain, number = kpi
            torn.append(
                f"{domain}/kpi_{number:02} is neither as before nor as after:"
                f" {_lengths(state, kpi)} of {_lengths(before, kpi)} or {_lengths(after, kpi)}"
            )
    return [*torn, *state.orphans]


def _lengths(state: State, kpi: Kpi) -> str:
    rows, ledger = state.of(kpi)
    return f"{len(rows)} rows and {len(ledger)} restatements"


def differences(state: State, expected: State) -> list[str]:
    """Return the differences between a store and an undisturbed one."""
    lines = []
    for kpi in sorted(state.kpis | expected.kpis):
        for actual, wanted in zip(state.of(kpi), expected.of(kpi), strict=True):
            if actual != wanted:
                domain, number = kpi
                lines.append(
                    f"{domain}/kpi_{number:02}: {_excerpt(actual)} instead of {_excerpt(wanted)}"
                )
    if state.definitions != expected.definitions:
        excerpts = (_excerpt(state.definitions), _excerpt(expected.definitions))
        lines.append("definitions: {} instead of {}".format(*excerpts))
    if state.running:
        lines.append(f"{len(state.running)} runs are recorded as running")
    return [*lines, *state.orphans]


def _excerpt(rows: Rows) -> str:
    return f"{len(rows)} rows {rows[-2:]}"
