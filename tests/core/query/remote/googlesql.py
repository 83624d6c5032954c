"""Compares BigQuery's texts with PostgreSQL, on Google's reference implementation of its SQL.

It is the analyser that BigQuery itself uses, with a simple evaluator: it checks names, types and
functions and computes values, but it is not the service. Prints what differs, and writes texts
that have every proven construct to bigquery.txt. Its start compiles for a minute.

pip install zetasql
python -m tests.core.query.remote.googlesql
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from zetasql.core import ZetaSqlLocalService
from zetasql.wasi._pb2.zetasql.local_service import local_service_pb2 as service
from zetasql.wasi._pb2.zetasql.proto.options_pb2 import LanguageOptionsProto
from zetasql.wasi._pb2.zetasql.public import options_pb2, type_pb2

from core.query import RemoteDialect
from core.query.remote.statement import written
from tests.core.query.remote.clouds import EVALUATED, expected_texts, text_on
from tests.core.query.remote.combinations import combinations
from tests.core.query.remote.engines import (
    COLUMNS,
    PARAMS,
    ROWS,
    TYPES,
    Rows,
    corpus,
    plain,
)
from tests.core.query.remote.prove import (
    Verdicts,
    answers,
    constructs_of,
    own_postgres,
    proven_by,
    verdicts,
)
from tests.core.query.remote.words import WORDS, Word

# BigQuery's name and the analyser's of each type of the corpus's table.
KINDS = {
    "int": ("INT64", type_pb2.TYPE_INT64),
    "bigint": ("INT64", type_pb2.TYPE_INT64),
    "numeric(10, 2)": ("NUMERIC", type_pb2.TYPE_NUMERIC),
    "double precision": ("FLOAT64", type_pb2.TYPE_DOUBLE),
    "text": ("STRING", type_pb2.TYPE_STRING),
    "date": ("DATE", type_pb2.TYPE_DATE),
    "timestamp": ("DATETIME", type_pb2.TYPE_DATETIME),
    "timestamptz": ("TIMESTAMP", type_pb2.TYPE_TIMESTAMP),
    "boolean": ("BOOL", type_pb2.TYPE_BOOL),
}
TABLES = {"t": COLUMNS, "words": {"id": "int", "k": "text", "w": "text", "n": "int"}}


class GoogleSql:
    """Analyses and evaluates BigQuery's texts over the corpus's table."""

    dialect: RemoteDialect = "bigquery"

    def __init__(self) -> None:
        self._client = ZetaSqlLocalService.get_instance().wasm_client
        self._language = self._client.call_grpc_func(
            "ZetaSqlLocalService_GetLanguageOptions",
            service.LanguageOptionsRequest(maximum_features=True),
            LanguageOptionsProto,
        )
        self._language.product_mode = options_pb2.PRODUCT_EXTERNAL
        self._rows: dict[str, Any] = {}
        for name, selects in {"t": map(select_row, ROWS), "words": map(select_word, WORDS)}.items():
            self._rows[name] = self._evaluate(" UNION ALL ".join(selects), {})

    def _evaluate(self, text: str, params: Mapping[str, str]) -> Any:
        """Return the rows of a text; raise what the analyser refuses."""
        # The evaluator finds rows of tables without a schema only.
        request = service.EvaluateQueryRequest(sql=text.replace("stg.", ""))
        # No text may depend on the zone of the service.
        request.options.default_timezone = "America/Los_Angeles"
        request.options.language_options.CopyFrom(self._language)
        request.simple_catalog.builtin_function_options.language_options.CopyFrom(self._language)
        for table, columns in TABLES.items():
            described = request.simple_catalog.table.add(name=table)
            for name, kind in columns.items():
                described.column.add(name=name).type.type_kind = KINDS[kind][1]
        for table, rows in self._rows.items():
            request.table_content[table].CopyFrom(rows)
        for name, value in params.items():
            declared = request.options.query_parameters.add(name=name)
            declared.type.type_kind = type_pb2.TYPE_STRING
            request.params.add(name=name).value.string_value = value
        method = "ZetaSqlLocalService_EvaluateQuery"
        answer = self._client.call_grpc_func(method, request, service.EvaluateQueryResponse)
        return answer.content

    def fetch(self, sql: str, timezone: str = "Europe/Berlin") -> Rows:
        return self.run(*written(sql, PARAMS, "bigquery", TYPES, timezone))

    def run(self, text: str, params: Mapping[str, str]) -> Rows:
        rows = self._evaluate(text, params).table_data.row
        return plain([tuple(map(value_of, row.cell)) for row in rows])


def select_row(row: str) -> str:
    cells = row.split("|")
    cells[9] = cells[9] and f"{cells[9]}Z"
    return select([cell or None for cell in cells], COLUMNS)


def select_word(word: Word) -> str:
    return select([None if cell is None else str(cell) for cell in word], TABLES["words"])


def select(cells: Sequence[str | None], columns: Mapping[str, str]) -> str:
    values = [
        f"CAST({literal(cell)} AS {KINDS[kind][0]}) AS {name}"
        for (name, kind), cell in zip(columns.items(), cells, strict=True)
    ]
    return f"SELECT {', '.join(values)}"


def literal(cell: str | None) -> str:
    return "NULL" if cell is None else json.dumps(cell, ensure_ascii=False)


def value_of(cell: Any) -> Any:
    kind = cell.WhichOneof("value")
    value = getattr(cell, kind) if kind else None
    decode = _DECODE.get(kind)
    return decode(value) if decode else value


def wall_clock(fields: int, nanoseconds: int) -> datetime:
    """Return what Google packs: year, month, day, hour, minute, second."""
    parts = [
        fields >> shift & (1 << width) - 1
        for shift, width in ((26, 14), (22, 4), (17, 5), (12, 5), (6, 6), (0, 6))
    ]
    return datetime(*parts, nanoseconds // 1000)  # type: ignore[arg-type,misc]


_DECODE: Mapping[str, Callable[[Any], Any]] = {
    "numeric_value": lambda value: Decimal(int.from_bytes(value, "little", signed=True)) / 10**9,
    "bignumeric_value": lambda value: (
        Decimal(int.from_bytes(value, "little", signed=True)) / 10**38
    ),
    "date_value": lambda value: date(1970, 1, 1) + timedelta(days=value),
    "datetime_value": lambda value: wall_clock(value.bit_field_datetime_seconds, value.nanos),
    "timestamp_value": lambda value: value.ToDatetime(UTC),
}


def accepted(found: Verdicts) -> list[str]:
    """Return the lines that would be wrong, and have no construct that another line lacks."""
    proven = proven_by(found)
    wrong = [line for line, verdict in found.items() if verdict in ("different", "fails")]
    return [line for line in wrong if (parts := constructs_of(line)) and parts <= proven]


def covering(found: Verdicts) -> list[str]:
    """Return few lines that have every construct that is proven."""
    left = {line: constructs_of(line) for line, verdict in found.items() if verdict == "equal"}
    chosen, covered = list[str](), set[str]()
    while left:
        line = max(left, key=lambda each: (len(left[each] - covered), -len(each)))
        if left[line] <= covered:
            break
        chosen.append(line)
        covered |= left.pop(line)
    return chosen


def main() -> None:
    with own_postgres() as server:
        expected = answers(server, [*corpus(), *combinations(), *expected_texts()])
    found = verdicts(GoogleSql(), expected)
    for line in accepted(found):
        print(found[line], line)
    lines = covering(found)
    texts = [f"{line}\n    bigquery: {text_on('bigquery', line)}\n" for line in lines]
    EVALUATED.write_text("".join(texts), encoding="utf-8")
    print(sum(verdict == "equal" for verdict in found.values()), "of", len(found), "are equal")


if __name__ == "__main__":
    main()
