"""Whether a query in PostgreSQL's dialect gives the same answer on DuckDB over exact copies. Pure.

A whitelist: clauses, operators and functions that are listed here, over the kinds of values for
which they are known to mean the same. Each entry is tested on both engines.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError
from sqlglot.optimizer.qualify import qualify
from sqlglot.optimizer.scope import Scope, traverse_scope

from core.query.facts import TableTypes
from core.query.parse.portable import functions, operators, values
from core.query.parse.portable.judge import Judge, KindRule
from core.query.parse.portable.kinds import (
    GROUPED,
    LABELS,
    NUMBERS,
    Kind,
    NotPortable,
    kind_of_column,
    unify,
)
from core.query.parse.references import columns_of

_RULES: dict[type[exp.Expr], KindRule] = {**values.RULES, **operators.RULES, **functions.RULES}
_CLAUSES = frozenset(
    ["with_", "kind", "expressions", "from_", "joins", "where", "group", "having", "distinct"]
)
_JOINS = frozenset(["", "INNER", "LEFT", "RIGHT", "FULL", "OUTER", "CROSS"])


def find_obstacle(sql: str, types: TableTypes) -> str:
    """Return what keeps a query in the server, in words; empty where DuckDB gives the same answer.

    Args:
        sql: One SELECT in PostgreSQL's dialect, with `:name` parameters.
        types: Columns of every table that the query reads.
    """
    try:
        tree = sqlglot.parse_one(sql, dialect="postgres")
        qualified = qualify(
            tree, dialect="postgres", schema=_nested(types), quote_identifiers=False
        )
        outputs = _outputs_by_scope(qualified, types)
        _require_result(outputs)
        _require_copies(tree, types)
    except NotPortable as obstacle:
        return str(obstacle)
    except (SqlglotError, TypeError, ValueError, AttributeError, KeyError):
        return "SQL that cannot be taken apart"
    return ""


def _require_copies(tree: exp.Expr, types: TableTypes) -> None:
    """Check each column that is copied for the query: any that has a name it mentions."""
    mentioned = columns_of(tree)
    for table, columns in types.items():
        for column, type_name in columns.items():
            if column in mentioned and kind_of_column(type_name) is None:
                raise NotPortable(f"{table}.{column}, which is {type_name}")


def _nested(types: TableTypes) -> dict[str, object]:
    """Return the types as sqlglot wants its schema: by schema, table and column."""
    nested: dict[str, dict[str, dict[str, str]]] = {}
    for name, columns in types.items():
        schema, _, table = name.partition(".")
        # Only the names matter to it: a type of the author's own may not even parse.
        nested.setdefault(schema, {})[table] = dict.fromkeys(columns, "int")
    return {**nested}


def _outputs_by_scope(tree: exp.Expr, types: TableTypes) -> dict[str, Kind]:
    """Return the kinds of the query's columns, every part of it judged on the way."""
    outputs: dict[int, dict[str, Kind]] = {}
    last: dict[str, Kind] = {}
    # Inner queries come before those that read them.
    for scope in traverse_scope(tree):
        last = _scope_outputs(scope, outputs, types)
        outputs[id(scope.expression)] = last
    return last


def _scope_outputs(
    scope: Scope, outputs: Mapping[int, Mapping[str, Kind]], types: TableTypes
) -> dict[str, Kind]:
    query = scope.expression
    if isinstance(query, exp.Union):
        return _union_outputs(query, outputs)
    if not isinstance(query, exp.Select):
        raise NotPortable(query.key.upper())
    _require_clauses(query)

    def resolve(column: exp.Column) -> Kind:
        return _column_kind(column, scope, outputs, types)

    def query_kinds(inner: exp.Expr) -> tuple[Kind, ...]:
        return tuple(outputs[id(inner.unnest())].values())

    judge = Judge(_RULES, resolve, query_kinds)
    for condition in _conditions(query):
        kind = judge.kind(condition)
        if kind not in ("boolean", "null"):
            raise NotPortable(f"a condition that is {kind}")
    selected = {column.alias_or_name: judge.kind(column.unalias()) for column in query.selects}
    grouped = [judge.kind(key) for key in _group_keys(query)]
    if query.args.get("distinct"):
        grouped += selected.values()
    _require_grouped(grouped)
    return selected


