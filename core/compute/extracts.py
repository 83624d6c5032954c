"""What a query over files, tabs and stored values reads: each source as a relation of the run's
local DuckDB.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from core.compute.fingerprint import FileState, state_of, text_checksum
from core.engines import Measured, Snapshot
from core.errors import SourceError
from core.model import File, Period, Source, Tab, Table, Values
from core.query import NUMBER, SqlFacts
from core.sheets import Workbooks, spreadsheet_id

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


class Point(NamedTuple):
    """One value of a KPI's history; `field` is the breakdown's label."""

    period: Period
    field: str
    value: float | None


def _columns(points: Sequence[Point]) -> dict[str, list[Any]]:
    return {
        "periods": [point.period.label for point in points],
        "days": [point.period.first_day for point in points],
        "fields": [point.field for point in points],
        "values": [point.value for point in points],
    }


class Seen(NamedTuple):
    """What was loaded of a file or tab; `state` is the files' own, or the checksum of the tab's
    texts.
    """

    measured: Measured
    state: FileState | str
    place: str


class Extracts:
    """Loads each source once a run and gives it, for the query at hand, the name that the query
    uses.
    """

    def __init__(self, snapshot: Snapshot, root: Path, workbooks: Workbooks) -> None:
        self._snapshot = snapshot
        self._root = root
        self._workbooks = workbooks
        self._loaded: dict[str, str] = {}
        self._bound: dict[str, str] = {}
        self._states: dict[str, FileState | str] = {}
        self._seen: dict[tuple[str, str], Seen] = {}
        self._generation = 0

    def load(self, source: Source, facts: SqlFacts, timezone: str) -> None:
        """Make a table, file or tab readable under its relation's name.

        A file is loaded once for each time zone in which its timestamps without an offset are to be
        read.

        Raises:
            SourceError: The file or tab is missing or not as declared.
            QueryError: The warehouse cannot give the table.
        """
        if isinstance(source, Table):
            self._snapshot.extract(source.name.lower(), facts)
        elif isinstance(source, File | Tab):
            key = _key(source, timezone)
            if key not in self._loaded:
                name = f"extract_{len(self._loaded) + 1}"
                self._states[key] = (
                    self._load_file(source, name)
                    if isinstance(source, File)
                    else self._load_tab(source, name)
                )
                self._loaded[key] = name
            self._look(source, key)
            self._bind(source.relation, self._loaded[key])

    def _look(self, source: File | Tab, key: str) -> None:
        """Measure what was loaded at once, for a query that fails may take it away."""
        from core.engines.local_measure import measure_relation

        if (key, source.loaded_at) not in self._seen:
            measured = measure_relation(self._local, f'"{self._loaded[key]}"', source.loaded_at)
            place = self._workbooks.place(source) if isinstance(source, Tab) else ""
            self._seen[key, source.loaded_at] = Seen(
                measured, self._states[key], spreadsheet_id(place) or place
            )

    def seen(self, source: File | Tab, timezone: str) -> Seen | None:
        """Return a file or tab as it was loaded; None where it could not be."""
        return self._seen.get((_key(source, timezone), source.loaded_at))

    def load_values(self, source: Values, points: Sequence[Point]) -> None:
        """Make a KPI's history readable under its relation's name."""
        table = f"history_{source.relation}"
        self._local.execute(
            f'CREATE OR REPLACE TEMP TABLE "{table}" AS SELECT unnest($periods::VARCHAR[]) AS'
            " period, unnest($days::DATE[]) AS period_start, unnest($fields::VARCHAR[]) AS field,"
            " unnest($values::DOUBLE[]) AS value",
            _columns(points),
        )
        self._bind(source.relation, table)

    def load_many_values(self, source: Values, points: Sequence[Sequence[Point]]) -> None:
        """Make the histories of several periods readable under the relation's name, told apart by a
        number.
        """
        table = f"histories_{source.relation}"
        flat = [(number, point) for number, some in enumerate(points) for point in some]
        self._local.execute(
            f'CREATE OR REPLACE TEMP TABLE "{table}" AS SELECT unnest($numbers::INTEGER[]) AS'
            f" {NUMBER}, unnest($periods::VARCHAR[]) AS period, unnest($days::DATE[]) AS"
            " period_start, unnest($fields::VARCHAR[]) AS field, unnest($values::DOUBLE[]) AS"
            " value",
            {"numbers": [number for number, _ in flat], **_columns([point for _, point in flat])},
        )
        self._bind(source.relation, table)

    @property
    def _local(self) -> DuckDBPyConnection:
        return self._snapshot.local()

    def renew(self) -> None:
        """Forget what the local connection has lost."""
        if self._generation != self._snapshot.generation:
            self._generation = self._snapshot.generation
            self._loaded.clear()
            self._bound.clear()

    def _bind(self, relation: str, table: str) -> None:
        if self._bound.get(relation) != table:
            self._local.execute(
                f'CREATE OR REPLACE TEMP VIEW "{relation}" AS SELECT * FROM "{table}"'
            )
            self._bound[relation] = table

    def _load_file(self, source: File, name: str) -> FileState:
        import duckdb

        from core.engines.local import first_line

        paths = self._paths(source)
        try:
            state = state_of(paths)
            if paths[0].endswith(".parquet"):
                relation = self._local.read_parquet(paths, union_by_name=True)
                casts = ", ".join(
                    f'"{column}"::{kind} AS "{column}"'
                    for column, kind in (source.columns or {}).items()
                )
                relation = relation.project(f"* REPLACE ({casts})") if casts else relation
            else:
                types = dict(source.columns) if source.columns else None
                relation = self._local.read_csv(
                    paths,  # type: ignore[arg-type]  # the stubs know one path only
                    dtype=types,
                    sample_size=-1,
                    union_by_name=True,
                )
            relation.query("loaded", f'CREATE TEMP TABLE "{name}" AS SELECT * FROM loaded')
        except (duckdb.Error, OSError) as error:
            raise SourceError(
                f"{source.path} cannot be read as declared: {first_line(error)}"
            ) from None
        return state

    def _paths(self, source: File) -> list[str]:
        path = Path(source.path).expanduser()
        base, pattern = (
            (Path(path.anchor), str(path.relative_to(path.anchor)))
            if path.is_absolute()
            else (self._root, source.path)
        )
        paths = sorted(str(found) for found in base.glob(pattern) if found.is_file())
        if not paths:
            raise SourceError(
                f"{source.path} does not exist below {base}; put the file there, or mend the path"
                " in sources"
            )
        return paths

    def _load_tab(self, source: Tab, name: str) -> str:
        found = self._workbooks.read(source)
        columns = ", ".join(
            f'unnest($c{index}::VARCHAR[]) AS "{column}"'
            for index, column in enumerate(found.columns)
        )
        self._local.execute(
            f'CREATE TEMP TABLE "{name}" AS SELECT unnest($numbers::BIGINT[]) AS sheet_row,'
            f" {columns}",
            {"numbers": [number for number, _ in found.rows]}
            | {
                f"c{index}": [texts[index] for _, texts in found.rows]
                for index in range(len(found.columns))
            },
        )
        return text_checksum(texts for _, texts in found.rows)


def _key(source: File | Tab, timezone: str) -> str:
    return f"{source!r} in {timezone}" if isinstance(source, File) else repr(source)
