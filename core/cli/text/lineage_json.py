"""Lineage for programs."""

from __future__ import annotations

from typing import Any

from core.catalog import MAY_BE_VIEW, LineageEdge, LineageGraph, Node, SourceUse
from core.cli.text.records import json_text
from core.model import File, Tab, Table

_KINDS = {Table: "table", File: "file", Tab: "tab"}


def lineage_json(graph: LineageGraph) -> str:
    """Return nodes and edges as one JSON object."""
    kinds = _kinds(graph)
    nodes = [_node(graph, node, kinds.get(node, "kpi")) for node in _nodes(graph)]
    edges = [_edge(edge) for edge in graph.edges]
    return json_text({"nodes": nodes, "edges": edges})


def _nodes(graph: LineageGraph) -> list[Node]:
    found = {edge.origin for edge in graph.edges} | {edge.reader for edge in graph.edges}
    return sorted(found)


def _kinds(graph: LineageGraph) -> dict[Node, str]:
    """Return the kind of each source that is not a KPI."""
    return {edge.origin: _kind(edge.use) for edge in graph.edges if type(edge.use.source) in _KINDS}


def _kind(use: SourceUse) -> str:
    is_view = use.view and use.view != MAY_BE_VIEW
    return "view" if is_view else _KINDS[type(use.source)]


def _node(graph: LineageGraph, node: Node, kind: str) -> dict[str, Any]:
    entry = graph.entries.get(node)
    if entry is None:
        return {"id": node, "kind": kind}
    kpi = entry.kpi
    return {"id": node, "kind": kind, "name": kpi.name, "owner": kpi.owner, "domain": entry.domain}


def _edge(edge: LineageEdge) -> dict[str, Any]:
    columns = [
        {"column": each.column, "makes": list(each.makes), "certain": each.is_certain}
        for each in edge.use.columns
    ]
    return {
        "from": edge.origin,
        "to": edge.reader,
        "through": edge.use.through or None,
        "columns": columns,
        "obstacle": edge.use.obstacle or None,
    }
