"""The graph of lineage: sources, the KPIs that read them, and the KPIs that read those. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from core.catalog.column_lineage import SourceUse, find_source_uses
from core.catalog.entries import Catalogue, Entry
from core.catalog.known_tables import KnownTables
from core.query import EVERY_COLUMN

Node = str  # the id of a KPI, or the name of a source
_EdgeKey = tuple[Node, Node, str, Node]


@dataclass(frozen=True, slots=True)
class LineageEdge:
    """One KPI that reads a source or another KPI, itself or through a view."""

    origin: Node
    reader: Node
    use: SourceUse

    @property
    def key(self) -> _EdgeKey:
        """What identifies the edge: a KPI may read a source under several names."""
        return self.origin, self.reader, self.use.source.relation, self.use.through

    @property
    def target(self) -> Node:
        """The node to which an arrow leads: the KPI, or the view through which it reads."""
        return self.use.through or self.reader


@dataclass(frozen=True)
class LineageGraph:
    """The edges of a catalogue, or of a part of it, and its KPIs by id."""

    edges: tuple[LineageEdge, ...]
    entries: Mapping[Node, Entry]

    def sources_of(self, node: Node) -> list[LineageEdge]:
        """Return the edges that lead to a KPI, also through views."""
        return list(self._by_reader.get(node, ()))

    def readers_of(self, node: Node) -> list[LineageEdge]:
        """Return the edges that lead away from a source or KPI."""
        return list(self._by_origin.get(node, ()))

    @property
    def arrows(self) -> list[tuple[Node, Node, list[LineageEdge]]]:
        """The pairs of nodes to draw arrows between, each with its edges.

        A view has one arrow from each table, however many KPIs read it.
        """
        pairs: dict[tuple[Node, Node], list[LineageEdge]] = {}
        for edge in self.edges:
            pairs.setdefault((edge.origin, edge.target), []).append(edge)
        return [(origin, target, edges) for (origin, target), edges in pairs.items()]

    @property
    def source_nodes(self) -> list[Node]:
        """The sources that are not KPIs."""
        return sorted({edge.origin for edge in self.edges} - self.entries.keys())

    def around(self, nodes: Iterable[Node]) -> LineageGraph:
        """Return what the nodes are made from and what is made from them, through all KPIs."""
        start = set(nodes)
        return self._only([*self._above(start), *self._below(start)])

    def above(self, nodes: Iterable[Node]) -> LineageGraph:
        """Return what the nodes are made from, through all KPIs."""
        return self._only(self._above(set(nodes)))

    def below(self, edges: Iterable[LineageEdge]) -> LineageGraph:
        """Return `edges`, the views on their way, and what is made from their readers."""
        first = self._with_views(edges)
        return self._only([*first, *self._below({edge.reader for edge in first})])

    def edges_of_column(self, node: Node, column: str) -> list[LineageEdge]:
        """Return the edges from a source whose reader reads a column, or may read it."""
        return [edge for edge in self.readers_of(node) if reads_column(edge.use, column)]

    def _with_views(self, edges: Iterable[LineageEdge]) -> list[LineageEdge]:
        """Return edges, each through a view with those from that view to the same KPI."""
        waiting = list(edges)
        found: list[LineageEdge] = []
        while waiting:
            edge = waiting.pop()
            found.append(edge)
            if edge.use.through:
                on_the_way = self.readers_of(edge.use.through)
                waiting += [each for each in on_the_way if each.reader == edge.reader]
        return found

    def _only(self, edges: Iterable[LineageEdge]) -> LineageGraph:
        keys = {edge.key for edge in edges}
        places = [place for key in keys for place in self._places[key]]
        kept = tuple(self.edges[place] for place in sorted(places))
        return LineageGraph(kept, self.entries)

    @cached_property
    def _places(self) -> Mapping[_EdgeKey, list[int]]:
        # A table below two views of one KPI has two edges of one key.
        places: dict[_EdgeKey, list[int]] = defaultdict(list)
        for place, edge in enumerate(self.edges):
            places[edge.key].append(place)
        return places

    @cached_property
    def _by_reader(self) -> Mapping[Node, list[LineageEdge]]:
        edges: dict[Node, list[LineageEdge]] = defaultdict(list)
        for edge in self.edges:
            edges[edge.reader].append(edge)
        return edges

    @cached_property
    def _by_origin(self) -> Mapping[Node, list[LineageEdge]]:
        edges: dict[Node, list[LineageEdge]] = defaultdict(list)
        for edge in self.edges:
            edges[edge.origin].append(edge)
        return edges

    def _above(self, nodes: set[Node]) -> list[LineageEdge]:
        return _reached(nodes, self._by_reader, lambda edge: edge.origin)

    def _below(self, nodes: set[Node]) -> list[LineageEdge]:
        return _reached(nodes, self._by_origin, lambda edge: edge.reader)


def make_graph(catalogue: Catalogue, known: KnownTables | None = None) -> LineageGraph:
    """Return the graph of a whole catalogue, in order of the KPIs and of their sources.

    Views among the `known` tables are followed to what they are made from.
    """
    edges: list[LineageEdge] = []
    for entry in catalogue.entries:
        edges += [LineageEdge(use.name, entry.id, use) for use in find_source_uses(entry, known)]
    return LineageGraph(tuple(edges), {entry.id: entry for entry in catalogue.entries})


def reads_column(use: SourceUse, column: str) -> bool:
    """Return whether a KPI reads a column of a source, or may read it."""
    names = {each.column for each in use.columns}
    return bool(use.obstacle) or EVERY_COLUMN in names or column.lower() in names


def _reached(
    nodes: set[Node],
    edges_by_node: Mapping[Node, list[LineageEdge]],
    next_node: Callable[[LineageEdge], Node],
) -> list[LineageEdge]:
    waiting, seen = list(nodes), set(nodes)
    found: list[LineageEdge] = []
    while waiting:
        for edge in edges_by_node.get(waiting.pop(), ()):
            found.append(edge)
            if next_node(edge) not in seen:
                seen.add(next_node(edge))
                waiting.append(next_node(edge))
    return found
