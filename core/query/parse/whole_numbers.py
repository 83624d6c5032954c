"""Whether an expression gives whole numbers, as far as its text and known columns say."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from enum import IntEnum

from sqlglot import exp
from sqlglot.optimizer.scope import Scope

from core.query.facts import Dialect, TableTypes

_INTEGER = re.compile(r"(?:small|big|tiny|huge|u\w*)?int(?:eger)?\d?", re.IGNORECASE)
_WIDE = re.compile(r"bigint|int8|hugeint|ubigint", re.IGNORECASE)
_LARGEST = 2**31 - 1
_DEEPEST = 50  # columns of columns; a recursive CTE has no end


class _Width(IntEnum):
    """How many digits a whole number may have; NONE is any other type, or an unknown one."""

    NONE = 0
    NORMAL = 1
    WIDE = 2


_WidthRule = Callable[["WholeNumbers", exp.Expr, Scope, int], _Width]


class WholeNumbers:
    """The types of expressions. `types` has columns by table; `engine` runs the query."""

    def __init__(self, types: TableTypes, engine: Dialect) -> None:
        self._types = types
        self._engine = engine

    def is_whole(self, node: exp.Expr, scope: Scope) -> bool:
        """Return whether an expression of a SELECT is known to give whole numbers."""
        return self._width(node, scope, 0) > _Width.NONE

    def _width(self, node: exp.Expr, scope: Scope, depth: int) -> _Width:
        rule = _RULES.get(type(node))
        return rule(self, node, scope, depth + 1) if rule and depth < _DEEPEST else _Width.NONE

    def _operand(self, node: exp.Expr, scope: Scope, depth: int) -> _Width:
        return self._width(node.this, scope, depth)

    def _together(self, nodes: Iterable[exp.Expr | None], scope: Scope, depth: int) -> _Width:
        """Return the width that holds all expressions, NULL and missing ones left out."""
        given = [node for node in nodes if node is not None and not isinstance(node, exp.Null)]
        widths = [self._width(node, scope, depth) for node in given]
        return max(widths) if widths and min(widths) > _Width.NONE else _Width.NONE

    def _operator(self, node: exp.Expr, scope: Scope, depth: int) -> _Width:
        return self._together((node.this, node.expression), scope, depth)

    def _choice(self, node: exp.Expr, scope: Scope, depth: int) -> _Width:
        return self._together((node.this, *node.expressions), scope, depth)

    def _case(self, node: exp.Expr, scope: Scope, depth: int) -> _Width:
        branches = [branch.args["true"] for branch in node.args["ifs"]]
        return self._together((*branches, node.args.get("default")), scope, depth)

    def _sum(self, node: exp.Expr, scope: Scope, depth: int) -> _Width:
        width = self._width(node.this, scope, depth)
        is_numeric = width == _Width.WIDE and self._engine == "postgres"
        return _Width.NONE if is_numeric or not width else _Width.WIDE

    def _count(self, *_: object) -> _Width:
        return _Width.WIDE

    def _literal(self, node: exp.Expr, *_: object) -> _Width:
        if not isinstance(node, exp.Literal) or not node.is_int:
            return _Width.NONE
        return _Width.NORMAL if int(node.name) <= _LARGEST else _Width.WIDE

    def _cast(self, node: exp.Expr, *_: object) -> _Width:
        return _width_of(node.args["to"].sql(dialect="postgres"))

    def _subquery(self, node: exp.Expr, scope: Scope, depth: int) -> _Width:
        for inner in scope.subquery_scopes:
            if inner.expression is node.this and len(inner.expression.selects) == 1:
                return self._width(inner.expression.selects[0].unalias(), inner, depth)
        return _Width.NONE

    def _column(self, node: exp.Expr, scope: Scope, depth: int) -> _Width:
        name, table = node.name.lower(), node.text("table")
        widths = []
        for alias, (_, source) in scope.selected_sources.items():
            width = self._source_column(name, source, depth)
            if width is not None and table in ("", alias):
                widths.append(width)
        return widths[0] if len(widths) == 1 else _Width.NONE

    def _source_column(self, name: str, source: exp.Table | Scope, depth: int) -> _Width | None:
        """Return the width of a column of a relation; None if the relation may not have it."""
        if isinstance(source, exp.Table):
            relation = ".".join(part.name for part in source.parts).lower()
            columns = self._types.get(relation, {})
            return _width_of(columns[name]) if name in columns else None
        if not isinstance(source.expression, exp.Select):
            return None
        for projection in source.expression.selects:
            if projection.alias_or_name.lower() == name:
                return self._width(projection.unalias(), source, depth)
        return None


_RULES: Mapping[type[exp.Expr], _WidthRule] = {
    **dict.fromkeys((exp.Paren, exp.Filter, exp.Window, exp.Neg, exp.Abs), WholeNumbers._operand),
    **dict.fromkeys((exp.Min, exp.Max, exp.Nullif), WholeNumbers._operand),
    **dict.fromkeys((exp.Add, exp.Sub, exp.Mul, exp.Div, exp.Mod), WholeNumbers._operator),
    **dict.fromkeys((exp.Coalesce, exp.Greatest, exp.Least), WholeNumbers._choice),
    **dict.fromkeys((exp.Count, exp.CountIf), WholeNumbers._count),
    exp.Case: WholeNumbers._case,
    exp.Cast: WholeNumbers._cast,
    exp.Column: WholeNumbers._column,
    exp.Literal: WholeNumbers._literal,
    exp.Subquery: WholeNumbers._subquery,
    exp.Sum: WholeNumbers._sum,
}


def _width_of(type_name: str) -> _Width:
    if not _INTEGER.fullmatch(type_name):
        return _Width.NONE
    return _Width.WIDE if _WIDE.fullmatch(type_name) else _Width.NORMAL
