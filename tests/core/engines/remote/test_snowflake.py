"""Snowflake's client, as far as it goes without the service: arguments, types and errors."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import snowflake.connector
from snowflake.connector.cursor import ResultMetadata
from snowflake.connector.errors import OperationalError, ProgrammingError

from core.engines import Access, open_warehouse
from core.engines.remote.snowflake import SnowflakeClient, _type_name, _written, connect_arguments
from core.errors import SettingsError
from core.query import TableVersion
from tests.core.engines.remote.loopback import serving
from tests.project import settings_of, write_project

COLUMNS = [
    {"name": "NAME", "type": "text", "nullable": True, "length": 99, "byteLength": 99},
    {"name": "NOW", "type": "timestamp_ltz", "nullable": True, "precision": 0, "scale": 9},
]
MOMENT = datetime(2026, 11, 22, 10, 4, 0, 123456, tzinfo=UTC)


class Snowflake:
    """The statements that a server of our own got; it answers as the connector expects it."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def answer(self, _: str, path: str, __: dict[str, str], body: str) -> tuple[int, Any]:
        # What it would send at the end is compressed.
        quiet = [{"name": "CLIENT_TELEMETRY_ENABLED", "value": False}]
        data: dict[str, Any] = {"token": "t", "masterToken": "m", "sessionId": 1}
        if "query-request" in path:
            self.asked.append(json.loads(body)["sqlText"])
            stored = [[f"shop.{name}", "1795341840.123456000"] for name in ("orders", "items")]
            rows, columns = stored, COLUMNS
            if "current_version" in self.asked[-1]:
                rows, columns = [["9.36"]], COLUMNS[:1]
            data = {"rowtype": columns, "rowset": rows, "total": len(rows), "returned": len(rows)}
            data |= {"queryId": "q", "queryResultFormat": "json", "statementTypeId": 4096}
        return 200, {"success": True, "data": {"parameters": quiet, **data}}


@pytest.fixture
def service() -> Snowflake:
    return Snowflake()


@pytest.fixture
def client(service: Snowflake, tmp_path: Path) -> Iterator[SnowflakeClient]:
    settings = settings_of(write_project(tmp_path), SNOWFLAKE_PASSWORD="s3cret")
    with serving(service.answer) as port:
        url = f"snowflake://me@a/db?host=127.0.0.1&port={port}&protocol=http"
        arguments = connect_arguments(url, settings)
        with closing(snowflake.connector.connect(**arguments)) as connection:
            yield SnowflakeClient(connection, "a")


def test_stored_tables_are_read_as_of_one_time_of_the_service(
    service: Snowflake, client: SnowflakeClient
) -> None:
    found = client.versions(["shop.orders", "shop.a_view"], None)
    later = client.versions(["shop.items"], MOMENT - timedelta(minutes=1))

    assert found == {"shop.orders": TableVersion("time", at=MOMENT)}
    assert later == {"shop.items": TableVersion("time", at=MOMENT - timedelta(minutes=1))}
    assert len(service.asked) == 3
    assert "lower(table_schema) IN ('shop')" in service.asked[1]
    for condition in ("table_type = 'BASE TABLE'", "retention_time > 0", "IMPORTED DATABASE"):
        assert condition in service.asked[1]


def test_a_url_becomes_the_connectors_own_arguments(tmp_path: Path) -> None:
    settings = settings_of(
        write_project(tmp_path), SNOWFLAKE_PASSWORD="s3cret", SCORECARD_QUERY_TIMEOUT="90"
    )
    url = "snowflake://me@org-account/SALES/STG?warehouse=WH&role=READER"

    assert connect_arguments(url, settings) == {
        "account": "org-account",
        "user": "me",
        "password": "s3cret",
        "database": "SALES",
        "schema": "STG",
        "warehouse": "WH",
        "role": "READER",
        "application": "scorecard",
        "login_timeout": 20,
        "enable_server_session_keep_alive_auto_detection": False,
        "session_parameters": {
            "TIMEZONE": "UTC",
            "WEEK_START": "1",
            "WEEK_OF_YEAR_POLICY": "0",
            "STATEMENT_TIMEOUT_IN_SECONDS": 90,
        },
    }
    with pytest.raises(SettingsError, match=r"write snowflake://user@account/database"):
        connect_arguments("snowflake://account", settings)


def test_a_service_that_cannot_be_reached_is_one_sentence_without_a_secret(
    tmp_path: Path,
) -> None:
    nowhere = "host=127.0.0.1&port=1&protocol=http&login_timeout=1"
    settings = settings_of(
        write_project(tmp_path), SCORECARD_WAREHOUSE=f"snowflake://me:s3cret@a/db?{nowhere}"
    )

    with pytest.raises(SettingsError, match=r"Snowflake at a cannot be reached: ") as caught:
        open_warehouse(settings, Access("scorecard run", write=False))
    assert "s3cret" not in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("code", "precision", "scale", "kind"),
    [
        (0, 38, 0, "bigint"),
        (0, 12, 2, "numeric(12,2)"),
        (1, None, None, "double precision"),
        (2, None, None, "text"),
        (3, None, None, "date"),
        (6, None, None, "timestamp with time zone"),
        (8, None, None, "timestamp without time zone"),
        (13, None, None, "boolean"),
    ],
)
def test_described_columns_have_postgresqls_types(
    code: int, precision: int | None, scale: int | None, kind: str
) -> None:
    column = ResultMetadata("X", code, None, None, precision, scale, True)

    assert _type_name(_written(column)) == kind


def test_documented_errors_are_ours() -> None:
    client = SnowflakeClient.__new__(SnowflakeClient)
    missing = ProgrammingError("Object 'SHOP.NOPE' does not exist or not authorized.", errno=2003)
    late = ProgrammingError("Statement reached its statement timeout.", errno=630)

    assert (client.fault(missing).kind, client.fault(missing).word) == ("table", "shop.nope")
    assert client.fault(late).kind == "time"
    assert client.fault(ProgrammingError("Time travel data is not", errno=707)).kind == "gone"
    assert client.fault(OperationalError("Could not connect", errno=250001)).kind == "lost"
    assert client.fault(ProgrammingError("no", errno=1003)).kind == ""
