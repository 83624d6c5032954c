"""The meaning of whole queries: WITH, FROM, joins, grouping, unions and order. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from sqlglot import exp

from core.query.facts import TableTypes
from core.query.remote.kinds import Unproven, ValueKind, give_kind, unify
from core.query.remote.meaning import (
    aggregates,
    arithmetic,
    clock,
    deviations,
    functions,
    layouts,
    lists,
    mathematics,
    operators,
    patterns,
    scalars,
    series,
    subqueries,
    texts,
)
from core.query.remote.meaning.aggregates import require_grouped
from core.query.remote.meaning.columns import (
    convert_columns,
    expand,
    interpret_values,
    kind_or_rows,
    renamed,
)
from core.query.remote.meaning.distinct_on import ROWS, choose_first, insert_rows, keyed_rows
from core.query.remote.meaning.interpreter import Interpreter, MeaningRule
from core.query.remote.meaning.joins import interpret_join, is_comma, require_join
from core.query.remote.meaning.laterals import interpret_lateral, is_lateral
from core.query.remote.meaning.operators import require_condition
from core.query.remote.meaning.ordering import (
    interpret_groups,
    interpret_result_order,
    require_distinct,
)
from core.query.remote.meaning.series import made_relation
from core.query.remote.meaning.sources import ColumnKinds, QueryNames

_RULES: dict[type[exp.Expr], MeaningRule] = {
    **scalars.RULES,
    **operators.RULES,
    **arithmetic.RULES,
    **functions.RULES,
    **texts.RULES,
    **layouts.RULES,
    **patterns.RULES,
    **aggregates.RULES,
    **lists.RULES,
    **clock.RULES,
    **deviations.RULES,
    **mathematics.RULES,
    **series.RULES,
    **subqueries.RULES,
}
_CLAUSES = frozenset(
    [
        *("with_", "kind", "expressions", "from_", "joins", "where", "group", "having"),
        *("distinct", "order", "limit", "offset", "laterals"),
    ]
)
_NO_VALUES = frozenset[ValueKind](["interval", "elapsed", "array", "rows"])


@dataclass(frozen=True, slots=True)
class QueryReader:
    """Interprets queries over tables of given types; without types, their columns are unknown."""

    types: TableTypes

    def read(self, tree: exp.Expr) -> tuple[ColumnKinds, list[tuple[int, str]]]:
        """Interpret a statement; return its columns, and line and text of what is not proven."""
        interpreter = Interpreter(_RULES, self._query)
        columns = self._query(tree, interpreter)
        for name, kind in (columns or {}).items():
            if kind in _NO_VALUES:
                fault = Unproven(f"the column {name} of {kind}; use extract(epoch FROM …)")
                interpreter.refuse(tree, fault)
        return columns, interpreter.findings

    def _query(self, node: exp.Expr, around: Interpreter) -> ColumnKinds:
        query = node.unnest()
        give_kind(node, "rows")
        try:
            if node is not query and (node.args.get("order") or node.args.get("limit")):
                raise Unproven("ORDER BY or LIMIT of a query in brackets")
            if isinstance(query, exp.SetOperation):
                return self._united(query, around)
            if isinstance(query, exp.Select):
                return self._select(query, around)
            raise Unproven(query.key.upper())
        except Unproven as obstacle:
            around.refuse(node, obstacle)
            return None

    def _united(self, query: exp.Expr, around: Interpreter) -> ColumnKinds:
        give_kind(query, "rows")
        inner = around.within(QueryNames(outer=around.sources))
        self._with(query, inner)
        if any(query.args.get(name) for name in ("order", "limit", "offset", "by_name")):
            raise Unproven("ORDER BY or LIMIT of a UNION without names; name its columns by AS")
        one = self._query(query.this, inner)
        other = self._query(query.expression, inner)
        if one is None or other is None:
            return None
        if len(one) != len(other):
            raise Unproven("a UNION of queries with different columns")
        kinds = [
            unify(first, second) for first, second in zip(one.values(), other.values(), strict=True)
        ]
        for side in (query.this.unnest(), query.expression.unnest()):
            convert_columns(side, kinds)
        if query.args.get("distinct") or not isinstance(query, exp.Union):
            for kind in kinds:
                require_grouped(kind)
        return dict(zip(one, kinds, strict=True))

    def _with(self, query: exp.Expr, inner: Interpreter) -> None:
        with_ = query.args.get("with_")
        if with_ is None:
            return
        give_kind(with_, "rows")
        if with_.recursive:
            raise Unproven("WITH RECURSIVE")
        for cte in with_.expressions:
            columns = self._query(cte.this, inner)
            inner.sources.queries[cte.alias.lower()] = renamed(columns, cte)

    def _select(self, query: exp.Expr, around: Interpreter) -> ColumnKinds:
        give_kind(query, "rows")
        inner = around.within(QueryNames(outer=around.sources))
        for name, value in query.args.items():
            if value and name not in _CLAUSES:
                raise Unproven(f"the clause {name.strip('_').upper()}")
        self._with(query, inner)
        rows = keyed_rows(query)
        if rows is not None:
            self._select(rows.query, inner)
            inner.sources.queries[ROWS] = choose_first(query, rows)
        self._relations(query, inner)
        for name in ("where", "having"):
            clause = query.args.get(name)
            if clause is not None:
                give_kind(clause, "rows")
                require_condition(inner.kind(clause.this))
        columns = self._outputs(query, inner)
        interpret_groups(query, inner)
        interpret_result_order(query, inner, columns)
        if rows is not None:
            insert_rows(query, rows)
        return columns

    def _relations(self, query: exp.Expr, inner: Interpreter) -> None:
        from_ = query.args.get("from_")
        if from_ is not None:
            self._relation(from_.this, inner)
        if query.args.get("laterals"):
            raise Unproven("LATERAL")
        for join in list(query.args.get("joins") or []):
            require_join(join)
            if is_comma(join):
                inner.sources.first_joined = len(inner.sources.visible)
            made_relation(join.this, inner)
            if not is_lateral(join):
                self._relation(join.this, inner)
            elif not interpret_lateral(join, inner):
                join.pop()
                continue
            interpret_join(join, inner)

    def _relation(self, written: exp.Expr, inner: Interpreter) -> None:
        node = made_relation(written, inner)
        give_kind(node, "rows")
        columns: ColumnKinds
        if isinstance(node, exp.Subquery):
            columns = self._query(node, inner)
        elif isinstance(node, exp.Values):
            columns = interpret_values(node, inner)
        elif isinstance(node, exp.Table) and isinstance(node.this, exp.Identifier):
            columns = self._table(node, inner)
            if node.alias:
                inner.sources.hidden.add(node.name.lower())
        else:
            raise Unproven(
                f"{node.key.upper()} in FROM" if node.key != "table" else "a function in FROM"
            )
        inner.sources.add(node.alias_or_name, renamed(columns, node))

    def _table(self, node: exp.Expr, inner: Interpreter) -> ColumnKinds:
        if not node.text("db"):
            is_query, columns = inner.sources.find_query(node.name.lower())
            if is_query:
                return columns
        if node.args.get("sample") or node.args.get("only"):
            raise Unproven("TABLESAMPLE")
        name = ".".join(part.name for part in node.parts).lower()  # type: ignore[attr-defined]
        types = self.types.get(name)
        if types is None:
            return None
        return {column: kind_or_rows(type_name) for column, type_name in types.items()}

    def _outputs(self, query: exp.Expr, inner: Interpreter) -> ColumnKinds:
        """Return the columns of a SELECT; one without a name gets the place as its name."""
        columns: dict[str, ValueKind] = {}
        is_open = False
        for place, column in enumerate(list(query.selects)):  # type: ignore[attr-defined]
            if column.is_star:
                is_open |= not expand(column, inner.sources, columns)
                continue
            kind = inner.kind(column.unalias())
            give_kind(column, kind)
            columns[column.alias_or_name.lower() or f"?{place}"] = kind
        distinct = query.args.get("distinct")
        if distinct is not None:
            require_distinct(distinct, columns)
        return None if is_open else columns
