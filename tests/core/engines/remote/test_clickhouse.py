"""ClickHouse's own ways: nothing is written, and what its errors mean."""

from __future__ import annotations

from pathlib import Path

import pytest
from clickhouse_connect.driver.exceptions import DatabaseError

from core.engines.remote.clickhouse import open_client
from core.engines.remote.client import RemoteClient, RemoteFault
from tests.core.engines.remote.conftest import ORDERS
from tests.project import settings_of, write_project
from tests.remotes import fill_chdb


@pytest.fixture
def client(tmp_path: Path) -> RemoteClient:
    settings = settings_of(write_project(tmp_path))
    return open_client(fill_chdb(tmp_path / "chdb", {"shop.orders": ORDERS}), settings)


def test_a_session_of_ours_writes_nothing(client: RemoteClient) -> None:
    try:
        for sql in (
            "CREATE TABLE shop.more (n Int8) ENGINE = Memory",
            "TRUNCATE TABLE shop.orders",
        ):
            with pytest.raises(DatabaseError, match="READONLY"):
                client.query(sql, {}, 5, None)
        assert client.query("SELECT count() AS n FROM shop.orders", {}, 5, None).to_pylist() == [
            {"n": 3}
        ]
    finally:
        client.close()


def test_a_message_comes_without_its_codes_and_the_query(client: RemoteClient) -> None:
    missing = DatabaseError(
        "Code: 60. DB::Exception: Unknown table expression identifier 'shop.nope'. In scope SELECT"
        " 1. (UNKNOWN_TABLE)"
    )
    spaced = DatabaseError(
        "Code: 47. DB::Exception: Unknown expression identifier `Order Id` in scope SELECT 1."
        " (UNKNOWN_IDENTIFIER)"
    )
    divided = DatabaseError(
        "Code: 395. DB::Exception: division by zero: while executing 'FUNCTION if(equals(g, 0), …"
        " (FUNCTION_THROW_IF_VALUE_IS_NON_ZERO)"
    )

    assert client.fault(missing) == RemoteFault(
        "Unknown table expression identifier 'shop.nope'.", "table", "shop.nope"
    )
    assert client.fault(spaced).word == "Order Id"
    assert client.fault(divided) == RemoteFault("division by zero")
    client.close()
