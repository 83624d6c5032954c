"""The places where a query reads tables, and the conditions that all rows it needs there meet.

A condition limits the rows of a table where it is joined by AND in the WHERE of the SELECT that
reads the table, or in the ON of a join that drops rows of that side: rows that fail it, or leave it
open, then change no result. Whatever is not known to be of that kind limits nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from core.query.binding import bind
from core.query.parse.projections import find_projection, find_readers
from core.query.parse.time_limits import find_limits
from core.query.table_reads import RowLimit, TableRead

# What a SELECT and a table may have beside each other without another meaning of conditions.
_CLAUSES = frozenset(
    [
        *("with_", "expressions", "from_", "joins", "where", "group", "having", "qualify"),
        *("windows", "distinct", "order", "limit", "offset"),
    ]
)
_OF_SOURCE = frozenset(["this", "db", "alias"])
_SIDES = frozenset(["", "LEFT", "RIGHT", "FULL"])
_KINDS = frozenset(["", "INNER", "OUTER", "CROSS"])


def find_table_reads(sql: str) -> tuple[TableRead, ...]:
    """Return each place of a query in DuckDB's dialect that reads a relation, with its limits."""
    try:
        tree = sqlglot.parse_one(bind(sql, "tagged")[0], dialect="duckdb")
    except (SqlglotError, TypeError, ValueError, AttributeError):
        return ()
    tables = [table for table in tree.find_all(exp.Table) if table.name]
    return tuple(TableRead(_name(table), limits) for table in tables for limits in _reads(table))


def _reads(source: exp.Expr) -> Iterator[tuple[RowLimit, ...]]:
    """Yield the limits of each place that reads a relation, also through queries within a query."""
    select = _select_of(source)
    if select is None:
        yield ()
        return
    own = tuple(_limits(source, select))
    projection = find_projection(select)
    readers = find_readers(select) if projection else []
    if not projection or not readers:
        yield own
        return
    for reader in readers:
        for limits in _reads(reader):
            yield (*own, *filter(None, map(projection.limit_within, limits)))


def _name(table: exp.Table) -> str:
    return ".".join(part.name for part in table.parts).lower()


def _limits(source: exp.Expr, select: exp.Select) -> Iterator[RowLimit]:
    merged = _merged_columns(select)
    for condition in _conditions(source, select):
        for qualifier, limit in find_limits(condition):
            if limit.column not in merged and _is_of(source, qualifier, select):
                yield limit


def _select_of(source: exp.Expr) -> exp.Select | None:
    """Return the SELECT that reads a relation, if only joins and conditions come between."""
    above = source.parent.parent if isinstance(source.parent, exp.From | exp.Join) else None
    if type(above) is not exp.Select or _has_more(above, _CLAUSES):
        return None
    alias = source.args.get("alias")
    if _has_more(source, _OF_SOURCE) or (alias and alias.columns):
        return None
    plain = all(_is_plain_join(join) for join in above.args.get("joins") or [])
    return above if plain else None


def _has_more(node: exp.Expr, known: frozenset[str]) -> bool:
    return any(value and name not in known for name, value in node.args.items())


def _is_plain_join(join: exp.Join) -> bool:
    return join.side in _SIDES and join.kind in _KINDS and not join.method


def _merged_columns(select: exp.Select) -> set[str]:
    """Return the columns that USING merges: without a table, their names mean both."""
    merged = set[str]()
    for join in select.args.get("joins") or []:
        merged |= {name.name.lower() for name in join.args.get("using") or []}
    return merged


def _sources(select: exp.Select) -> list[exp.Expr]:
    return [select.args["from_"].this, *(join.this for join in select.args.get("joins") or [])]


def _is_of(source: exp.Expr, qualifier: str, select: exp.Select) -> bool:
    """Return whether a column with this qualifier is the relation's, if the relation has it.

    Without a qualifier, a second relation with such a column makes the query ambiguous.
    """
    if not qualifier:
        return True
    named = [each for each in _sources(select) if each.alias_or_name.lower() == qualifier]
    return len(named) == 1 and named[0] is source


def _conditions(source: exp.Expr, select: exp.Select) -> Iterator[exp.Expr]:
    """Yield the conditions that each row of the result meets with its row of a relation."""
    where = select.args.get("where")
    if where is not None:
        yield from _conjuncts(where.this)
    place = next(number for number, each in enumerate(_sources(select)) if each is source)
    for number, join in enumerate(select.args.get("joins") or [], 1):
        on = join.args.get("on")
        if on is not None and _drops(join.side, place, number):
            yield from _conjuncts(on)


def _drops(side: str, place: int, number: int) -> bool:
    """Return whether a join drops the rows of a source that fail its condition."""
    if side == "FULL":
        return False
    if side == "LEFT":
        return place == number
    return place < number if side == "RIGHT" else place <= number


def _conjuncts(condition: exp.Expr) -> Iterator[exp.Expr]:
    inner = condition.unnest()
    if type(inner) is exp.And:
        yield from _conjuncts(inner.this)
        yield from _conjuncts(inner.expression)
    else:
        yield inner
