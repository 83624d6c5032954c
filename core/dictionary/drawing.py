"""The lineage of one KPI drawn: sources on the left, the KPI, its readers on the right. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from html import escape

from core.catalog import LineageEdge, LineageGraph, Node, SourceUse
from core.model import Values
from core.query import EVERY_COLUMN

_WIDTH, _GAP_X, _GAP_Y, _PAD = 238, 38, 14, 10
_LINE = 16  # height of a line of text
_MOST_COLUMNS = 6
_SMALLEST = 0.75  # of its size, so that the text stays readable; beyond that it scrolls
_LETTERS = 30  # of a line, the first of which is bold


@dataclass(frozen=True, slots=True)
class _NodeBox:
    """A node as drawn: its lines of text, and its place."""

    node: Node
    lines: tuple[str, ...]
    x: float
    y: float

    @property
    def height(self) -> float:
        return _LINE * len(self.lines) + 2 * _PAD

    @property
    def middle(self) -> float:
        return self.y + self.height / 2


def lineage_svg(graph: LineageGraph, node: Node, link: Callable[[Node], str]) -> str:
    """Return the lineage of a KPI as SVG; `link` gives the address of another KPI, or none."""
    layers = _layers(graph, node)
    boxes = _boxes(graph, layers)
    width = (max(layers.values()) + 1) * (_WIDTH + _GAP_X) - _GAP_X + 4
    height = max((box.y + box.height for box in boxes.values()), default=0) + 4
    parts = [
        f'<svg class="lineage" viewBox="0 0 {width} {height:g}" width="{width}" '
        f'style="min-width:{_SMALLEST * width:g}px" role="img" '
        f'aria-label="lineage of {escape(node)}">'
    ]
    parts += [_arrow(boxes[origin], boxes[target]) for origin, target, _ in graph.arrows]
    for box in boxes.values():
        is_kpi = box.node in graph.entries
        kind = "self" if box.node == node else "kpi" if is_kpi else "source"
        drawn = _drawn(box, kind)
        address = link(box.node) if is_kpi and box.node != node else ""
        parts.append(f'<a href="{escape(address)}">{drawn}</a>' if address else drawn)
    return "".join((*parts, "</svg>"))


def _layers(graph: LineageGraph, node: Node) -> dict[Node, int]:
    """Return the column in which each node is drawn, behind all that it is made from."""
    layers: dict[Node, int] = {node: 0}
    found = {each for edge in graph.edges for each in (edge.origin, edge.reader)}
    layers |= dict.fromkeys(sorted(found), 0)
    # Each round moves readers behind what they read; a circle of KPIs ends with the rounds.
    for _ in layers:
        moved = False
        for edge in graph.edges:
            if layers[edge.target] <= layers[edge.origin]:
                layers[edge.target] = layers[edge.origin] + 1
                moved = True
        if not moved:
            break
    return _without_gaps(layers)


def _without_gaps(layers: Mapping[Node, int]) -> dict[Node, int]:
    order = sorted(set(layers.values()))
    return {node: order.index(layer) for node, layer in layers.items()}


def _boxes(graph: LineageGraph, layers: Mapping[Node, int]) -> dict[Node, _NodeBox]:
    """Return the boxes of all nodes, those of each layer in the middle of the drawing's height."""
    boxes: dict[Node, _NodeBox] = {}
    bottom: dict[int, float] = {}
    for node, layer in sorted(layers.items(), key=lambda item: (item[1], item[0])):
        y = bottom.get(layer, 2)
        box = _NodeBox(node, tuple(_lines(graph, node)), layer * (_WIDTH + _GAP_X) + 2, y)
        boxes[node] = box
        bottom[layer] = y + box.height + _GAP_Y
    deepest = max(bottom.values())
    shifts = {layer: (deepest - below) / 2 for layer, below in bottom.items()}
    return {node: replace(box, y=box.y + shifts[layers[node]]) for node, box in boxes.items()}


def _lines(graph: LineageGraph, node: Node) -> Iterator[str]:
    entry = graph.entries.get(node)
    if entry is not None:
        yield _cut(entry.kpi.name)
        yield node
        return
    yield _cut(node)
    columns = _columns(graph.readers_of(node))
    for name in columns[:_MOST_COLUMNS]:
        yield _cut(f"  {name}")
    if len(columns) > _MOST_COLUMNS:
        yield f"  {len(columns) - _MOST_COLUMNS} more"


def _columns(edges: list[LineageEdge]) -> list[str]:
    """Return the columns of a source that are read; those that make a value come first."""
    order: dict[str, bool] = {}
    for edge in edges:
        if isinstance(edge.use.source, Values):
            continue
        for name, makes in _named(edge.use):
            order[name] = order.get(name, False) or makes
    return sorted(order, key=lambda name: (not order[name], name))


def _named(use: SourceUse) -> Iterator[tuple[str, bool]]:
    if use.obstacle:
        yield "columns unknown", False
    for each in use.columns:
        name = "every column" if each.column == EVERY_COLUMN else each.column
        yield name if each.is_certain else f"{name} ?", bool(each.makes)


def _cut(text: str) -> str:
    return text if len(text) <= _LETTERS else f"{text[: _LETTERS - 1]}…"


def _arrow(origin: _NodeBox, reader: _NodeBox) -> str:
    x1, y1 = origin.x + _WIDTH, origin.middle
    x2, y2 = reader.x - 4, reader.middle
    bend = max((x2 - x1) / 2, _GAP_X / 2)
    return (
        f'<path class="arrow" d="M{x1:g},{y1:g} C{x1 + bend:g},{y1:g} {x2 - bend:g},{y2:g} '
        f'{x2:g},{y2:g}"/>'
        f'<path class="head" d="M{x2:g},{y2 - 4:g} l6,4 l-6,4 z"/>'
    )


def _drawn(box: _NodeBox, kind: str) -> str:
    texts = [
        f'<text x="{box.x + _PAD:g}" y="{box.y + _PAD + _LINE * index + 12:g}" '
        f'class="{"title" if index == 0 else "detail"}">{_text(line)}</text>'
        for index, line in enumerate(box.lines)
    ]
    return (
        f'<g class="box {kind}"><title>{escape(box.node)}</title><rect x="{box.x:g}" y="{box.y:g}" '
        f'width="{_WIDTH}" height="{box.height:g}" rx="7"/>{"".join(texts)}</g>'
    )


def _text(line: str) -> str:
    return escape(line.replace("  ", "\u2003", 1) if line.startswith("  ") else line)
