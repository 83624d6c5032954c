"""The statements that ask Trino for versions, as its documentation has them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest

from core.engines.remote.trino_versions import find_versions
from core.query import TableVersion

AT = datetime(2026, 11, 22, 10, 4, tzinfo=UTC)
TABLES = ["hr.staff", "shop.orders", "shop.a_view", 'shop.o"dd']


class Server:
    """Tables of one connector, of which the second question gets versions."""

    def __init__(self, connector: str) -> None:
        self.asked: list[tuple[str, tuple[str, ...]]] = []
        self._connector = connector

    def fetch(self, sql: str, params: Sequence[str]) -> Sequence[Sequence[Any]]:
        self.asked.append((" ".join(sql.split()), tuple(params)))
        if "table_type = 'BASE TABLE'" in sql:
            names = [("shop", "orders"), ("shop", "other"), ("shop", 'o"dd')]
            return [(*name, self._connector) for name in names]
        return [(0, 17, AT), (1, 4, AT)]


@pytest.mark.parametrize(
    ("connector", "kind", "statement"),
    [
        (
            "iceberg",
            "iceberg",
            'SELECT 1, s.snapshot_id, s.committed_at FROM "shop"."o""dd$snapshots" AS s'
            ' JOIN "shop"."o""dd$refs" AS r ON r.snapshot_id = s.snapshot_id'
            " WHERE r.name = 'main'",
        ),
        (
            "delta_lake",
            "delta",
            'SELECT 1, max(version), max_by("timestamp", version) FROM "shop"."o""dd$history"',
        ),
    ],
)
def test_all_tables_are_asked_for_at_once(connector: str, kind: Any, statement: str) -> None:
    server = Server(connector)

    assert find_versions(server.fetch, "lake", 445, TABLES) == {
        "shop.orders": TableVersion(kind, 17, AT),
        'shop.o"dd': TableVersion(kind, 4, AT),
    }
    [(first, params), (second, _)] = server.asked
    assert (first.endswith("t.table_schema IN (?, ?)"), params) == (True, ("lake", "hr", "shop"))
    assert second.split(" UNION ALL ")[1] == statement


def test_no_version_is_asked_for_where_there_is_none() -> None:
    for connector, release in (("hive", 476), ("delta_lake", 444)):
        server = Server(connector)
        assert find_versions(server.fetch, "lake", release, TABLES) == {}
        assert len(server.asked) == 1
