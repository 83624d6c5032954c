"""Lineage as trees of text."""

from __future__ import annotations

from pathlib import Path

from core.catalog.graph import make_graph
from core.cli.text.lineage import (
    column_lineage_text,
    kpi_lineage_text,
    overview_text,
    source_lineage_text,
)
from core.kpi import Table, Values
from tests.core.catalog.test_graph import graph
from tests.project import catalogue_of, kpi_text


def test_a_kpi_has_its_columns_and_its_readers(tmp_path: Path) -> None:
    assert kpi_lineage_text(graph(tmp_path), "success/kpi_02").splitlines() == [
        "success/kpi_02  Two",
        "",
        "made from",
        "├─ s.a",
        "│  ├─ makes value: n",
        "│  └─ decides which rows count: id",
        "└─ s.b",
        "   └─ decides which rows count: id",
        "",
        "read by",
        "└─ sales/kpi_01  Average",
    ]


def test_a_kpi_over_values_goes_down_to_the_tables(tmp_path: Path) -> None:
    lines = kpi_lineage_text(graph(tmp_path), "sales/kpi_01").splitlines()

    assert lines[2:6] == [
        "made from",
        "└─ success/kpi_02  Two",
        "   ├─ s.a",
        "   │  ├─ makes value: n",
    ]
    assert lines[-2:] == ["read by", "└─ nothing"]


def test_a_table_has_its_readers_with_columns_and_whom_to_ask(tmp_path: Path) -> None:
    assert source_lineage_text(graph(tmp_path), "s.b").splitlines() == [
        "s.b",
        "├─ success/kpi_02  Two",
        "│  ├─ decides which rows count: id",
        "│  └─ read by",
        "│     └─ sales/kpi_01  Average",
        "└─ success/kpi_03  Three",
        "   └─ makes *: every column (*)",
        "",
        "2 KPIs read it; 1 more KPI made from them; owners: success@example.com",
    ]


def test_a_column_has_its_readers_and_what_they_do_with_it(tmp_path: Path) -> None:
    found = graph(tmp_path)

    assert column_lineage_text(
        found, "s.b", "id", found.edges_of_column("s.b", "id")
    ).splitlines() == [
        "s.b.id",
        "├─ success/kpi_02  Two: decides which rows count",
        "│  └─ sales/kpi_01  Average",
        "└─ success/kpi_03  Three: may read it: the query asks for every column (*)",
        "",
        "2 KPIs read it; 1 more KPI made from them; owners: success@example.com",
    ]
    assert column_lineage_text(found, "s.a", "z", []) == (
        "no KPI reads s.a.z; 2 KPIs of s.a read other columns"
    )


def test_a_doubtful_column_and_a_broken_query_say_so(tmp_path: Path) -> None:
    kpis = {
        "success/kpi_01.py": kpi_text(
            "SELECT sum(n) AS value FROM s.a, s.b", sources=[Table("s.a"), Table("s.b")]
        ),
        "success/kpi_02.py": kpi_text("SELECT (", name="Broken", sources=[Table("s.a")]),
    }
    text = source_lineage_text(make_graph(catalogue_of(tmp_path, kpis)), "s.a")

    assert "may be read, without a table's name; makes value: n" in text
    assert "columns unknown: the query could not be followed" in text


def test_a_kpi_that_is_read_twice_is_shown_once(tmp_path: Path) -> None:
    both = kpi_text(
        "SELECT 1 AS value FROM kpi_01, kpi_02", name="Both", sources=[Values(1), Values(2)]
    )
    kpis = {
        "success/kpi_01.py": kpi_text(),
        "success/kpi_02.py": kpi_text(
            "SELECT 1 AS value FROM kpi_01", name="Two", sources=[Values(1)]
        ),
        "success/kpi_03.py": both,
    }
    text = kpi_lineage_text(make_graph(catalogue_of(tmp_path, kpis)), "success/kpi_03")

    assert text.count("success/kpi_01  Forms") == 2
    assert "success/kpi_01  Forms (see above)" in text


def test_the_overview_has_each_source_with_its_readers(tmp_path: Path) -> None:
    assert overview_text(graph(tmp_path)).splitlines()[:3] == [
        "s.a",
        "├─ success/kpi_01  Forms",
        "└─ success/kpi_02  Two",
    ]
    assert overview_text(make_graph(catalogue_of(tmp_path / "empty", {}))) == (
        "no KPI reads a source"
    )
