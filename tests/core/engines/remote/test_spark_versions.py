"""The statements that ask Spark for versions, and what its documentation says they return."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import pytest

from core.engines.remote.spark_versions import find_versions
from core.query import TableVersion

AT = datetime(2026, 11, 22, 10, 4, tzinfo=UTC)
DESCRIBE = "DESCRIBE TABLE"
Answers = Mapping[str, Sequence[Mapping[str, Any]]]


def found(answers: Answers, asked: list[str] | None = None) -> TableVersion | None:
    def ask(sql: str) -> Sequence[Mapping[str, Any]]:
        if asked is not None:
            asked.append(sql)
        return next((rows for text, rows in answers.items() if text in sql), ())

    return find_versions(ask, ["shop.orders"]).get("shop.orders")


def shown(provider: str, name: str = "Orders") -> Mapping[str, Any]:
    # Spark says both in one text, and a comment may look like anything.
    information = f"Table: {name}\nProvider: {provider}\nComment: it's\nProvider: parquet\n"
    return {"tableName": name, "information": f"{information}Location: s3://lake/{name}\n"}


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

    assert found({DESCRIBE: described(provider), statement: [row]}) == TableVersion(kind, 17, AT)


def test_where_spark_cannot_say_it_the_log_does() -> None:
    asked: list[str] = []
    answers = {
        DESCRIBE: described("delta"),
        "binaryFile": [{"version": 3, "timestamp": AT}],
    }

    assert found(answers, asked) == TableVersion("delta", 3, AT)
    assert asked[-1].endswith("FROM binaryFile.`s3://lake/o``rders/_delta_log/*.json`")


@pytest.mark.parametrize(
    "answers",
    [
        {},
        {DESCRIBE: described("parquet")},
        {DESCRIBE: described("delta")},
        {
            DESCRIBE: described("delta"),
            "binaryFile": [{"version": None, "timestamp": None}],
        },
        {DESCRIBE: described("iceberg"), "json.": [{"version": -1, "timestamp": AT}]},
    ],
)
def test_a_table_without_a_version_has_none(answers: Answers) -> None:
    assert found(answers) is None


def test_what_tables_are_is_asked_once_per_schema() -> None:
    asked: list[str] = []

    def ask(sql: str) -> Sequence[Mapping[str, Any]]:
        asked.append(sql)
        if "IN `shop`" in sql:
            return [shown("delta"), shown("parquet", "items")]
        return [{"version": 17, "timestamp": AT}] if "DESCRIBE HISTORY" in sql else ()

    assert find_versions(ask, ["shop.orders", "hr.staff", "shop.items", "shop.o-d'd"]) == {
        "shop.orders": TableVersion("delta", 17, AT)
    }
    assert asked == [
        "SHOW TABLE EXTENDED IN `hr` LIKE 'staff'",
        "SHOW TABLE EXTENDED IN `shop` LIKE 'orders|items'",
        # What was not shown is asked for alone.
        "DESCRIBE TABLE EXTENDED `hr`.`staff`",
        "DESCRIBE TABLE EXTENDED `shop`.`o-d'd`",
        "DESCRIBE HISTORY `shop`.`orders` LIMIT 1",
    ]
