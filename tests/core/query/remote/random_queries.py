"""Random queries of proven constructs, put together from the corpus; made again by their seed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from random import Random

from sqlglot import exp, parse_one

from core.query.remote.kinds import kind_of
from core.query.remote.statement import interpret
from tests.core.query.remote.combinations import combinations
from tests.core.query.remote.engines import AGGREGATES, STATISTICS, TYPES, corpus

COLUMNS: Mapping[str, str] = {
    "int": "i",
    "bigint": "b",
    "decimal": "n",
    "float": "f",
    "text": "x",
    "date": "d",
    "timestamp": "ts",
    "timestamptz": "tz",
    "boolean": "yes",
}
PERIODS = (
    "{time} >= :start AND {time} < :end",
    "{time} >= :first_day AND {time} < :last_day + 1",
    "{time} BETWEEN :first_day AND :last_day",
    "{time} >= :start - interval '90 days' AND {time} < :cut_off",
    "{time}::date BETWEEN :first_day AND :last_day",
    "date_trunc('week', {time}) = date_trunc('week', :start)",
)
_OF_ROWS = (*AGGREGATES, *STATISTICS, "mode()", "percentile")
_NO_VALUES = ("unknown", "array", "rows", "interval", "elapsed")
_DEEPEST = 3


@cache
def scalars() -> Mapping[str, list[str]]:
    """Return the expressions over one row of stg.t, by kind."""
    found: dict[str, list[str]] = {}
    for line, kind in _expressions().items():
        if " over " not in line and not any(word in line for word in _OF_ROWS):
            found.setdefault(kind, []).append(line)
    return found


@cache
def aggregates() -> list[str]:
    """Return the expressions over many rows of stg.t that have a value."""
    return [
        line
        for line, kind in _expressions().items()
        if " over " not in line
        and any(word in line for word in _OF_ROWS)
        and kind not in _NO_VALUES
    ]


@cache
def windows() -> list[str]:
    """Return the window functions over stg.t whose rows have one order."""
    orders = ("order by id", "partition by g)", ", id)", "over ()")
    return [
        line for line in _expressions() if " over " in line and any(part in line for part in orders)
    ]


@cache
def _expressions() -> Mapping[str, str]:
    """Return expressions that are understood, with their kinds."""
    found = {}
    for line in _lines():
        tree, findings = interpret(f"SELECT {line} AS value FROM stg.t", TYPES)
        if not findings:
            found[line] = kind_of(tree.selects[0].unalias())  # type: ignore[attr-defined]
    return found


def _lines() -> Iterator[str]:
    """Yield the expressions of the corpus, and the combinations that have one column."""
    # Sail knows no summer time in the far years to which some steps lead.
    lines = [line for line in (*corpus(), *combinations()) if "* interval '1 year'" not in line]
    for line in lines:
        expression = line
        if line.endswith(" as value from stg.t"):
            expression = line.removeprefix("select ").removesuffix(" as value from stg.t")
        is_query = expression.startswith(("select", "with")) or " from stg." in expression
        if not is_query and not _depends_on_ties(expression):
            yield expression


def _depends_on_ties(line: str) -> bool:
    """Return whether rows of a list may come in more than one order."""
    return "_agg(" in line and "order by" in line and "order by id" not in line


class QueryMaker:
    """Makes the query of a seed."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)

    def make(self) -> str:
        """Return a query in PostgreSQL's dialect."""
        forms: list[Callable[[], str]] = [
            *(self._rows, self._whole, self._whole, self._groups, self._nested),
            *(self._joined, self._filtered, self._windows, self._numbered, self._united),
        ]
        return self._random.choice(forms)()

    def _rows(self) -> str:
        return f"SELECT id, {self._value()} AS value FROM stg.t"

    def _whole(self) -> str:
        return f"SELECT {self._aggregate()} AS value FROM stg.t WHERE {self._condition()}"

    def _groups(self) -> str:
        key = self._scalar(self._random.choice(["text", "int", "date", "boolean"]), 2)
        having = f" HAVING {self._aggregate()} IS NOT NULL" if self._random.random() < 0.3 else ""
        return f"SELECT {key} AS k, {self._aggregate()} AS value FROM stg.t GROUP BY 1{having}"

    def _nested(self) -> str:
        """Aggregate columns that another query makes."""
        columns = ", ".join(f"{self._scalar(kind)} AS {name}" for kind, name in COLUMNS.items())
        inner = f"SELECT id, j, g, {columns} FROM stg.t"
        if self._random.random() < 0.5:
            return f"SELECT {self._aggregate()} AS value FROM ({inner}) q WHERE {self._condition()}"
        return (
            f"WITH q AS ({inner}) SELECT g, {self._aggregate()} AS value FROM q"
            f" WHERE {self._condition()} GROUP BY g"
        )

    def _joined(self) -> str:
        """Aggregate columns that an outer join may leave empty."""
        kind = self._random.choice(list(COLUMNS))
        columns = ", ".join(f"{name}" for name in COLUMNS.values())
        side = self._random.choice(["LEFT JOIN", "JOIN", "RIGHT JOIN", "FULL JOIN"])
        key = self._random.choice(["id = k", "j = k", "g = h"])
        right = f"SELECT id AS k, g AS h, {self._scalar(kind)} AS w FROM stg.t"
        left = f"SELECT id, j, g, {columns} FROM stg.t WHERE {self._condition()}"
        term = self._random.choice(["count(w)", "count(*) FILTER (WHERE w IS NULL)", "count(id)"])
        return (
            f"SELECT {term} AS n1, {self._aggregate()} AS value FROM ({left}) p"
            f" {side} ({right}) q ON {key}"
        )

    def _filtered(self) -> str:
        kind = self._random.choice(["int", "bigint", "decimal", "float"])
        function = self._random.choice(["sum", "avg", "min", "max", "count"])
        return (
            f"SELECT {function}({self._scalar(kind)}) FILTER (WHERE {self._condition()}) AS value,"
            f" coalesce({function}({self._scalar(kind)}), 0) AS other FROM stg.t"
        )

    def _windows(self) -> str:
        return f"SELECT id, {self._filled(self._random.choice(windows()), 1)} AS value FROM stg.t"

    def _numbered(self) -> str:
        """Take the first row of each group, as queries for the newest state do."""
        key = self._scalar(self._random.choice(["int", "date", "timestamptz", "decimal"]), 2)
        return (
            f"SELECT {self._aggregate()} AS value FROM (SELECT *, row_number() OVER"
            f" (PARTITION BY g ORDER BY {key} DESC, id) AS place FROM stg.t) q WHERE place = 1"
        )

    def _united(self) -> str:
        kind = self._random.choice(["int", "decimal", "float", "text", "date"])
        parts = [f"SELECT {self._scalar(kind)} AS v FROM stg.t" for _ in range(2)]
        union = self._random.choice([" UNION ALL ", " UNION "]).join(parts)
        term = self._random.choice(["count(v)", "count(DISTINCT v)", "count(*)"])
        return f"SELECT {term} AS value FROM ({union}) q"

    def _value(self) -> str:
        return self._scalar(self._random.choice(list(COLUMNS)))

    def _aggregate(self) -> str:
        return self._filled(self._random.choice(aggregates()), 1)

    def _condition(self) -> str:
        if self._random.random() < 0.5:
            return self._scalar("boolean")
        time = self._scalar(self._random.choice(["date", "timestamp", "timestamptz"]), 2)
        return f"({self._random.choice(PERIODS).format(time=time)})"

    def _scalar(self, kind: str, depth: int = 1) -> str:
        """Return an expression of a kind in brackets, whose columns may be others of their kind."""
        if depth > _DEEPEST or self._random.random() < 0.15:
            return COLUMNS[kind]
        return f"({self._filled(self._random.choice(scalars()[kind]), depth + 1)})"

    def _filled(self, line: str, depth: int) -> str:
        tree = parse_one(line, dialect="postgres")
        kinds = {name: kind for kind, name in COLUMNS.items()}
        for column in list(tree.find_all(exp.Column)):
            kind = kinds.get(column.name)
            if kind is None or column.text("table") or self._random.random() < 0.5:
                continue
            other = parse_one(self._scalar(kind, depth + 1), dialect="postgres")
            if column is tree:
                tree = other
            else:
                column.replace(other)
        text = tree.sql(dialect="postgres")
        return text.replace("%(", ":").replace(")s", "") if "%(" in text else text
