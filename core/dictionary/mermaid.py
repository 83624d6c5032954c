"""Lineage as a flowchart in Mermaid's language, which GitHub and many editors draw. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from core.catalog import LineageEdge, LineageGraph, Node
from core.model import Values

_SHOWN = 6  # columns on an arrow


def lineage_mermaid(graph: LineageGraph) -> str:
    """Return a flowchart from sources to KPIs, which are grouped by domain."""
    nodes = sorted({node for edge in graph.edges for node in (edge.origin, edge.reader)})
    names = {node: f"n{number}" for number, node in enumerate(nodes)}
    lines = ["flowchart LR"]
    lines += [f'  {names[node]}[("{_escape(node)}")]' for node in graph.source_nodes]
    by_domain: dict[str, list[Node]] = {}
    for node in sorted(names.keys() - set(graph.source_nodes)):
        by_domain.setdefault(node.partition("/")[0], []).append(node)
    for domain, kpis in sorted(by_domain.items()):
        lines.append(f'  subgraph {domain}_["{_escape(domain)}"]')
        lines += [f'    {names[node]}["{_label(graph, node)}"]' for node in kpis]
        lines.append("  end")
    lines += _arrows(graph, names)
    return "\n".join(lines)


def _arrows(graph: LineageGraph, names: dict[Node, str]) -> Iterator[str]:
    for origin, target, edges in graph.arrows:
        columns = list(dict.fromkeys(name for edge in edges for name in _columns(edge)))
        shown = ", ".join(columns[:_SHOWN])
        more = f", {len(columns) - _SHOWN} more" if len(columns) > _SHOWN else ""
        text = f'|"{_escape(shown + more)}"|' if shown else ""
        yield f"  {names[origin]} -->{text} {names[target]}"


def _columns(edge: LineageEdge) -> list[str]:
    is_history = isinstance(edge.use.source, Values)
    return [] if is_history else [each.column for each in edge.use.columns]


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
