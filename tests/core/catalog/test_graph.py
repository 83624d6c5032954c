"""The graph of lineage over two domains."""

from __future__ import annotations

from pathlib import Path

from core.catalog.graph import LineageGraph, make_graph
from core.kpi import Table, Values
from tests.project import catalogue_of, kpi_text

KPIS = {
    "sales/kpi_01.py": kpi_text(
        "SELECT avg(value) AS value FROM kpi_02",
        name="Average",
        sources=[Values(2, last=4, domain="success")],
    ),
    "success/kpi_01.py": kpi_text(
        "SELECT count(*) AS value FROM s.a WHERE day >= :start", sources=[Table("s.a")]
    ),
    "success/kpi_02.py": kpi_text(
        "SELECT sum(a.n) AS value FROM s.a JOIN s.b ON a.id = b.id",
        name="Two",
        sources=[Table("s.a"), Table("s.b")],
    ),
    "success/kpi_03.py": kpi_text("SELECT * FROM s.b", name="Three", sources=[Table("s.b")]),
}


def graph(root: Path) -> LineageGraph:
    return make_graph(catalogue_of(root, KPIS))


def arrows(found: LineageGraph) -> set[str]:
    return {f"{edge.origin} → {edge.reader}" for edge in found.edges}


def test_a_graph_has_an_edge_for_each_source_of_each_kpi(tmp_path: Path) -> None:
    found = graph(tmp_path)

    assert arrows(found) == {
        "success/kpi_02 → sales/kpi_01",
        "s.a → success/kpi_01",
        "s.a → success/kpi_02",
        "s.b → success/kpi_02",
        "s.b → success/kpi_03",
    }
    assert found.source_nodes == ["s.a", "s.b"]


def test_what_is_around_a_kpi_goes_both_ways_and_across_domains(tmp_path: Path) -> None:
    assert arrows(graph(tmp_path).around(["success/kpi_02"])) == {
        "success/kpi_02 → sales/kpi_01",
        "s.a → success/kpi_02",
        "s.b → success/kpi_02",
    }
    assert arrows(graph(tmp_path).around(["s.b"])) == {
        "success/kpi_02 → sales/kpi_01",
        "s.b → success/kpi_02",
        "s.b → success/kpi_03",
    }


def test_the_readers_of_a_column_include_those_that_may_read_it(tmp_path: Path) -> None:
    found = graph(tmp_path)

    assert [edge.reader for edge in found.edges_of_column("s.a", "N")] == ["success/kpi_02"]
    assert [edge.reader for edge in found.edges_of_column("s.b", "anything")] == ["success/kpi_03"]
    below = found.below(found.edges_of_column("s.a", "n"))
    assert arrows(below) == {"s.a → success/kpi_02", "success/kpi_02 → sales/kpi_01"}


def test_kpis_that_read_one_another_end_somewhere(tmp_path: Path) -> None:
    circle = {
        "success/kpi_01.py": kpi_text("SELECT 1 AS value FROM kpi_02", sources=[Values(2)]),
        "success/kpi_02.py": kpi_text("SELECT 1 AS value FROM kpi_01", sources=[Values(1)]),
    }

    assert len(make_graph(catalogue_of(tmp_path, circle)).around(["success/kpi_01"]).edges) == 2
