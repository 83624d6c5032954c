"""Every construct gives PostgreSQL's values on an engine, or is refused before it runs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from core.query.remote.proofs import is_proven
from tests.core.query.remote.engines import Rows, corpus, postgres
from tests.core.query.remote.prove import (
    LIST,
    PAGE,
    Verdicts,
    answers,
    clickhouse,
    constructs_of,
    list_text,
    page_text,
    sail,
    verdicts,
)


@pytest.fixture(scope="module")
def expected(new_database: Any) -> Iterator[dict[str, Rows]]:
    with new_database() as url, postgres(url) as server:
        yield answers(server)


@pytest.fixture(scope="module")
def found(expected: dict[str, Rows]) -> dict[str, Verdicts]:
    with sail() as spark:
        by_engine = {"spark": verdicts(spark, expected)}
    with clickhouse() as house:
        by_engine["clickhouse"] = verdicts(house, expected)
    return by_engine


@pytest.mark.parametrize("dialect", ["spark", "clickhouse"])
def test_a_query_of_proven_constructs_gives_postgresqls_values(
    found: dict[str, Verdicts], dialect: Any
) -> None:
    wrong = [line for line, verdict in found[dialect].items() if verdict in ("different", "fails")]
    accepted = [
        line
        for line in wrong
        if all(is_proven(construct, dialect) for construct in constructs_of(line))
    ]

    assert accepted == []
    assert sum(found[dialect][line] == "equal" for line in corpus()) > 400


def test_the_list_of_proven_constructs_is_up_to_date(found: dict[str, Verdicts]) -> None:
    assert LIST.read_text(encoding="utf-8") == list_text(found)
    assert PAGE.read_text(encoding="utf-8") == page_text(found)
