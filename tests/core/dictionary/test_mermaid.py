"""Lineage as a flowchart."""

from __future__ import annotations

from pathlib import Path

from core.catalog.graph import make_graph
from core.dictionary.mermaid import lineage_mermaid
from core.kpi import Table
from tests.core.catalog.test_graph import graph
from tests.project import catalogue_of, kpi_text


def test_a_flowchart_groups_kpis_by_domain(tmp_path: Path) -> None:
    assert lineage_mermaid(graph(tmp_path).around(["sales/kpi_01"])).splitlines() == [
        "flowchart LR",
        '  n0[("s.a")]',
        '  n1[("s.b")]',
        '  subgraph sales_["sales"]',
        '    n2["sales/kpi_01<br/>Average"]',
        "  end",
        '  subgraph success_["success"]',
        '    n3["success/kpi_02<br/>Two"]',
        "  end",
        "  n3 --> n2",
        '  n0 -->|"id, n"| n3',
        '  n1 -->|"id"| n3',
    ]


def test_signs_of_the_language_are_escaped(tmp_path: Path) -> None:
    kpi = kpi_text("SELECT a AS value FROM s.t", name='<b>"x"</b> #1', sources=[Table("s.t")])
    text = lineage_mermaid(make_graph(catalogue_of(tmp_path, {"success/kpi_01.py": kpi})))

    assert "#lt;b#gt;#quot;x#quot;#lt;/b#gt; #35;1" in text
