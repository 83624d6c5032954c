"""BigQuery's client, as far as it goes without the service: requests, types and errors."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from google.api_core.exceptions import BadRequest, GoogleAPIError, NotFound, ServiceUnavailable
from google.auth.credentials import AnonymousCredentials
from google.cloud import bigquery

import core.engines.remote.bigquery as client_module
from core.engines.remote.bigquery import BigQueryClient, connect_arguments, open_client
from core.errors import SettingsError
from core.query import TableVersion
from tests.core.engines.remote.loopback import serving
from tests.project import settings_of, write_project

SCHEMA = {
    "fields": [
        {"name": "Id", "type": "INTEGER", "mode": "REQUIRED"},
        {"name": "price", "type": "NUMERIC"},
        {"name": "sent_at", "type": "TIMESTAMP"},
        {"name": "local_at", "type": "DATETIME"},
        {"name": "tags", "type": "STRING", "mode": "REPEATED"},
    ]
}
TYPES = {
    "id": "bigint",
    "price": "numeric(38,9)",
    "sent_at": "timestamp with time zone",
    "local_at": "timestamp without time zone",
    "tags": "text[]",
}


class BigQuery:
    """The requests that a server of our own got; it answers as the REST reference says."""

    def __init__(self) -> None:
        self.jobs: list[dict[str, Any]] = []

    def answer(
        self, method: str, path: str, _: dict[str, str], body: str
    ) -> tuple[int, dict[str, Any]]:
        if "/tables/nope" in path:
            return 404, {"error": {"code": 404, "message": "Not found: Table p:shop.nope"}}
        if "/tables/" in path:
            place = {"projectId": "p", "datasetId": "shop", "tableId": "orders"}
            kind = "VIEW" if "/tables/orders_view" in path else "TABLE"
            return 200, {"tableReference": place, "schema": SCHEMA, "type": kind}
        if method == "POST":
            self.jobs.append(json.loads(body)["configuration"])
        job = {"projectId": "p", "jobId": "1", "location": "EU"}
        statistics = {"query": {"schema": SCHEMA}}
        rows = {"schema": {"fields": SCHEMA["fields"][:1]}, "rows": [{"f": [{"v": "7"}]}]}
        if self.jobs and "CURRENT_TIMESTAMP" in self.jobs[-1]["query"]["query"]:
            moment = {"name": "moment", "type": "TIMESTAMP"}
            rows = {"schema": {"fields": [moment]}, "rows": [{"f": [{"v": "1795341840123456"}]}]}
        status = {"state": "DONE"}
        return 200, {
            "jobReference": job,
            "status": status,
            "statistics": statistics,
            "jobComplete": True,
            "totalRows": "1",
            "configuration": self.jobs[-1] if self.jobs else {},
            **rows,
        }


@pytest.fixture
def service() -> BigQuery:
    return BigQuery()


@pytest.fixture
def client(service: BigQuery) -> Iterator[BigQueryClient]:
    with serving(service.answer) as port:
        found = connected(port)
        yield found
        found.close()


def connected(port: int) -> BigQueryClient:
    driver = bigquery.Client(
        project="p",
        credentials=AnonymousCredentials(),
        client_options={"api_endpoint": f"http://127.0.0.1:{port}"},
    )
    return BigQueryClient(driver, bigquery.QueryJobConfig(maximum_bytes_billed=1000))


def test_a_url_has_a_project_and_may_have_a_dataset() -> None:
    found = connect_arguments("bigquery://my-project/shop?location=EU")

    assert found == ("my-project", {"location": "EU", "dataset": "shop"})
    with pytest.raises(SettingsError, match=r"write bigquery://project/dataset"):
        connect_arguments("bigquery:///shop")


def test_a_limit_of_bytes_is_a_number(tmp_path: Path) -> None:
    settings = settings_of(write_project(tmp_path), SCORECARD_BYTES_BILLED="10 GB")

    with pytest.raises(SettingsError, match=r"^SCORECARD_BYTES_BILLED is not a number of bytes"):
        open_client("bigquery://p", settings)


def test_a_query_has_its_limits_and_its_values_as_parameters(
    service: BigQuery, client: BigQueryClient
) -> None:
    found = client.query("SELECT @start", {"start": "2026-07-01"}, 7.0, 10)

    assert found.to_pydict() == {"Id": [7]}
    [job] = service.jobs
    assert job["jobTimeoutMs"] == "7000"
    assert job["query"]["maximumBytesBilled"] == "1000"
    [parameter] = job["query"]["queryParameters"]
    assert (parameter["name"], parameter["parameterValue"]) == ("start", {"value": "2026-07-01"})
    assert parameter["parameterType"]["type"] == "STRING"


def test_a_plan_is_a_dry_run(service: BigQuery, client: BigQueryClient) -> None:
    assert dict(client.plan("SELECT 1", {}))["price"] == "numeric(38,9)"
    assert service.jobs[-1]["dryRun"] is True


def test_columns_have_postgresqls_types(client: BigQueryClient) -> None:
    assert client.columns("shop.orders") == TYPES
    assert client.columns("shop.nope") == {}


def test_stored_tables_are_read_as_of_one_time_of_the_service(
    service: BigQuery, client: BigQueryClient
) -> None:
    names = ["shop.orders", "shop.items", "shop.orders_view", "shop.nope"]
    moment = datetime(2026, 11, 22, 10, 4, 0, 123456, tzinfo=UTC)

    found = client.versions(names, None)

    # A view would take the clause, and read its tables as they are now all the same.
    assert found == dict.fromkeys(names[:2], TableVersion("time", at=moment))
    assert len(service.jobs) == 1
    later = client.versions(["shop.others"], moment)
    assert later == {"shop.others": TableVersion("time", at=moment)}
    assert client.versions(["shop.orders_view"], None) == {}
    assert len(service.jobs) == 1


@pytest.mark.parametrize(
    ("error", "kind", "word"),
    [
        (BadRequest("Invalid snapshot time 1 for table p:d.t@1. Cannot read before 2"), "gone", ""),
        (NotFound("Not found: Table p:shop.nope was not found"), "table", "p.shop.nope"),
        (BadRequest("Unrecognized name: nope at [1:8]"), "column", "nope"),
        (BadRequest("Job timed out after 7 sec"), "time", ""),
        (ServiceUnavailable("try later"), "lost", ""),
        (BadRequest("Syntax error"), "", ""),
    ],
)
def test_documented_errors_are_ours(
    client: BigQueryClient, error: Exception, kind: str, word: str
) -> None:
    found = client.fault(error)

    assert (found.kind, found.word) == (kind, word)


def test_a_query_that_would_cost_too_much_names_the_setting(client: BigQueryClient) -> None:
    error = BadRequest("Query exceeded limit for bytes billed: 1000. 10485760 or higher required.")

    assert "SCORECARD_BYTES_BILLED" in client.fault(error).message


def test_a_service_that_stays_away_is_not_asked_for_ten_minutes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    away = {"error": {"code": 503, "message": "try later", "errors": [{"reason": "backendError"}]}}
    asked: list[str] = []

    def answer(method: str, path: str, _: dict[str, str], __: str) -> tuple[int, dict[str, Any]]:
        asked.append(f"{method} {path}")
        return 503, away

    monkeypatch.setattr(client_module, "_RETRY", client_module._RETRY.with_timeout(0.05))
    with serving(answer) as port:
        client = connected(port)
        with pytest.raises(GoogleAPIError) as caught:
            client.query("SELECT 1", {}, 300.0, None)
        client.close()

    assert client.fault(caught.value).kind == "lost"
    assert asked


def test_patience_is_shorter_than_googles() -> None:
    assert client_module._RETRY._timeout == 20.0
