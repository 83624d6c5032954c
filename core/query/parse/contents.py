"""The columns whose contents are in a query's result, and not only their number."""

from __future__ import annotations

from collections import defaultdict

from sqlglot import exp
from sqlglot.errors import SqlglotError
from sqlglot.optimizer.scope import build_scope

from core.query.column_read import KnownColumns
from core.query.facts import EVERY_COLUMN, ReturnedColumn
from core.query.parse.sources_in_scope import ScopeColumns, name_subqueries

# They say how many, or whether, and nothing of what is there.
_COUNTS = (exp.Count, exp.CountIf, exp.ApproxDistinct)
_TESTS = (exp.Predicate, exp.RegexpLike, exp.RegexpILike, exp.Not, exp.And, exp.Or, exp.Exists)
# Columns that neither text nor scope names.
_OPEN = (exp.Columns, exp.Pivot)
EVERYTHING = (ReturnedColumn(EVERY_COLUMN, EVERY_COLUMN),)


def returned_columns(tree: exp.Expr, known: KnownColumns) -> tuple[ReturnedColumn, ...]:
    """Return the columns that a query returns, through subqueries, aliases and functions.

    A column that is counted, compared or grouped by is not returned; `*` stands for any column. A
    query that cannot be followed may return everything. `known` has the columns of the relations
    whose columns are known.
    """
    if tree.find(*_OPEN) or any(map(_renames_unnamed, tree.find_all(exp.TableAlias))):
        return EVERYTHING
    try:
        reduced = tree.transform(_without_tests)
        name_subqueries(reduced)
        root = build_scope(reduced)
        outputs = ScopeColumns(root, known).outputs_of(root) if root else {}
    except (SqlglotError, RecursionError, TypeError, ValueError, AttributeError, KeyError):
        # What its compiled parser makes of unusual SQL is an error of any of these kinds.
        return EVERYTHING
    found: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for output, origins in outputs.items():
        for origin in origins:
            found[origin.relation, origin.column].add(output)
    return tuple(
        ReturnedColumn(relation, column, tuple(sorted(names)))
        for (relation, column), names in sorted(found.items())
    )


def _renames_unnamed(alias: exp.TableAlias) -> bool:
    """Return whether an alias gives new names to columns that the text does not name."""
    if not alias.columns:
        return False
    renamed = alias.parent
    if isinstance(renamed, exp.Table):
        return isinstance(renamed.this, exp.Identifier)
    query = renamed.this if isinstance(renamed, exp.Subquery | exp.CTE) else None
    return isinstance(query, exp.Query) and query.is_star


def _without_tests(node: exp.Expr) -> exp.Expr:
    """Return a constant for a number or a truth value, and a case or window without its tests."""
    if isinstance(node, _COUNTS):
        return exp.Literal.number(1)
    if isinstance(node, _TESTS):
        return exp.true()
    if isinstance(node, exp.Case):
        node.set("this", None)
    if isinstance(node, exp.If):
        node.set("this", exp.true())
    if isinstance(node, exp.Window):
        node.set("partition_by", None)
        node.set("order", None)
    return node
