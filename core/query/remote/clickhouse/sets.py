"""ClickHouse's form of UNION, INTERSECT and EXCEPT. Pure.

Columns of types that have no common one would become a Variant there, whose NULL counts as a value.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce

from sqlglot import exp

from core.query.remote.clickhouse.numbers import in_common_type
from core.query.remote.kinds import NUMBERS, give_kind, kind_of, unify
from core.query.remote.rewriting import Rewrites


def _united(node: exp.Expr, _: str) -> exp.Expr:
    """Give the numbers of each column one type on all sides."""
    for cells in zip(*_sides(node), strict=True):
        kind = reduce(unify, map(kind_of, cells))
        for cell in cells:
            if kind in NUMBERS and kind_of(cell) in NUMBERS:
                cell.replace(give_kind(in_common_type(cell, kind), kind))
    return node


def _sides(node: exp.Expr) -> Iterator[list[exp.Expr]]:
    """Yield the columns of each SELECT among which rows meet."""
    if isinstance(node, exp.SetOperation):
        yield from _sides(node.this.unnest())
        yield from _sides(node.expression.unnest())
    elif isinstance(node, exp.Select):
        yield [column.unalias() for column in node.selects]


RULES: Rewrites = dict.fromkeys((exp.Union, exp.Intersect, exp.Except), _united)
