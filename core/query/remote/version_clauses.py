"""Tables of a statement, read at their versions, in an engine's dialect. Pure."""

from __future__ import annotations

from datetime import UTC

from sqlglot import exp

from core.query.remote.dialects import RemoteDialect
from core.query.remote.versions import TableVersion, TableVersions

# ClickHouse's settings of a query, or of a query within it.
_SETTINGS = {"delta": "delta_lake_snapshot_version", "iceberg": "iceberg_snapshot_id"}


def pin_tables(tree: exp.Expr, dialect: RemoteDialect, versions: TableVersions) -> None:
    """Let a statement read each table at its version."""
    if not versions:
        return
    for table in list(tree.find_all(exp.Table)):
        version = versions.get(_full_name(table))
        if version is not None:
            table.replace(_pinned(table, dialect, version))
    if dialect == "clickhouse":
        _shorten_columns(tree, versions)


def pinned_table(name: str, dialect: RemoteDialect, version: TableVersion) -> str:
    """Return the text of a table (in lower case) at a version."""
    table = exp.to_table(name)
    for part in table.parts:
        # Snowflake keeps names without quotes in upper case, and so would find none in lower case.
        part.set("quoted", dialect != "snowflake")
    return _pinned(table, dialect, version).sql(dialect=dialect)


def _full_name(table: exp.Table) -> str:
    return f"{table.db}.{table.name}".lower()


def _pinned(table: exp.Table, dialect: RemoteDialect, version: TableVersion) -> exp.Expr:
    if dialect == "clickhouse":
        return _with_setting(table, version)
    pinned = table.copy()
    if dialect == "snowflake":
        moment = exp.cast(exp.Literal.string(_instant(version, " +00:00")), "timestampltz")
        pinned.set("when", exp.HistoricalData(this="AT", kind="TIMESTAMP", expression=moment))
    elif dialect == "bigquery":
        moment = exp.cast(exp.Literal.string(_instant(version, "+00:00")), "timestamptz")
        pinned.set("version", exp.Version(this="TIMESTAMP", kind="AS OF", expression=moment))
    else:
        number = exp.Literal.number(version.number)
        pinned.set("version", exp.Version(this="VERSION", kind="AS OF", expression=number))
    return pinned


def _instant(version: TableVersion, offset: str) -> str:
    if version.at is None:
        raise ValueError("a time to read at is missing")
    return f"{version.at.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}{offset}"


def _with_setting(table: exp.Table, version: TableVersion) -> exp.Expr:
    """Return a query over a table, as a setting of a whole statement holds for all its tables."""
    plain = table.copy()
    plain.set("alias", None)
    query = exp.select("*").from_(plain)
    setting = exp.column(_SETTINGS[version.kind])
    query.set("settings", [exp.EQ(this=setting, expression=exp.Literal.number(version.number))])
    alias = table.args.get("alias") or exp.TableAlias(this=table.this.copy())
    return exp.Subquery(this=query, alias=alias.copy())


def _shorten_columns(tree: exp.Expr, versions: TableVersions) -> None:
    """Write `orders.id` for `shop.orders.id`: the query over the table has its bare name."""
    for column in tree.find_all(exp.Column):
        if f"{column.db}.{column.table}".lower() in versions:
            column.set("db", None)
