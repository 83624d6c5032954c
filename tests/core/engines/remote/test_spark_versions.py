"""The statements that ask Spark for versions, and what its documentation says they return."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import pytest

from core.engines.remote.spark_versions import find_version
from core.query import TableVersion

AT = datetime(2026, 11, 22, 10, 4, tzinfo=UTC)
Answers = Mapping[str, Sequence[Mapping[str, Any]]]


def found(answers: Answers, asked: list[str] | None = None) -> TableVersion | None:
    def ask(sql: str) -> Sequence[Mapping[str, Any]]:
        if asked is not None:
            asked.append(sql)
        return next((rows for text, rows in answers.items() if text in sql), ())

    return find_version(ask, "`shop`.`orders`")


def described(provider: str) -> Sequence[Mapping[str, Any]]:
    names = {"id": "bigint", "": "", "Provider": provider, "Location": "s3://lake/o`rders"}
    return [{"col_name": name, "data_type": text} for name, text in names.items()]


@pytest.mark.parametrize(
    ("provider", "statement", "kind"),
    [
        # https://docs.delta.io/latest/delta-utility.html#retrieve-delta-table-history
        ("delta", "DESCRIBE HISTORY `shop`.`orders` LIMIT 1", "delta"),
        # https://iceberg.apache.org/docs/latest/spark-queries/#history
        ("ICEBERG", "FROM `shop`.`orders`.history ORDER BY made_current_at DESC", "iceberg"),
    ],
)
def test_spark_is_asked_as_documented(provider: str, statement: str, kind: Any) -> None:
    row = {"version": 17, "timestamp": AT}

    assert found({"EXTENDED": described(provider), statement: [row]}) == TableVersion(kind, 17, AT)


def test_where_spark_cannot_say_it_the_log_does() -> None:
    asked: list[str] = []
    answers = {"EXTENDED": described("delta"), "binaryFile": [{"version": 3, "timestamp": AT}]}

    assert found(answers, asked) == TableVersion("delta", 3, AT)
    assert asked[-1].endswith("FROM binaryFile.`s3://lake/o``rders/_delta_log/*.json`")


@pytest.mark.parametrize(
    "answers",
    [
        {},
        {"EXTENDED": described("parquet")},
        {"EXTENDED": described("delta")},
        {"EXTENDED": described("delta"), "binaryFile": [{"version": None, "timestamp": None}]},
        {"EXTENDED": described("iceberg"), "json.": [{"version": -1, "timestamp": AT}]},
    ],
)
def test_a_table_without_a_version_has_none(answers: Answers) -> None:
    assert found(answers) is None
