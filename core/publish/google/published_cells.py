"""What the store knows of a spreadsheet: what was planned, and what is known to stand in each cell."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from core.engines import Warehouse
from core.publish.google.changes import Base, Write, Written
from core.publish.google.sheet import Value
from core.store import SCHEMA, Columns, Publication, insert, insert_publication

WrittenCells = Sequence[Written]


class Record:
    """Publications of one domain to one place."""

    def __init__(self, warehouse: Warehouse, domain: str, target: str) -> None:
        self._warehouse = warehouse
        self._where = {"domain": domain, "target": target}

    def base(self) -> Base:
        """Return what was last written to each cell, as far as the spreadsheet is known to have it."""
        found = self._warehouse.execute(
            f"SELECT tab_key, row_key, column_key, number, words FROM {SCHEMA}.scorecard_cell "
            "WHERE domain = :domain AND target = :target",
            self._where,
        )
        return {
            (tab, row, column): _value(number, words)
            for tab, row, column, number, words in found.rows
        }

    def first_published(self) -> datetime | None:
        """Return when the place was first filled."""
        found = self._warehouse.execute(
            f"SELECT min(planned_at) FROM {SCHEMA}.scorecard_publication "
            "WHERE domain = :domain AND target = :target AND outcome = 'applied'",
            self._where,
        )
        return found.rows[0][0] if found.rows else None

    def plan(self, publication: Publication, cells: WrittenCells) -> None:
        """Write down what is about to be sent, before it is sent."""
        with self._warehouse.transaction():
            insert_publication(self._warehouse, publication)
            if cells:
                insert(
                    self._warehouse,
                    "scorecard_cell_planned",
                    _columns(cells, {"marker": publication.marker}),
                )

    def planned(self) -> dict[str, list[Written]]:
        """Return the publications whose end nobody saw, oldest first, each with the cells that it
        was to write.
        """
        found = self._warehouse.execute(
            "SELECT p.marker, c.tab_key, c.row_key, c.column_key, c.number, c.words FROM"
            f" {SCHEMA}.scorecard_publication p LEFT JOIN {SCHEMA}.scorecard_cell_planned c ON"
            " c.marker = p.marker WHERE p.domain = :domain AND p.target = :target AND p.outcome ="
            " 'planned' ORDER BY p.planned_at, p.marker",
            self._where,
        )
        planned: dict[str, list[Written]] = {}
        for marker, tab, row, column, number, words in found.rows:
            cells = planned.setdefault(marker, [])
            if tab is not None:
                cells.append((tab, row, column, _value(number, words)))
        return planned

    def conclude(self, marker: str, *, applied: bool) -> None:
        """Take a planned publication's cells for what stands there, or drop them."""
        outcome = "applied" if applied else "given up"
        with self._warehouse.transaction():
            if applied:
                self._warehouse.execute(
                    f"INSERT INTO {SCHEMA}.scorecard_cell "
                    "SELECT :domain, :target, tab_key, row_key, column_key, number, words, marker "
                    f"FROM {SCHEMA}.scorecard_cell_planned WHERE marker = :marker " + _OVER_THE_OLD,
                    {**self._where, "marker": marker},
                )
            self._warehouse.execute(
                f"DELETE FROM {SCHEMA}.scorecard_cell_planned WHERE marker = :marker",
                {"marker": marker},
            )
            self._warehouse.execute(
                f"UPDATE {SCHEMA}.scorecard_publication SET outcome = :outcome WHERE marker ="
                " :marker",
                {"marker": marker, "outcome": outcome},
            )

    def adopt(self, cells: WrittenCells, marker: str) -> None:
        """Take cells that already hold what they should for ours."""
        if not cells:
            return
        columns = _columns(cells, {**self._where, "marker": marker})
        insert(self._warehouse, "scorecard_cell", columns, _OVER_THE_OLD)

    def overwritten(self, marker: str, writes: Sequence[Write], now: datetime) -> None:
        """Keep what a person had typed where it was taken back."""
        if not writes:
            return
        columns: Columns = {
            "marker": ("text", [marker] * len(writes)),
            "cell": ("text", [write.cell for write in writes]),
            "row_key": ("text", [write.place[0] for write in writes]),
            "column_key": ("text", [write.place[1] for write in writes]),
            "typed": (
                "text",
                ["" if write.old.value is None else str(write.old.value) for write in writes],
            ),
            "computed": (
                "text",
                ["" if write.new.value is None else str(write.new.value) for write in writes],
            ),
            "overwritten_at": ("timestamptz", [now] * len(writes)),
        }
        insert(self._warehouse, "scorecard_cell_overwritten", columns)


_OVER_THE_OLD = (
    "ON CONFLICT (domain, target, tab_key, row_key, column_key) "
    "DO UPDATE SET number = excluded.number, words = excluded.words, marker = excluded.marker"
)


def _value(number: float | None, words: str | None) -> Value:
    return words if number is None else number


def _columns(cells: WrittenCells, constant: dict[str, str]) -> Columns:
    return {
        **{name: ("text", [text] * len(cells)) for name, text in constant.items()},
        "tab_key": ("text", [tab for tab, _, _, _ in cells]),
        "row_key": ("text", [row for _, row, _, _ in cells]),
        "column_key": ("text", [column for _, _, column, _ in cells]),
        "number": (
            "float8",
            [float(value) if isinstance(value, int | float) else None for *_, value in cells],
        ),
        "words": ("text", [value if isinstance(value, str) else None for *_, value in cells]),
    }
