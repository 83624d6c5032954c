"""Facts about an author's SQL, and the forms that join many queries into one statement.

It runs nothing.
"""

from __future__ import annotations

from core.query.binding import (
    PARAMETERS,
    Params,
    bind,
    find_word,
    line_of,
    normalise,
    original_offset,
)
from core.query.cache import FactsCache
from core.query.cell_aggregate import CellAggregate
from core.query.cell_search import find_cell_aggregate
from core.query.cells import CellRequest, make_pass
from core.query.column_flow import find_column_flow, find_view_flow
from core.query.column_read import ColumnFlow, ColumnRead, KnownColumns, ViewFlow
from core.query.divisions import find_whole_divisions
from core.query.facts import EVERY_COLUMN, Dialect, ReturnedColumn, SqlFacts, TableTypes
from core.query.lateral import NUMBER, periods_table, split_periods
from core.query.names import quote_name, quote_relation
from core.query.one_pass import AggregateRequest, pass_statement
from core.query.portability import find_obstacle
from core.query.remote.dialects import (
    REMOTE_DIALECTS,
    SESSION_SETTINGS,
    RemoteDialect,
    remote_dialect,
)
from core.query.remote.translation import (
    Translation,
    Translator,
    find_unproven,
    table_at_version,
    translate,
    translate_condition,
)
from core.query.remote.versions import TableVersion, TableVersions, VersionKind
from core.query.result import (
    MOST_ROWS,
    RESULT_COLUMNS,
    Query,
    Result,
    columns_fault,
    require_few,
)
from core.query.row_condition import TimeKind, compare_rows, find_time_columns, row_condition
from core.query.row_set import ALL_ROWS, RowSet
from core.query.spans import split_pass
from core.query.table_reads import find_rows
from core.query.tables import find_tables
from core.query.time_aggregate import TimeAggregate
from core.query.union import Part, can_join, join_queries, split_results

__all__ = [
    "ALL_ROWS",
    "EVERY_COLUMN",
    "MOST_ROWS",
    "NUMBER",
    "PARAMETERS",
    "REMOTE_DIALECTS",
    "RESULT_COLUMNS",
    "SESSION_SETTINGS",
    "AggregateRequest",
    "CellAggregate",
    "CellRequest",
    "ColumnFlow",
    "ColumnRead",
    "Dialect",
    "FactsCache",
    "KnownColumns",
    "Params",
    "Part",
    "Query",
    "RemoteDialect",
    "Result",
    "ReturnedColumn",
    "RowSet",
    "SqlFacts",
    "TableTypes",
    "TableVersion",
    "TableVersions",
    "TimeAggregate",
    "TimeKind",
    "Translation",
    "Translator",
    "VersionKind",
    "ViewFlow",
    "bind",
    "can_join",
    "columns_fault",
    "compare_rows",
    "find_cell_aggregate",
    "find_column_flow",
    "find_obstacle",
    "find_rows",
    "find_tables",
    "find_time_columns",
    "find_unproven",
    "find_view_flow",
    "find_whole_divisions",
    "find_word",
    "join_queries",
    "line_of",
    "make_pass",
    "normalise",
    "original_offset",
    "pass_statement",
    "periods_table",
    "quote_name",
    "quote_relation",
    "remote_dialect",
    "require_few",
    "row_condition",
    "split_pass",
    "split_periods",
    "split_results",
    "table_at_version",
    "translate",
    "translate_condition",
]
