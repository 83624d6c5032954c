"""The translation of a whole statement."""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp

from core.query.binding import Params
from core.query.facts import TableTypes
from core.query.parse.statement import parse
from core.query.remote.dialects import RemoteDialect
from core.query.remote.parameters import text_of_parameter
from core.query.remote.placeholders import BoundKind, placeholder


def translated(
    sql: str,
    params: Params,
    dialect: RemoteDialect,
    types: TableTypes,  # noqa: ARG001
    timezone: str,  # noqa: ARG001
) -> tuple[str, Params]:
    """Return the text and the parameters of a query on an engine."""
    [tree] = parse(sql, "postgres")
    bound = {}
    for node in list(tree.find_all(exp.Placeholder, exp.Parameter)):
        bound[node.name] = text_of_parameter(node.name, params[node.name])
        kind: BoundKind = "date" if node.name.endswith("_day") else "timestamptz"
        node.replace(placeholder(node.name, kind, dialect))
    return tree.sql(dialect=dialect), bound


def unproven(sql: str, dialect: RemoteDialect, types: TableTypes) -> Iterator[tuple[int, str]]:  # noqa: ARG001
    """Yield line and message of what is not proven on an engine."""
    yield from ()
