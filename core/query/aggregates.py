"""A query that aggregates the rows of a span of time, taken apart so that one pass can serve many
of them. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

from core.query.union import can_join

if TYPE_CHECKING:
    from sqlglot import exp

# What gives for a row, or for constants, the same at any time and in any order: classes of sqlglot.
_PLAIN_CLASSES = """
    Column Identifier Literal Boolean Null Paren And Or Not EQ NEQ GT GTE LT LTE Is NullSafeEQ NullSafeNEQ Between In
    Like ILike Escape RegexpLike Add Sub Mul Div Mod Neg Pow Sqrt Exp Ln Abs Sign Round Floor Ceil Greatest Least
    Coalesce Nullif Case If Cast TryCast DataType DataTypeParam Interval Var Extract TimestampTrunc DateTrunc AtTimeZone
    Lower Upper Trim Length Substring StrPosition Left Right Replace Concat DPipe
"""
_PLAIN = frozenset(_PLAIN_CLASSES.split())
_RELATIONS = _PLAIN | {"From", "Join", "Table", "TableAlias"}
_CLAUSES = frozenset(["expressions", "from_", "joins", "where"])

# What may bound time. A cut-off is left out: two within the hour that a clock repeats are not in
# order by the clock.
_DAYS = frozenset(["first_day", "last_day"])
_INSTANTS = frozenset(["start", "end", "period_start", "period_end"])

_COUNT = 'CAST(coalesce(sum("{}"), 0) AS BIGINT)'
_TOGETHER = {"Count": _COUNT, "Sum": 'sum("{}")', "Min": 'min("{}")', "Max": 'max("{}")'}

# A comparison of time with a bound: on which side of the span it lies, and whether a row at the
# bound is before it.
_BOUNDS = {
    "GTE": ("since", False),
    "GT": ("since", True),
    "LT": ("until", False),
    "LTE": ("until", True),
}
_MIRRORED = {"GTE": "LTE", "GT": "LT", "LT": "GT", "LTE": "GTE"}


class Bound(NamedTuple):
    """A parameter that ends a span of time; a row at that very point is before it where `after`."""

    parameter: str
    after: bool


class Partial(NamedTuple):
    """An aggregate of one cell, and how those of a span's cells are put together; alike ones have
    one name.
    """

    name: str
    sql: str
    together: str


@dataclass(frozen=True, slots=True)
class TimeAggregate:
    """A query of DuckDB's taken apart: aggregates of the rows of `source` whose `time` lies within
    two bounds.

    `since` is None where the span has no beginning. `outputs` are columns as expressions over the
    partials' names.
    """

    source: str
    time: str
    since: Bound | None
    until: Bound
    partials: tuple[Partial, ...]
    outputs: tuple[tuple[str, str], ...]

    @property
    def rows(self) -> tuple[str, str, bool]:
        """What scans that share a pass have in common: rows, their time, and whether days or
        instants bound it.
        """
        return self.source, self.time, self.until.parameter in _DAYS


def scan_from_json(known: Mapping[str, Any]) -> TimeAggregate:
    """Return a scan from what `dataclasses.asdict` and JSON made of it."""
    return TimeAggregate(
        known["source"],
        known["time"],
        Bound(*known["since"]) if known["since"] else None,
        Bound(*known["until"]),
        tuple(Partial(*each) for each in known["partials"]),
        tuple((name, sql) for name, sql in known["outputs"]),
    )


def find_time_aggregate(tree: exp.Expr) -> TimeAggregate | None:
    """Return a query in DuckDB's dialect as a scan; None for one of any other shape, and in any
    doubt.

    The tree is used up.
    """
    if (
        type(tree).__name__ != "Select"
        or not {name for name, value in tree.args.items() if value} <= _CLAUSES
    ):
        return None
    relations, where = (
        [tree.args.get("from_"), *(tree.args.get("joins") or ())],
        tree.args.get("where"),
    )
    if where is None or not all(
        each is not None and _is_plain(each, _RELATIONS) for each in relations
    ):
        return None
    bounds, rest = _taken_apart(where.this)
    if (span := _span(bounds)) is None or not all(_is_plain(each) for each in rest):
        return None
    columns = _OutputColumns([_text(each) for each in rest])
    outputs = tuple(
        (each.alias_or_name.lower(), columns.expression(each.unalias()))
        for each in tree.expressions
    )
    if not (
        columns.partials
        and all(sql for _, sql in outputs)
        and can_join([name for name, _ in outputs])
    ):
        return None
    source = " ".join(_text(each) for each in relations if each is not None)
    return TimeAggregate(source, *span, (*columns.partials.values(),), outputs)


def _span(bounds: Sequence[tuple[str, str, Bound]]) -> tuple[str, Bound | None, Bound] | None:
    """Return the one time that is bounded, and by what; None where not just one is, or not just
    once on a side.
    """
    sides = {side: bound for side, _, bound in bounds}
    times = {time for _, time, _ in bounds}
    kinds = {bound.parameter in _DAYS for bound in sides.values()}
    if "until" not in sides or len(sides) < len(bounds) or len(times) > 1 or len(kinds) > 1:
        return None
    return times.pop(), sides.get("since"), sides["until"]


def _text(node: exp.Expr) -> str:
    return node.sql(dialect="duckdb", comments=False, copy=False)


def _is_plain(node: exp.Expr, classes: frozenset[str] = _PLAIN) -> bool:
    return all(type(each).__name__ in classes for each in node.walk())


def _is_parameter(node: exp.Expr) -> bool:
    return type(node).__name__ in ("Parameter", "Placeholder") and node.name in _DAYS | _INSTANTS


def _taken_apart(condition: exp.Expr) -> tuple[list[tuple[str, str, Bound]], list[exp.Expr]]:
    """Return the conjuncts that bound something by a parameter, as side, expression and bound; and
    the others.
    """
    bounds, rest = [], []
    for each in condition.flatten() if type(condition).__name__ == "And" else [condition]:
        found = list(_bounds(each))
        bounds += found
        if not found:
            rest.append(each)
    return bounds, rest


def _bounds(node: exp.Expr) -> Iterator[tuple[str, str, Bound]]:
    kind = type(node).__name__
    if kind == "Between" and not node.args.get("symmetric"):
        compared = [("GTE", node.this, node.args["low"]), ("LTE", node.this, node.args["high"])]
    elif kind in _BOUNDS:
        mirrored = _is_parameter(node.this)
        compared = [
            (
                (_MIRRORED[kind], node.expression, node.this)
                if mirrored
                else (kind, node.this, node.expression)
            )
        ]
    else:
        return
    if all(_is_parameter(bound) and _is_plain(time) for _, time, bound in compared):
        for each, time, bound in compared:
            side, after = _BOUNDS[each]
            yield side, _text(time), Bound(bound.name, after)


class _OutputColumns:
    """The columns of a query whose rows hold to `conditions`, and the `partials` that they are made
    of.
    """

    def __init__(self, conditions: list[str]) -> None:
        self._conditions = conditions
        self.partials: dict[str, Partial] = {}

    def expression(self, column: exp.Expr) -> str:
        """Return a column as an expression over partials, which are added; empty where it is no
        such expression.
        """
        from sqlglot import exp

        found = column.transform(self._replaced, copy=False)
        ours = all(each.name in self.partials for each in found.find_all(exp.Column))
        return _text(found) if ours and _is_plain(found) else ""

    def _replaced(self, node: exp.Expr) -> exp.Expr:
        """Return what stands for an aggregate; any other node, and an aggregate that has no parts,
        as it is.
        """
        from sqlglot import exp

        filters, aggregate = (
            ([node.expression.this], node.this) if isinstance(node, exp.Filter) else ([], node)
        )
        kind, argument = type(aggregate).__name__, aggregate.this
        if kind not in (*_TOGETHER, "Avg") or aggregate.expressions:
            return node
        counts_rows = (
            kind == "Count" and isinstance(argument, exp.Star) and not any(argument.args.values())
        )
        if not (counts_rows or _is_plain(argument)) or not all(_is_plain(each) for each in filters):
            return node
        condition = " AND ".join(f"({each})" for each in (*self._conditions, *map(_text, filters)))
        text, defined = _text(argument), isinstance(argument, exp.Star | exp.Column)
        if kind != "Avg":
            return self._partial(kind, text, condition, defined)
        total, count = (self._partial(part, text, condition, defined) for part in ("Sum", "Count"))
        return exp.paren(
            exp.Div(
                this=exp.cast(total, "double"),
                expression=exp.func("nullif", count, exp.Literal.number(0)),
            )
        )

    def _partial(self, kind: str, argument: str, condition: str, defined: bool) -> exp.Expr:
        """Add an aggregate of the rows for which `condition` holds; its argument may not be
        `defined` for others.
        """
        from sqlglot import exp

        if condition and not defined:
            sql = f"{kind.lower()}(CASE WHEN {condition} THEN {argument} END)"
        else:
            sql = f"{kind.lower()}({argument})" + (
                f" FILTER (WHERE {condition})" if condition else ""
            )
        name = f"part_{sha256(sql.encode()).hexdigest()[:16]}"
        self.partials[name] = Partial(name, sql, _TOGETHER[kind].format(name))
        return exp.column(name, quoted=True)
