"""Random queries of proven constructs give PostgreSQL's values on the engines."""

from __future__ import annotations

from typing import Any

from tests.core.query.remote.compare import compared, many_rows
from tests.core.query.remote.engines import postgres
from tests.core.query.remote.prove import clickhouse, sail
from tests.core.query.remote.random_queries import QueryMaker


def test_random_queries_give_postgresqls_values_or_are_refused(new_database: Any) -> None:
    rows = many_rows()
    with (
        new_database() as url,
        postgres(url, rows) as server,
        sail(rows) as spark,
        clickhouse(rows) as house,
    ):
        found = list(compared(server, [spark, house], range(120)))

    wrong = [
        (seed, sql, engine) for seed, sql, _, engine, verdict, _ in found if verdict == "differs"
    ]
    assert wrong == []
    assert sum(verdict == "equal" for *_, verdict, _ in found) > 160


def test_a_query_is_made_again_by_its_seed() -> None:
    assert [QueryMaker(seed).make() for seed in range(20)] == [
        QueryMaker(seed).make() for seed in range(20)
    ]
