"""Lineage for programs: as JSON, and as a flowchart in Mermaid's language."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from core.catalog import LineageEdge, LineageGraph, Node
from core.model import File, Tab, Table

_SHOWN = 6  # columns on an arrow
_KINDS = {Table: "table", File: "file", Tab: "tab"}


def lineage_json(graph: LineageGraph) -> str:
    """Return nodes and edges as one JSON object."""
    kinds = _kinds(graph)
    nodes = [_node(graph, node, kinds.get(node, "kpi")) for node in _nodes(graph)]
    edges = [_edge(edge) for edge in graph.edges]
    return json.dumps({"nodes": nodes, "edges": edges}, indent=2, ensure_ascii=False)


def _nodes(graph: LineageGraph) -> list[Node]:
    found = {edge.origin for edge in graph.edges} | {edge.reader for edge in graph.edges}
    return sorted(found)


def _kinds(graph: LineageGraph) -> dict[Node, str]:
    """Return the kind of each source that is not a KPI."""
    return {
        edge.origin: _KINDS[type(edge.use.source)]
        for edge in graph.edges
        if type(edge.use.source) in _KINDS
    }


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
        "columns": columns,
        "obstacle": edge.use.obstacle or None,
    }


def lineage_mermaid(graph: LineageGraph) -> str:
    """Return a flowchart from sources to KPIs, which GitHub and many editors draw."""
    names = {node: f"n{number}" for number, node in enumerate(_nodes(graph))}
    lines = ["flowchart LR"]
    lines += [f'  {names[node]}[("{_escape(node)}")]' for node in _kinds(graph) if node in names]
    by_domain: dict[str, list[Node]] = {}
    for node in names.keys() - _kinds(graph).keys():
        by_domain.setdefault(node.partition("/")[0], []).append(node)
    for domain, nodes in sorted(by_domain.items()):
        lines.append(f'  subgraph {domain}_["{_escape(domain)}"]')
        lines += [f'    {names[node]}["{_label(graph, node)}"]' for node in sorted(nodes)]
        lines.append("  end")
    lines += _arrows(graph, names)
    return "\n".join(lines)


def _arrows(graph: LineageGraph, names: dict[Node, str]) -> Iterator[str]:
    kinds = _kinds(graph)
    for edge in graph.edges:
        columns = [each.column for each in edge.use.columns] if edge.origin in kinds else []
        shown = ", ".join(columns[:_SHOWN])
        more = f", {len(columns) - _SHOWN} more" if len(columns) > _SHOWN else ""
        text = f'|"{_escape(shown + more)}"|' if shown else ""
        yield f"  {names[edge.origin]} -->{text} {names[edge.reader]}"


def _label(graph: LineageGraph, node: Node) -> str:
    entry = graph.entries.get(node)
    name = f"<br/>{_escape(entry.kpi.name)}" if entry else ""
    return f"{_escape(node)}{name}"


def _escape(text: str) -> str:
    """Return a text in which no sign has a meaning to Mermaid."""
    one_line = " ".join(text.split())
    for sign, entity in (("#", "#35;"), ('"', "#quot;"), ("<", "#lt;"), (">", "#gt;")):
        one_line = one_line.replace(sign, entity)
    return one_line