def _union_outputs(query: exp.Union, outputs: Mapping[int, Mapping[str, Kind]]) -> dict[str, Kind]:
    if any(query.args.get(name) for name in ("order", "limit", "offset", "by_name")):
        raise NotPortable("ORDER BY or LIMIT of a UNION")
    left = outputs[id(query.this.unnest())]
    right = outputs[id(query.expression.unnest())]
    united = {
        name: unify(one, other)
        for (name, one), other in zip(left.items(), right.values(), strict=True)
    }
    if query.args.get("distinct"):
        _require_grouped(united.values())
    return united


def _require_clauses(query: exp.Select) -> None:
    for name, value in query.args.items():
        if value and name not in _CLAUSES:
            raise NotPortable(f"the clause {name.strip('_').upper()}")
    with_ = query.args.get("with_")
    if with_ is not None and with_.recursive:
        raise NotPortable("WITH RECURSIVE")
    if isinstance(query.args.get("distinct"), exp.Distinct) and query.args["distinct"].args.get(
        "on"
    ):
        raise NotPortable("DISTINCT ON")
    for join in query.args.get("joins") or ():
        _require_join(join)


def _require_join(join: exp.Join) -> None:
    if {join.side, join.kind} - _JOINS or join.args.get("using") or join.method:
        raise NotPortable(
            f"a join of the kind {' '.join(filter(None, (join.method, join.side, join.kind)))}"
        )
    if not isinstance(join.this, exp.Table | exp.Subquery):
        raise NotPortable(f"a join with {join.this.key.upper()}")


def _conditions(query: exp.Select) -> Iterator[exp.Expr]:
    for name in ("where", "having"):
        clause = query.args.get(name)
        if clause is not None:
            yield clause.this
    for join in query.args.get("joins") or ():
        condition = join.args.get("on")
        if condition is not None:
            yield condition


def _group_keys(query: exp.Select) -> list[exp.Expr]:
    group = query.args.get("group")
    if group is None:
        return []
    for name, value in group.args.items():
        if value and name != "expressions":
            raise NotPortable(f"GROUP BY {name.upper()}")
    return [key for key in group.expressions if not isinstance(key, exp.Literal)]


def _require_grouped(kinds: Iterable[Kind]) -> None:
    for kind in kinds:
        if kind not in GROUPED:
            raise NotPortable(f"rows grouped by {kind}")


def _column_kind(
    column: exp.Column,
    scope: Scope,
    outputs: Mapping[int, Mapping[str, Kind]],
    types: TableTypes,
) -> Kind:
    source = _source(column, scope)
    if isinstance(source, Scope):
        return outputs[id(source.expression)][column.name]
    if not isinstance(source, exp.Table):
        raise NotPortable(f"the column {column.sql()}")
    table = f"{source.db}.{source.name}".lower()
    type_name = types[table][column.name.lower()]
    kind = kind_of_column(type_name)
    if kind is None:
        raise NotPortable(f"{table}.{column.name}, which is {type_name}")
    return kind


def _source(column: exp.Column, scope: Scope | None) -> exp.Expr | Scope | None:
    """Return what a column belongs to, in this query or in one around it."""
    while scope is not None:
        if column.table in scope.sources:
            return scope.sources[column.table]
        scope = scope.parent
    return None


def _require_result(outputs: Mapping[str, Kind]) -> None:
    for name, kind in outputs.items():
        admitted = LABELS if name.lower() == "field" else NUMBERS | {"null"}
        if kind not in admitted:
            raise NotPortable(f"the column {name}, which is {kind}")
