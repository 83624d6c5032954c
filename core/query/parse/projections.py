"""Queries within a query that hand on rows of one relation as they are, and where they are read."""

from __future__ import annotations

from dataclasses import dataclass

from sqlglot import exp

from core.query.parse.expressions import is_plain
from core.query.parse.time_limits import column_of
from core.query.table_reads import RowLimit

_CLAUSES = frozenset(["expressions", "from_", "where"])


@dataclass(frozen=True, slots=True)
class RowProjection:
    """A SELECT that hands on each row of one relation that meets its condition.

    `columns` has the column behind each name, and the days by which a cast moves its times; None
    if something else is behind it. `has_star`: every other column keeps its name.
    """

    columns: dict[str, tuple[str, int] | None]
    has_star: bool

    def limit_within(self, limit: RowLimit) -> RowLimit | None:
        """Return the limit of the relation's column behind a limit of this query's."""
        default = (limit.column, 0) if self.has_star else None
        behind = self.columns.get(limit.column, default)
        return limit.moved(*behind) if behind else None


def find_projection(select: exp.Select) -> RowProjection | None:
    """Return a SELECT as a projection; None if it may do anything else to rows."""
    if any(value and name not in _CLAUSES for name, value in select.args.items()):
        return None
    columns: dict[str, tuple[str, int] | None] = {}
    has_star = False
    for output in select.expressions:
        if output.is_star:
            if not _is_whole(output):
                return None
            has_star = True
            continue
        if not is_plain(output.unalias()):
            return None
        name = output.alias_or_name.lower()
        # Of two columns of one name, it is not said which one is meant.
        columns[name] = None if name in columns else _behind(output)
    if has_star:
        columns = dict.fromkeys(columns)
    return RowProjection(columns, has_star)


def _is_whole(star: exp.Expr) -> bool:
    inner = star.this if isinstance(star, exp.Column) else star
    return type(inner) is exp.Star and not any(inner.args.values())


def _behind(output: exp.Expr) -> tuple[str, int] | None:
    inner = output.unalias()
    found = column_of(inner)
    if found is None or (output is inner and type(inner) is not exp.Column):
        return None
    _, name, slack = found
    return name, slack


def find_readers(select: exp.Select) -> list[exp.Expr]:
    """Return the places that read a query within a query; none if they are not known."""
    above = select.parent
    if isinstance(above, exp.Subquery) and isinstance(above.parent, exp.From | exp.Join):
        return [above]
    if not isinstance(above, exp.CTE) or above.args["alias"].columns:
        return []
    with_, name = above.parent, above.alias.lower()
    if not isinstance(with_, exp.With) or with_.parent is not select.root() or with_.recursive:
        return []
    names = [cte.alias.lower() for cte in select.root().find_all(exp.CTE)]
    if names.count(name) > 1:
        return []
    tables = [each for each in select.root().find_all(exp.Table) if _reads(each, name)]
    return [] if any(_is_before(each, above, with_) for each in tables) else [*tables]


def _reads(table: exp.Table, name: str) -> bool:
    return not table.db and table.name.lower() == name


def _is_before(table: exp.Table, cte: exp.CTE, with_: exp.With) -> bool:
    """Return whether a table is read in a query of WITH, or before it, where it means another."""
    own = next(number for number, each in enumerate(with_.expressions) if each is cte)
    before = {id(each) for each in with_.expressions[: own + 1]}
    around = table.parent
    while around is not None and id(around) not in before:
        around = around.parent
    return around is not None
