"""Snowflake's client, as far as it goes without the service: arguments, types and errors."""

from __future__ import annotations

from pathlib import Path

import pytest
from snowflake.connector.cursor import ResultMetadata
from snowflake.connector.errors import OperationalError, ProgrammingError

from core.engines import Access, open_warehouse
from core.engines.remote.snowflake import SnowflakeClient, _type_name, _written, connect_arguments
from core.errors import SettingsError
from tests.project import settings_of, write_project


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
    assert client.fault(OperationalError("Could not connect", errno=250001)).kind == "lost"
    assert client.fault(ProgrammingError("no", errno=1003)).kind == ""
