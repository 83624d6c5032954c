"""How much a relation of PostgreSQL holds: counted if cheap, else as the planner expects."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from core.engines.base import Measured, Warehouse
from core.engines.postgres.measure import Relation
from core.errors import QueryError


def test_small_relations_are_counted_in_the_order_asked(on_postgres: Warehouse) -> None:
    on_postgres.script("""
        CREATE TABLE forms (sent_at timestamptz, day date, note text);
        INSERT INTO forms VALUES ('2026-11-09 00:30Z', '2026-11-10', 'x'), (NULL, NULL, NULL);
        CREATE VIEW seen AS SELECT * FROM forms;
    """)

    with on_postgres.snapshot(20) as snapshot:
        found = snapshot.measure(
            [("seen", ""), ("forms", "SENT_AT"), ("forms", "note"), ("forms", "gone")]
        )

    assert found == [
        Measured(2),
        Measured(2, newest=datetime(2026, 11, 9, 0, 30, tzinfo=UTC)),
        Measured(2, fault="has text in its column note, not times"),
        Measured(2, fault="has no column gone"),
    ]


def test_a_relation_that_does_not_exist_is_named(on_postgres: Warehouse) -> None:
    with (
        on_postgres.snapshot(20) as snapshot,
        pytest.raises(QueryError, match=r"relation stg\.gone does not exist in the warehouse"),
    ):
        snapshot.measure([("pg_class", ""), ("stg.gone", "")])


@pytest.mark.parametrize(
    ("relation", "measured"),
    [
        (Relation("t", "r", "", "", expected=9.6, cost=99.0, counted=8), Measured(8)),
        (Relation("t", "r", "", "", expected=2e6, cost=3e4), Measured(2_000_000, True)),
        (Relation("t", "v", "", "", expected=2e6, cost=3e4), Measured(None)),
        (Relation("t", "f", "", "", expected=2e3, cost=9.0), Measured(None)),
        (
            Relation("t", "f", "day", "", seconds=0.0),
            Measured(None, newest=datetime(1970, 1, 1, tzinfo=UTC)),
        ),
    ],
)
def test_only_a_tables_expectation_is_an_estimate(relation: Relation, measured: Measured) -> None:
    assert relation.measured == measured


def test_what_is_large_or_on_another_server_is_not_counted() -> None:
    assert Relation("t", "r", "", "", expected=100_000, cost=10_000).is_cheap
    assert not Relation("t", "r", "", "", expected=100_001, cost=1.0).is_cheap
    assert not Relation("t", "r", "", "", expected=1.0, cost=10_001).is_cheap
    assert not Relation("t", "f", "", "", expected=1.0, cost=1.0).is_cheap
