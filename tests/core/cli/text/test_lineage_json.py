"""Lineage as JSON."""

from __future__ import annotations

import json
from pathlib import Path

from core.cli.text.lineage_json import lineage_json
from tests.core.catalog.test_graph import graph


def test_json_has_nodes_and_edges_with_columns(tmp_path: Path) -> None:
    found = json.loads(lineage_json(graph(tmp_path).around(["success/kpi_01"])))

    assert found == {
        "nodes": [
            {"id": "s.a", "kind": "table"},
            {
                "id": "success/kpi_01",
                "kind": "kpi",
                "name": "Forms",
                "owner": "success@example.com",
                "domain": "success",
            },
        ],
        "edges": [
            {
                "from": "s.a",
                "to": "success/kpi_01",
                "through": None,
                "columns": [{"column": "day", "makes": [], "certain": True}],
                "obstacle": None,
            }
        ],
    }
