"""The sources that a KPI's query reads, and the file that may hold the query."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import PurePosixPath

from core.model.quality import SourceCheck
from core.model.requirement import require, require_texts


@lru_cache(maxsize=4096)
def snake_case(text: str) -> str:
    """Return `text` as an identifier: lower case, one underscore for each run of other signs."""
    return re.sub(r"[^0-9a-z]+", "_", text.casefold()).strip("_")


@dataclass(frozen=True, slots=True)
class Table:
    """A table or view of the warehouse, `schema.name`.

    `loaded_at` names the column with the time at which a row was loaded or happened. `fresh` is how
    old the newest of these may be: "30 hours"; beyond it the KPIs that read the table are late.
    `checks` say what its rows have to be like. `personal` are columns of which a query may return
    the number, never the contents. None of these decides a value, so they are not part of the repr,
    which a definition's version hashes; the same holds for files and tabs.
    """

    name: str
    loaded_at: str = field(default="", kw_only=True, repr=False)
    fresh: str = field(default="", kw_only=True, repr=False)
    checks: Sequence[SourceCheck] = field(default=(), kw_only=True, repr=False)
    personal: Sequence[str] = field(default=(), kw_only=True, repr=False)

    def __post_init__(self) -> None:
        require_texts(self, "name")
        _require_quality(self)

    @property
    def relation(self) -> str:
        """Name by which the query reads it."""
        return self.name


@dataclass(frozen=True, slots=True)
class File:
    """A CSV, gzipped CSV or Parquet file, or a glob of them, relative to the project's root.

    `columns` states types that are not detected rightly: `{"closed_at": "timestamptz"}`, in
    DuckDB's names. `loaded_at`, `fresh`, `checks` and
    `personal` are as in `Table`.
    """

    path: str
    name: str = ""
    columns: Mapping[str, str] | None = None
    loaded_at: str = field(default="", kw_only=True, repr=False)
    fresh: str = field(default="", kw_only=True, repr=False)
    checks: Sequence[SourceCheck] = field(default=(), kw_only=True, repr=False)
    personal: Sequence[str] = field(default=(), kw_only=True, repr=False)

    def __post_init__(self) -> None:
        require_texts(self, "path", "name")
        _require_quality(self)
        require(
            self.columns,
            Mapping | None,
            "columns",
            'a mapping such as {"closed_at": "timestamptz"}',
        )
        for column, kind in (self.columns or {}).items():
            require(column, str, "each name in columns", "text")
            require(kind, str, "each type in columns", "text")

    @property
    def relation(self) -> str:
        """`name`, or the file's stem without the pattern characters of a glob."""
        return self.name or snake_case(PurePosixPath(self.path).name.split(".")[0])


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab of a spreadsheet: the environment variable with the workbook, and the tab's title.

    Every cell is read as text, an empty one as NULL; `sheet_row` is the row's number in the sheet.
    `columns` lists the headers the query needs; each is read as its snake case. A mapping gives a
    column's name and the headers it has had: `{"closed_on": ("Closed on", "Closing date")}`.
    `loaded_at`, one of these columns, `fresh`, `checks` and `personal` are as in
    `Table`.
    """

    workbook: str
    title: str
    columns: Sequence[str] | Mapping[str, str | Sequence[str]]
    name: str = ""
    loaded_at: str = field(default="", kw_only=True, repr=False)
    fresh: str = field(default="", kw_only=True, repr=False)
    checks: Sequence[SourceCheck] = field(default=(), kw_only=True, repr=False)
    personal: Sequence[str] = field(default=(), kw_only=True, repr=False)

    def __post_init__(self) -> None:
        require_texts(self, "workbook", "title", "name")
        _require_quality(self)
        require(
            self.columns,
            list | tuple | Mapping,
            "columns",
            "a list of headers, or a mapping of names to headers",
        )
        for header in self.columns:
            require(header, str, "each of columns", "text")
        if isinstance(self.columns, Mapping):
            for headers in self.columns.values():
                require(headers, str | list | tuple, "each of columns", "a header or several")
                for header in headers:
                    require(header, str, "each header of columns", "text")

    @property
    def relation(self) -> str:
        """`name`, or the tab's title in snake case."""
        return self.name or snake_case(self.title)


@dataclass(frozen=True, slots=True)
class Values:
    """Stored history of another KPI, newest last.

    A query reads it as `kpi_06(period, period_start, period_end, field, value)`. `last` counts
    periods, the one being computed included; without it, there are as many as the KPI's range has.
    `cadence` is that of the other KPI if it is not the reader's: of a shorter one there are the
    periods within the range, of a longer one the last that was over before the reader's began.
    """

    kpi: int
    last: int | None = None
    domain: str = ""
    name: str = ""
    cadence: str = field(default="", kw_only=True)

    def __post_init__(self) -> None:
        require(self.kpi, int, "kpi", "the KPI's number")
        require(self.last, int | None, "last", "a number of periods")
        require_texts(self, "domain", "name", "cadence")

    @property
    def relation(self) -> str:
        """`name`, or `kpi_` and the number in two digits."""
        return self.name or f"kpi_{self.kpi:02}"


Source = Table | File | Tab | Values
CheckedSource = Table | File | Tab


def _require_quality(source: CheckedSource) -> None:
    """Refuse wrong types among the attributes of a source that decide no value."""
    require_texts(source, "loaded_at", "fresh")
    require(source.checks, list | tuple, "checks", "a list of missing(…), unique(…), …")
    for check in source.checks:
        require(check, SourceCheck, "each of checks", "one such as missing(…) or unique(…)")
    require(source.personal, list | tuple, "personal", "a list of columns")
    for column in source.personal:
        require(column, str, "each of personal", "a column's name")


def describe(source: Source) -> str:
    """Return the name of a source for readers of the scorecard."""
    match source:
        case Table():
            return source.name
        case File():
            return source.path
        case Tab():
            return f"{source.workbook} › {source.title}"
    where = f"{source.domain}/" if source.domain else ""
    return f"{where}kpi_{source.kpi:02}"


@dataclass(frozen=True, slots=True)
class SqlFile:
    """A query kept below `sql/`; without a path, the KPI's own `sql/<domain>/kpi_XX.sql`."""

    path: str = ""

    def __post_init__(self) -> None:
        require_texts(self, "path")


def sql_file(path: str = "") -> SqlFile:
    """Keep the query in a file below `sql/`: the KPI's own, or one that several KPIs share."""
    return SqlFile(path)
