"""Facts about an author's query that are known without running it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from core.query.table_reads import TableRead
from core.query.time_aggregate import TimeAggregate

# The server's type of each column, by `schema.table` and by column, in lower case.
TableTypes = Mapping[str, Mapping[str, str]]

Dialect = Literal["postgres", "duckdb"]

EVERY_COLUMN = "*"


@dataclass(frozen=True, slots=True)
class ReturnedColumn:
    """A column whose contents may be in a query's result, in the columns `outputs`.

    `*` as relation or column stands for any. Names are in lower case.
    """

    relation: str
    column: str
    outputs: tuple[str, ...] = ()

    def may_be(self, relation: str, column: str) -> bool:
        """Return whether it is, or may be, a column of a relation."""
        is_relation = self.relation in (relation, EVERY_COLUMN)
        return is_relation and self.column in (column, EVERY_COLUMN)


@dataclass(frozen=True, slots=True)
class SqlFacts:
    """Facts about one query.

    - `problems`: line within the SQL, and message.
    - `relations`: the names it reads, in lower case.
    - `columns`: all column names it mentions; `star`: whether `*` asks for every column.
    - `parameters`: their names, in order of appearance.
    - `duckdb`: the query in DuckDB's dialect, with `$name` parameters.
    - `outputs`: its columns, if the text gives their names.
    - `time_aggregate`: the query as a time aggregate, else `no_time_aggregate` says why not.
    - `lateral`: its lateral form for many periods; empty if it has none.
    - `undated_arms`: arms of a UNION that no parameter bounds, by line and a relation they read.
    - `undated_totals`: the same for CTEs that aggregate into one row: line, name, relations.
    - `returned`: the columns whose contents, not only their number, may be in the result.
    - `whole_divisions`: line and text of divisions that cut off a fraction, as the text proves.
    - `table_reads`: each place that reads a relation, with what limits its rows; in DuckDB's
      dialect only, which queries over extracts are written in.
    """

    problems: tuple[tuple[int, str], ...] = ()
    relations: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    star: bool = False
    parameters: tuple[str, ...] = ()
    duckdb: str = ""
    outputs: tuple[str, ...] = ()
    time_aggregate: TimeAggregate | None = None
    no_time_aggregate: str = ""
    lateral: str = ""
    undated_arms: tuple[tuple[int, str], ...] = ()
    undated_totals: tuple[tuple[int, str, tuple[str, ...]], ...] = ()
    whole_divisions: tuple[tuple[int, str], ...] = ()
    returned: tuple[ReturnedColumn, ...] = ()
    table_reads: tuple[TableRead, ...] = ()

    @property
    def columns_read(self) -> frozenset[str]:
        """The columns that the query may read of its tables; `*` for all."""
        return frozenset((EVERY_COLUMN,)) if self.star else frozenset(self.columns)
