"""The columns of relations: by their types, of VALUES, behind `*` and under other names. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp

from core.query.remote.kinds import (
    Unproven,
    ValueKind,
    give_kind,
    kind_of,
    kind_of_type,
    type_name_of,
)
from core.query.remote.meaning import operators
from core.query.remote.meaning.explicit import convert, convert_number
from core.query.remote.meaning.interpreter import Interpreter
from core.query.remote.meaning.sources import ColumnKinds, QueryNames
from core.query.union import PART


def kind_or_rows(type_name: str) -> ValueKind:
    """Return the kind of a column; one of another type may be there, but is not read."""
    try:
        return kind_of_type(type_name)
    except Unproven:
        return "rows"


def expand(star: exp.Expr, sources: QueryNames, columns: dict[str, ValueKind]) -> bool:
    """Write the columns of `*` out; return whether they are known."""
    wanted = star.text("table").lower()
    named = {wanted: sources.relations.get(wanted)} if wanted else sources.relations
    if None in named.values():
        give_kind(star, "unknown")
        return False
    found = list(_written(sources, wanted))
    for column in found:
        columns[column.alias_or_name] = kind_of(column)
    select = star.parent
    assert isinstance(select, exp.Select)
    others = [[column] if column is not star else found for column in select.expressions]
    select.set("expressions", [column for columns_ in others for column in columns_])
    return True


def _written(sources: QueryNames, wanted: str) -> Iterator[exp.Expr]:
    """Yield what `*` or `relation.*` stands for, with its kinds."""
    for relation, name in sources.visible:
        kinds = sources.relations.get(relation.lower())
        if wanted and relation.lower() != wanted:
            continue
        value = sources.values.get((relation.lower(), name))
        if value is not None:
            yield give_kind(exp.alias_(value.copy(), name), kind_of(value))
        elif kinds is not None:
            yield give_kind(exp.column(name, table=relation), kinds[name])


def renamed(columns: ColumnKinds, node: exp.Expr) -> ColumnKinds:
    """Return the columns by the names that an alias gives them.

    Raises:
        Unproven: It gives more names than there are columns.
    """
    alias = node.args.get("alias")
    names = [name.name.lower() for name in alias.columns] if alias else []
    if columns is None or not names:
        return columns
    old = list(columns)
    if len(names) > len(old):
        raise Unproven(f"{len(names)} names for {len(old)} columns; name as many as there are")
    return dict(zip([*names, *old[len(names) :]], columns.values(), strict=True))


def interpret_values(node: exp.Expr, inner: Interpreter) -> ColumnKinds:
    """Return the columns of VALUES.

    Raises:
        Unproven: The values of one column are not of one kind.
    """
    rows = [row.expressions for row in node.expressions]
    for row in node.expressions:
        give_kind(row, "rows")
        inner.kinds(row.expressions)
    columns: dict[str, ValueKind] = {}
    for place in range(len(rows[0])):
        cells = [row[place] for row in rows]
        kind = operators.meet(cells)
        for row in rows:
            convert_number(row[place], kind)
        columns[f"column{place + 1}"] = kind
    return columns


def convert_columns(side: exp.Expr, kinds: list[ValueKind]) -> None:
    """Convert the columns of one side of a UNION to those of both."""
    if isinstance(side, exp.SetOperation):
        convert_columns(side.this.unnest(), kinds)
        convert_columns(side.expression.unnest(), kinds)
    if isinstance(side, exp.Select):
        for column, kind in zip(side.selects, kinds, strict=False):
            convert_number(convert(column.unalias(), kind), kind)


def interpret_type_name(node: exp.Expr, interpreter: Interpreter) -> ValueKind:
    """Write the type of a column out, where a union of queries asks for it.

    Raises:
        Unproven: An author asks, to whom PostgreSQL would give its own type of the column.
    """
    [column] = node.expressions
    if column.text("table") != PART:
        raise Unproven("pg_typeof(…)")
    name = type_name_of(interpreter.kind(column))
    node.replace(give_kind(exp.Literal.string(name), "text"))
    return "text"
