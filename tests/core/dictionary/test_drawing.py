"""Lineage drawn as boxes and arrows."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

from core.catalog.graph import make_graph
from core.dictionary.drawing import lineage_svg
from core.kpi import Table, Values
from tests.core.catalog.test_graph import graph
from tests.project import catalogue_of, kpi_text


def boxes(svg: str) -> dict[str, float]:
    """Return where each box begins, by its node."""
    found = re.findall(r'<g class="box \w+"><title>(.*?)</title><rect x="([\d.]+)"', svg)
    return {node: float(x) for node, x in found}


def test_sources_are_left_of_a_kpi_and_readers_right(tmp_path: Path) -> None:
    part = graph(tmp_path).around(["success/kpi_02"])
    svg = lineage_svg(part, "success/kpi_02", lambda node: f"#{node}")
    x = boxes(svg)

    assert x["s.a"] == x["s.b"] < x["success/kpi_02"] < x["sales/kpi_01"]
    assert '<a href="#sales/kpi_01">' in svg
    assert svg.count('class="arrow"') == 3
    assert ElementTree.fromstring(svg).tag == "svg"


def test_a_kpi_alone_is_one_box(tmp_path: Path) -> None:
    alone = make_graph(catalogue_of(tmp_path, {"success/kpi_01.py": kpi_text()}))

    assert list(boxes(lineage_svg(alone, "success/kpi_01", str))) == ["success/kpi_01"]


def test_many_columns_are_counted(tmp_path: Path) -> None:
    columns = ", ".join(f"max(c{number})" for number in range(9))
    kpi = kpi_text(f"SELECT greatest({columns}) AS value FROM s.t", sources=[Table("s.t")])
    found = make_graph(catalogue_of(tmp_path, {"success/kpi_01.py": kpi}))

    assert "3 more</text>" in lineage_svg(found, "success/kpi_01", str)


def test_a_circle_of_kpis_is_drawn_too(tmp_path: Path) -> None:
    circle = {
        "success/kpi_01.py": kpi_text("SELECT 1 AS value FROM kpi_02", sources=[Values(2)]),
        "success/kpi_02.py": kpi_text("SELECT 1 AS value FROM kpi_01", sources=[Values(1)]),
    }
    svg = lineage_svg(make_graph(catalogue_of(tmp_path, circle)), "success/kpi_01", str)

    assert len(boxes(svg)) == 2
