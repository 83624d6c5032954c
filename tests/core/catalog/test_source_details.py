"""What is declared of sources, as JSON."""

from __future__ import annotations

import json

import pytest

from core.catalog.source_details import deciding_sources, source_details
from core.kpi import File, Tab, Table, Values
from core.model import Source


def test_details_hold_everything_that_was_declared_and_nothing_else() -> None:
    sources = [
        Table("stg.deals", loaded_at="synced_at"),
        File("exports/a.csv", columns={"closed_at": "timestamptz"}),
        Tab("OPS", "Notes", columns={"closed_on": ("Closed on", "Closing date")}, name="notes"),
        Values(1, last=4),
    ]

    assert json.loads(source_details(sources)) == [
        {"kind": "Table", "name": "stg.deals", "loaded_at": "synced_at"},
        {"kind": "File", "path": "exports/a.csv", "columns": {"closed_at": "timestamptz"}},
        {
            "kind": "Tab",
            "workbook": "OPS",
            "title": "Notes",
            "columns": {"closed_on": ["Closed on", "Closing date"]},
            "name": "notes",
        },
        {"kind": "Values", "kpi": 1, "last": 4},
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ([Table("a.b"), Table("a.c")], [Table("a.c"), Table("a.b", loaded_at="at")]),
        ([Tab("OPS", "A", columns=["B", "C"])], [Tab("OPS", "A", columns=("B", "C"))]),
        (
            [File("a.csv", columns={"a": "int", "b": "text"})],
            [File("a.csv", columns={"b": "text", "a": "int"})],
        ),
    ],
)
def test_sources_that_read_the_same_decide_the_same(one: list[Source], other: list[Source]) -> None:
    assert deciding_sources(source_details(one)) == deciding_sources(source_details(other))


def test_another_type_of_a_column_decides_another_value() -> None:
    old = source_details([File("a.csv", columns={"a": "int"})])
    new = source_details([File("a.csv", columns={"a": "text"})])

    assert deciding_sources(old) != deciding_sources(new)
