"""A metric tree: a KPI on the left and what it is made from on its right. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from core.charts.drawing import Drawing, TextStyle
from core.charts.points import signed
from core.charts.tones import TONES, Tone
from core.colours import FAINT_INK, INK, SOFT_INK
from core.model import format_value

_TITLE = TextStyle(13, is_bold=True)
_NAME, _VALUE = TextStyle(11, is_bold=True), TextStyle(13, is_bold=True)
_CHANGE = TextStyle(11, anchor="end")
_SIGN = TextStyle(12, INK, is_bold=True, anchor="middle")
_MARGIN, _TOP = 8, 28
_WIDTH, _HEIGHT, _GAP_X, _GAP_Y, _PAD = 176, 58, 34, 10, 8


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricNode:
    """A KPI in a tree.

    Attributes:
        name: The KPI's name.
        value: Its value; None, with a `remark`, if there is none.
        change: Against the value compared with, in the unit of the value.
        kind: `north star`, `driver` or `guardrail`; empty for a part.
        remark: A short text beside the change, such as a status with its sign.
        tone: Colour of the box; the remark says the same in words.
        operator: What joins the children: ×, +, − or ÷.
    """

    name: str
    unit: str
    value: float | None
    change: float | None = None
    kind: str = ""
    remark: str = ""
    tone: Tone = ""
    operator: str = ""
    children: tuple[MetricNode, ...] = ()


@dataclass(frozen=True, slots=True)
class _PlacedNode:
    """A node with the left upper corner of its box, and that of its parent."""

    node: MetricNode
    depth: int
    y: float
    children: tuple[_PlacedNode, ...]


def metric_tree(title: str, root: MetricNode) -> str:
    """Return the tree as SVG; it is as wide as it is deep."""
    placed, bottom = _place(root, 0, _TOP)
    nodes = list(_all(placed))
    width = 2 * _MARGIN + (max(each.depth for each in nodes) + 1) * (_WIDTH + _GAP_X) - _GAP_X
    drawing = Drawing(width, bottom - _GAP_Y + _MARGIN)
    drawing.text(_MARGIN, 16, title, _TITLE, width - 2 * _MARGIN)
    for each in nodes:
        _draw_links(drawing, each)
    for each in nodes:
        _draw_node(drawing, each)
    return drawing.svg(title, f"{'; '.join(_words(each) for each in nodes)}.")


def _place(node: MetricNode, depth: int, top: float) -> tuple[_PlacedNode, float]:
    """Return the node placed below `top`, in the middle of its children, and where it ends."""
    children = []
    bottom = top
    for child in node.children:
        placed, bottom = _place(child, depth + 1, bottom)
        children.append(placed)
    if not children:
        return _PlacedNode(node, depth, top, ()), top + _HEIGHT + _GAP_Y
    middle = (children[0].y + children[-1].y) / 2
    return _PlacedNode(node, depth, middle, tuple(children)), bottom


def _all(placed: _PlacedNode) -> Iterator[_PlacedNode]:
    yield placed
    for child in placed.children:
        yield from _all(child)


def _left(placed: _PlacedNode) -> float:
    return _MARGIN + placed.depth * (_WIDTH + _GAP_X)


def _draw_links(drawing: Drawing, placed: _PlacedNode) -> None:
    x, y = _left(placed) + _WIDTH, placed.y + _HEIGHT / 2
    bend = x + _GAP_X / 2
    for child in placed.children:
        end = child.y + _HEIGHT / 2
        drawing.path([(x, y), (bend, y), (bend, end), (x + _GAP_X, end)], FAINT_INK, 1.5)
    if placed.children and placed.node.operator:
        drawing.dot((bend, y), 9, FAINT_INK, is_hollow=True)
        drawing.text(bend, y + 4, placed.node.operator, _SIGN)


def _draw_node(drawing: Drawing, placed: _PlacedNode) -> None:
    node, x, y = placed.node, _left(placed), placed.y
    fill, ink = TONES[node.tone]
    drawing.box((x, y), _WIDTH, _HEIGHT, fill, FAINT_INK)
    left, right, room = x + _PAD, x + _WIDTH - _PAD, _WIDTH - 2 * _PAD
    drawing.text(left, y + 16, node.name, _NAME, room)
    drawing.number([(left, y + 34)], _value(node), _VALUE)
    drawing.number([(right, y + 34)], _change(node), _CHANGE)
    remark = TextStyle(10, ink if node.tone else SOFT_INK)
    drawing.text(left, y + 50, _joined(node.kind, node.remark), remark, room)


def _value(node: MetricNode) -> str:
    return "no value" if node.value is None else format_value(node.value, node.unit)


def _change(node: MetricNode) -> str:
    return "" if node.change is None else signed(node.change, node.unit)


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _words(placed: _PlacedNode) -> str:
    node = placed.node
    details = _joined(node.kind, _change(node), node.remark)
    words = f"{node.name} {_value(node)}" + (f" ({details})" if details else "")
    if not node.children:
        return words
    joined = f" {node.operator or 'and'} ".join(child.name for child in node.children)
    return f"{words}, made from {joined}"
