"""The translation of a whole statement."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from sqlglot import exp

from core.errors import UntranslatableError
from core.query.binding import Params
from core.query.facts import TableTypes
from core.query.parse.references import line_of_node
from core.query.parse.statement import parse
from core.query.remote.bigquery import rules as bigquery
from core.query.remote.clickhouse import rules as clickhouse
from core.query.remote.dialects import RemoteDialect
from core.query.remote.kinds import Unproven, kind_of
from core.query.remote.meaning.canonical import canonical
from core.query.remote.meaning.queries import QueryReader
from core.query.remote.parameters import local_name, local_text, text_of_parameter
from core.query.remote.placeholders import OF_PART, finish
from core.query.remote.proofs import unproven_parts
from core.query.remote.rewriting import (
    Rewrites,
    bind_parameters,
    localise_parameters,
    rewrite,
)
from core.query.remote.snowflake import rules as snowflake
from core.query.remote.spark import rules as spark
from core.query.remote.trino import rules as trino
from core.query.remote.version_clauses import pin_tables
from core.query.remote.versions import TableVersions

NAMES: Mapping[RemoteDialect, str] = {
    "spark": "Spark",
    "clickhouse": "ClickHouse",
    "bigquery": "BigQuery",
    "snowflake": "Snowflake",
    "trino": "Trino",
}
_RULES: Mapping[RemoteDialect, Rewrites] = {
    "spark": spark.RULES,
    "clickhouse": clickhouse.RULES,
    "bigquery": bigquery.RULES,
    "snowflake": snowflake.RULES,
    "trino": trino.RULES,
}
_REMEDY = "write it another way"


def translated(
    sql: str, params: Params, dialect: RemoteDialect, types: TableTypes, timezone: str
) -> tuple[str, Params]:
    """Return the text and the parameters of a query on an engine.

    Raises:
        UntranslatableError: It has a construct that is not proven there.
    """
    return bind_query(prepared(sql, dialect, types, timezone), params)


class Prepared(NamedTuple):
    """A query in an engine's dialect; OF_PART follows the name of each parameter.

    `names` has the parameter behind each name: some are bound as local time of `timezone`.
    """

    sql: str
    names: Mapping[str, str]
    dialect: RemoteDialect
    timezone: str


def prepared(
    sql: str,
    dialect: RemoteDialect,
    types: TableTypes,
    timezone: str,
    versions: TableVersions | None = None,
) -> Prepared:
    """Return a query in an engine's dialect, with tables at their versions.

    Raises:
        UntranslatableError: It has a construct that is not proven there.
    """
    tree, found = _examine(sql, dialect, types)
    _require_none(found, dialect)
    return _write(tree, dialect, timezone, versions or {})


def bind_query(query: Prepared, params: Params) -> tuple[str, Params]:
    """Return text and parameters of a query."""
    return finish(*_bind(query, params, ""), query.dialect)


def bind_union(parts: Sequence[tuple[Prepared, Params]]) -> tuple[str, Params]:
    """Return text and parameters of a union, whose first column is the number of a part."""
    texts, bound = [], dict[str, str]()
    for number, (query, params) in enumerate(parts):
        text, own = _bind(query, params, f"_{number}")
        texts.append(f"SELECT {number} AS number_, numbered_.* FROM ({text}) AS numbered_")
        bound |= own
    return finish("\nUNION ALL\n".join(texts), bound, parts[0][0].dialect)


def _bind(query: Prepared, params: Params, suffix: str) -> tuple[str, dict[str, str]]:
    bound = {
        name + suffix: _bound(name, parameter, params, query.timezone)
        for name, parameter in query.names.items()
    }
    return query.sql.replace(OF_PART, suffix), bound


def written(
    sql: str, params: Params, dialect: RemoteDialect, types: TableTypes, timezone: str
) -> tuple[str, Params]:
    """Return text and parameters of a query on an engine, also where it is not proven.

    Raises:
        UntranslatableError: It cannot be written there.
    """
    tree, findings = interpret(sql, types)
    _require_none(findings, dialect)
    return bind_query(_write(tree, dialect, timezone, {}), params)


def _require_none(findings: list[tuple[int, str]], dialect: RemoteDialect) -> None:
    for line, construct in findings:
        raise UntranslatableError(_message(construct, dialect), line, construct)


def _write(
    tree: exp.Expr, dialect: RemoteDialect, timezone: str, versions: TableVersions
) -> Prepared:
    _rewrite(tree, dialect, timezone)
    names = bind_parameters(tree, dialect)
    pin_tables(tree, dialect, versions)
    return Prepared(tree.sql(dialect=dialect, comments=False), names, dialect, timezone)


def _rewrite(tree: exp.Expr, dialect: RemoteDialect, timezone: str) -> None:
    localise_parameters(tree)
    try:
        rewrite(tree, _RULES[dialect], timezone)
    except Unproven as obstacle:
        construct = str(obstacle)
        raise UntranslatableError(_message(construct, dialect), 1, construct) from None


def _bound(name: str, parameter: str, params: Params, timezone: str) -> str:
    if name == local_name(parameter):
        return local_text(parameter, params[parameter], timezone)
    return text_of_parameter(parameter, params[parameter])


def interpret(sql: str, types: TableTypes) -> tuple[exp.Expr, list[tuple[int, str]]]:
    """Return an interpreted query, and line and text of what no engine is known to share."""
    [parsed] = parse(sql, "postgres")
    _fold_names(parsed)
    tree = canonical(parsed)
    _, findings = QueryReader(types).read(tree)
    return tree, findings


def _fold_names(tree: exp.Expr) -> None:
    """Write names without quotes in lower case, as PostgreSQL reads them; some engines do not."""
    for name in tree.find_all(exp.Identifier):
        if not name.quoted:
            name.set("this", name.name.lower())


def unproven(sql: str, dialect: RemoteDialect, types: TableTypes) -> Iterator[tuple[int, str]]:
    """Yield line and message of what is not proven on an engine."""
    for line, construct in _obstacles(sql, dialect, types):
        yield line, _message(construct, dialect)


def _examine(
    sql: str, dialect: RemoteDialect, types: TableTypes
) -> tuple[exp.Expr, list[tuple[int, str]]]:
    """Return an interpreted query, and line and text of what is not proven on an engine."""
    tree, findings = interpret(sql, types)
    found = findings or [(line_of_node(node), text) for node, text in unproven_parts(tree, dialect)]
    return tree, list(dict.fromkeys(found))


def _obstacles(sql: str, dialect: RemoteDialect, types: TableTypes) -> Iterator[tuple[int, str]]:
    tree, found = _examine(sql, dialect, types)
    yield from found
    if found:
        return
    if any(kind_of(node) == "unknown" for node in tree.walk()):
        return
    try:
        _rewrite(tree, dialect, "UTC")
    except UntranslatableError as error:
        yield error.line, error.construct


def _message(construct: str, dialect: RemoteDialect) -> str:
    what, _, remedy = construct.partition("; ")
    return f"the query uses {what}, which is not proven on {NAMES[dialect]}; {remedy or _REMEDY}"
