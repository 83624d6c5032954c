"""Entries: what follows from a KPI file's attributes, and the version of a definition."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from core.catalog.entries import Entry
from core.errors import UsageError
from core.kpi import File, Kpi, Tab, Table, Values
from tests.project import catalogue_of, kpi_text


def entry(**attributes: Any) -> Entry:
    given: dict[str, Any] = {
        "name": "Forms",
        "owner": "a@example.com",
        "unit": "count",
        "query": "SELECT 1 AS value",
        **attributes,
    }
    kpi = Kpi(**given)
    return Entry(
        "success", 5, "scorecards/success/kpi_05.py", "What is counted.", kpi, str(kpi.query), ""
    )


def test_a_kpi_that_does_not_exist_is_answered_with_those_that_do(tmp_path: Path) -> None:
    catalogue = catalogue_of(
        tmp_path, {"success/kpi_05.py": kpi_text(), "success/kpi_32.py": kpi_text()}
    )
    with pytest.raises(
        UsageError,
        match=r"^scorecards/success/kpi_07.py does not exist; the domain has KPIs 5, 32$",
    ):
        catalogue.entry("success", 7)


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ({}, "week"),
        ({"cadence": "daily"}, "day"),
        ({"cadence": "monthly"}, "month"),
        ({"range": "52 weeks"}, "52 weeks"),
        ({"range": "year to date"}, "year to date"),
        ({"sources": [Values(6, last=4), Values(7), Values(8, last=13)]}, "13 weeks"),
        ({"sources": [Values(6)]}, "week"),
        ({"sources": [Values(6, last=12)], "cadence": "monthly"}, "12 months"),
        ({"sources": [Values(6, last=4), Table("a.b")], "range": "52 weeks"}, "52 weeks"),
    ],
)
def test_a_range_is_as_stated_or_as_long_as_the_longest_history(
    attributes: dict[str, object], expected: str
) -> None:
    assert str(entry(**attributes).range) == expected


def test_a_query_over_tables_alone_runs_in_the_warehouse() -> None:
    assert entry().in_warehouse
    assert entry(sources=[Table("a.b"), Table("a.c")]).in_warehouse
    for source in (File("x.csv"), Tab("X", "Y", ["Z"]), Values(6)):
        assert not entry(sources=[Table("a.b"), source]).in_warehouse


def test_a_since_is_a_period() -> None:
    assert str(entry(since="2025-W01").since) == "2025-W01"
    assert entry().since is None


BASE: dict[str, object] = {
    "query": "SELECT count(*) AS value FROM a.b",
    "sources": [Table("a.b"), Table("a.c")],
}


@pytest.mark.parametrize(
    "change",
    [
        {"query": "SELECT count(DISTINCT id) AS value FROM a.b"},
        {"sources": [Table("a.b")]},
        {"range": "4 weeks"},
        {"cadence": "daily"},
        {"unit": "number"},
        {"field": "other"},
        {"name": "Other"},
    ],
)
def test_whatever_can_change_the_value_makes_another_version(change: dict[str, object]) -> None:
    assert entry(**{**BASE, **change}).version != entry(**BASE).version


@pytest.mark.parametrize(
    "change",
    [
        {"query": "-- All.\nSELECT count(*)   AS value\n  FROM a.b"},
        {"sources": [Table("a.c"), Table("a.b")]},
        {"range": "1 week"},
        {"since": "2025-W01"},
        {"settles": "3 weeks"},
        {"target": 12},
        {"owner": "b@example.com"},
        {"better": "lower"},
        {"reviewed": "2026-10-01"},
        {"review": "quarterly", "category": "Retention"},
        {"sensitivity": "internal", "playbook": "Call the client."},
        {"name": "FORMS", "field": "forms"},
    ],
)
def test_what_cannot_change_the_value_keeps_the_version(change: dict[str, object]) -> None:
    assert entry(**{**BASE, **change}).version == entry(**BASE).version


def test_another_time_zone_makes_another_version() -> None:
    one = entry(**BASE)

    assert replace(one, timezone="Asia/Tokyo").version != one.version


def test_the_version_does_not_depend_on_the_file_or_its_docstring() -> None:
    one = entry(**BASE)
    assert replace(one, file="elsewhere.py", meaning="Said otherwise.").version == one.version


@pytest.mark.parametrize(
    ("source", "version"),
    [
        ([Table("a.b"), Table("a.c")], "23e71cb7244d"),
        ([File("exports/deals.csv", columns={"closed_at": "timestamptz"})], "4540368f9fde"),
        ([File("exports/deals.csv", name="x")], "db86420583bb"),
        ([Tab("OPERATIONS_SHEET", "Calls", columns=("Client", "Called on"))], "a2bd5bdfd91f"),
        ([Values(6, last=4)], "3236fe68c786"),
    ],
)
def test_versions_are_those_that_stored_values_have_whatever_column_holds_the_time(
    source: list[Table | File | Tab | Values], version: str
) -> None:
    named = [
        each if isinstance(each, Values) else replace(each, loaded_at="called_on")
        for each in source
    ]

    assert entry(**{**BASE, "sources": source}).version == version
    assert entry(**{**BASE, "sources": named}).version == version
