"""Lineage as trees of text: what a KPI is made from, and what is made from a source."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from core.catalog import MAY_BE_VIEW, LineageEdge, LineageGraph, Node, SourceUse
from core.cli.text.trees import Tree, tree_lines
from core.model import Values, counted


def kpi_lineage_text(graph: LineageGraph, node: Node) -> str:
    """Return what a KPI is made from, down to columns, and what is made from it."""
    made_from = _upstream(graph, node, set())
    readers = _downstream(graph, graph.readers_of(node), {node})
    none = [Tree("nothing")]
    lines = [
        kpi_title(graph, node),
        "",
        *tree_lines(Tree("made from", made_from or none)),
        "",
        *tree_lines(Tree("read by", readers or none)),
    ]
    return "\n".join(lines)


def source_lineage_text(graph: LineageGraph, node: Node) -> str:
    """Return which KPIs read a source or a KPI, with the columns, and which read those."""
    edges = graph.readers_of(node)
    branches = [_reader(graph, edge, {node}, _column_trees(edge.use)) for edge in edges]
    origins = {edge.origin for edge in graph.edges if edge.use.through == node}
    view = [f"a view of {', '.join(sorted(origins))}", ""] if origins else []
    return "\n".join((*view, *tree_lines(Tree(node, branches)), "", _summary(graph, edges)))


def column_lineage_text(
    graph: LineageGraph, node: Node, column: str, edges: Sequence[LineageEdge]
) -> str:
    """Return which KPIs read a column by `edges`, what it does there, and which read those."""
    name = f"{node}.{column}"
    if not edges:
        readers = len({edge.reader for edge in graph.readers_of(node)})
        others = f"{counted(readers, 'KPI')} of {node} read other columns"
        return f"no KPI reads {name}; {others}{_near_columns(graph, node, column)}"
    branches = [
        _reader(graph, edge, {node}, (), f": {column_role(edge.use, column)}") for edge in edges
    ]
    return "\n".join((*tree_lines(Tree(name, branches)), "", _summary(graph, edges)))


def _near_columns(graph: LineageGraph, node: Node, column: str) -> str:
    """Return the columns that are read and written almost so, as a question."""
    uses = [each for edge in graph.readers_of(node) for each in edge.use.columns]
    near = get_close_matches(column.lower(), sorted({each.column for each in uses}))
    return f"; did you mean {' or '.join(near)}?" if near else ""


def overview_text(graph: LineageGraph) -> str:
    """Return every source with the KPIs that read it."""
    trees = []
    for node in graph.source_nodes:
        edges = graph.readers_of(node)
        readers = [Tree(_reader_title(graph, edge)) for edge in edges]
        trees.append("\n".join(tree_lines(Tree(node, readers))))
    return "\n".join(trees) or "no KPI reads a source"


def kpi_title(graph: LineageGraph, node: Node) -> str:
    """Return a KPI's id and name; only the id of one that has no usable file."""
    entry = graph.entries.get(node)
    return f"{node}  {entry.kpi.name}" if entry else f"{node}  (no such KPI file)"


def column_role(use: SourceUse, column: str) -> str:
    """Return what a KPI does with a column of a source."""
    if use.obstacle:
        return f"may read it: {use.obstacle}"
    named = [each for each in use.columns if each.column == column.lower()]
    if not named:
        return "may read it: the query asks for every column (*)"
    role = named[0].role
    return role if named[0].is_certain else f"may read it, without a table's name: {role}"


def _upstream(graph: LineageGraph, node: Node, seen: set[Node]) -> list[Tree]:
    """Return the trees of what a KPI reads; what was shown above is not shown again."""
    edges = graph.sources_of(node)
    branches = []
    for edge in edges:
        if edge.use.through:
            continue
        if not isinstance(edge.use.source, Values):
            branches.append(_source(edge, edges))
        elif edge.origin in seen:
            branches.append(Tree(f"{kpi_title(graph, edge.origin)} (see above)"))
        else:
            seen.add(edge.origin)
            below = _upstream(graph, edge.origin, seen)
            branches.append(Tree(kpi_title(graph, edge.origin), below))
    return branches


def _source(edge: LineageEdge, edges: Sequence[LineageEdge]) -> Tree:
    """Return the tree of a source, and below a view what that is made from."""
    use = edge.use
    title = f"{edge.origin}  ({use.view})" if use.view and use.view != MAY_BE_VIEW else edge.origin
    made_from = [_source(each, edges) for each in edges if each.use.through == edge.origin]
    below = [Tree("made from", made_from)] if made_from else []
    return Tree(title, [*_column_trees(use), *below])


def _reader_title(graph: LineageGraph, edge: LineageEdge) -> str:
    through = f", through {edge.use.through}" if edge.use.through else ""
    return f"{kpi_title(graph, edge.reader)}{through}"


def _downstream(graph: LineageGraph, edges: Iterable[LineageEdge], path: set[Node]) -> list[Tree]:
    return [_reader(graph, edge, path, ()) for edge in edges if edge.reader not in path]


def _reader(
    graph: LineageGraph,
    edge: LineageEdge,
    path: set[Node],
    columns: Sequence[Tree],
    role: str = "",
) -> Tree:
    readers = _downstream(graph, graph.readers_of(edge.reader), path | {edge.reader})
    below = [Tree("read by", readers)] if columns and readers else readers
    return Tree(f"{_reader_title(graph, edge)}{role}", [*columns, *below])


def _column_trees(use: SourceUse) -> list[Tree]:
    return [Tree(line) for line in use.lines()]


def _summary(graph: LineageGraph, edges: Sequence[LineageEdge]) -> str:
    """Return how many KPIs are affected, and the people to ask."""
    direct = {edge.reader for edge in edges}
    reached = {edge.reader for edge in graph.below(edges).edges}
    owners = sorted({graph.entries[each].kpi.owner for each in reached if each in graph.entries})
    verb = "reads" if len(direct) == 1 else "read"
    more = len(reached - direct)
    others = f"; {counted(more, 'more KPI')} made from them" if more else ""
    return f"{counted(len(direct), 'KPI')} {verb} it{others}; owners: {', '.join(owners)}"
