"""Moves a stored series to another field, KPI number or domain, with everything that names it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from core.engines import Database
from core.model import Row, SeriesChange
from core.store.columns import make_columns
from core.store.definitions import Definitions
from core.store.replaced_rows import ReplacedRows
from core.store.series import SeriesLedger
from core.store.tables import full_name, insert, scorecard_table
from core.store.values import Store

_SERIES_TABLES = (
    "scorecard_restatement",
    "scorecard_comment",
    "scorecard_limits",
    "scorecard_explanation",
)
_CELL_TABLES = (
    "scorecard_cell",
    "scorecard_note",
    "scorecard_cell_planned",
    "scorecard_cell_overwritten",
)


@dataclass(frozen=True, slots=True)
class SeriesMove:
    """A rename: its record, the rows, and the beginnings of the row keys in spreadsheets.

    `title` is that of the new domain's scorecard.
    """

    change: SeriesChange
    rows: Sequence[Row]
    covered: Sequence[Row]
    old_row_key: str
    new_row_key: str
    title: str

    @property
    def parameters(self) -> dict[str, Any]:
        """Parameters that name the old and the new series."""
        change = self.change
        return {
            "domain": change.domain,
            "number": change.kpi_number,
            "field": change.field_name,
            "to_domain": change.new_domain,
            "to_number": change.new_number,
            "to_field": change.new_field,
        }


def find_rows(database: Database, change: SeriesChange) -> tuple[list[Row], list[Row]]:
    """Return the rows of the series that a change moves, and the computed ones beneath them."""
    store = Store(database)
    series = change.kpi_number, change.field_name
    rows = store.rows(change.domain, [change.kpi_number])
    covered = store.covered_rows(change.domain)
    return (
        [row for row in rows if row.key[:2] == series],
        [row for row in covered if row.key[:2] == series],
    )


def move_series(database: Database, move: SeriesMove) -> None:
    """Move a series in one transaction; the place that it goes to has no values."""
    change, given = move.change, move.parameters
    series = "kpi_number = :number AND field_name = :field"
    target = "kpi_number = :to_number AND field_name = :to_field"
    with database.transaction():
        kept = ReplacedRows(database)
        kept.keep_series(change.new_domain, change.new_number, change.new_field, change.changed_at)
        # Rows without a value at the new place say nothing that a run does not say again.
        _run(database, f"DELETE FROM {_rows_of(change.new_domain)} WHERE {target}", given)
        _run(database, f"DELETE FROM {_rows_of(change.domain)} WHERE {series}", given)
        covered = full_name("scorecard_covered")
        _run(database, f"DELETE FROM {covered} WHERE domain = :domain AND {series}", given)
        columns = make_columns(_moved(move, move.rows))
        columns.pop("domain", None)
        insert(database, scorecard_table(change.new_domain), columns)
        insert(database, "scorecard_covered", make_columns(_moved(move, move.covered)))
        for table in _SERIES_TABLES:
            _run(
                database,
                f"UPDATE {full_name(table)} SET domain = :to_domain, "
                "kpi_number = :to_number, field_name = :to_field "
                f"WHERE domain = :domain AND {series}",
                given,
            )
        _move_inputs(database, move)
        _move_cells(database, move)
        Definitions(database).copy_series(change)
        ledger = SeriesLedger(database)
        ledger.add([change, *_moved_targets(change, ledger.changes(change.domain))])


def _moved(move: SeriesMove, rows: Sequence[Row]) -> list[Row]:
    change = move.change
    return [
        replace(
            row,
            domain=change.new_domain,
            kpi_number=change.new_number,
            field_name=change.new_field,
            sc_name=move.title or row.sc_name,
        )
        for row in rows
    ]


def _moved_targets(change: SeriesChange, changes: Iterable[SeriesChange]) -> list[SeriesChange]:
    """Return what people did with the targets of a series, under its new name."""
    old = change.domain, change.kpi_number, change.field_name
    return [
        replace(
            each,
            domain=change.new_domain,
            kpi_number=change.new_number,
            field_name=change.new_field,
            new_domain=change.new_domain,
            new_number=change.new_number,
            new_field=change.new_field,
        )
        for each in changes
        if each.is_of_target and (each.domain, each.kpi_number, each.field_name) == old
    ]


def _move_inputs(database: Database, move: SeriesMove) -> None:
    """Let what runs saw of the KPI's sources, and what readers read of it, follow the series."""
    change = move.change
    runs = sorted({row.run_id for row in (*move.rows, *move.covered)})
    places = {
        "runs": runs,
        "place": f"{change.domain}/kpi_{change.kpi_number:02}",
        "to_place": f"{change.new_domain}/kpi_{change.new_number:02}",
    }
    given = {**move.parameters, **places}
    table = full_name("scorecard_source")
    _run(
        database,
        f"UPDATE {table} SET domain = :to_domain, kpi_number = :to_number "
        "WHERE domain = :domain AND kpi_number = :number AND run_id = ANY(:runs::text[])",
        given,
    )
    _run(
        database,
        f"UPDATE {table} SET place = :to_place, field_name = :to_field "
        "WHERE kind = 'values' AND place = :place AND field_name = :field",
        given,
    )


def _move_cells(database: Database, move: SeriesMove) -> None:
    """Let cells in spreadsheets follow; another domain's tab gets a row of its own."""
    change = move.change
    if change.domain != change.new_domain:
        return
    given = {
        "domain": change.domain,
        "marks": f"{change.domain}:",
        "old": move.old_row_key,
        "new": move.new_row_key,
    }
    for table in _CELL_TABLES:
        is_marked = table in ("scorecard_cell_planned", "scorecard_cell_overwritten")
        ours = "starts_with(marker, :marks)" if is_marked else "domain = :domain"
        _run(
            database,
            f"UPDATE {full_name(table)} SET row_key = :new || substr(row_key, length(:old) + 1) "
            f"WHERE {ours} AND starts_with(row_key, :old)",
            given,
        )


def _rows_of(domain: str) -> str:
    return full_name(scorecard_table(domain))


def _run(database: Database, sql: str, params: Mapping[str, Any]) -> None:
    names = {name: value for name, value in params.items() if f":{name}" in sql}
    database.execute(sql, names)
