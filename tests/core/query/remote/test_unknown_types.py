"""Without the types of tables, only what no kinds of values make proven is a finding."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import get_args

import pytest

from core.query import RemoteDialect, TableTypes, find_unproven
from tests.core.query.remote.combinations import combinations
from tests.core.query.remote.engines import TYPES, query_of
from tests.core.query.remote.prove import PAGE

_ROW = re.compile(r"\| `(.*)`" + r" \| (yes|no)" * 5 + r" \|")


def proven(dialect: RemoteDialect) -> Mapping[str, bool]:
    """Return whether the page of the documentation names each line of the corpus as proven."""
    place = 2 + get_args(RemoteDialect).index(dialect)
    rows = map(_ROW.fullmatch, PAGE.read_text(encoding="utf-8").splitlines())
    return {row[1].replace("\\|", "|"): row[place] == "yes" for row in rows if row}


def findings(line: str, dialect: RemoteDialect, types: TableTypes) -> list[tuple[int, str]]:
    return list(find_unproven(query_of(line), dialect, types))


@pytest.mark.parametrize("dialect", ["spark", "clickhouse", "bigquery"])
def test_with_types_exactly_what_is_not_proven_is_found(dialect: RemoteDialect) -> None:
    verdicts = proven(dialect)
    found = {line: bool(findings(line, dialect, TYPES)) for line in verdicts}

    assert len(verdicts) > 400
    assert [line for line, is_proven in verdicts.items() if is_proven == found[line]] == []


@pytest.mark.parametrize("dialect", ["spark", "clickhouse", "bigquery"])
def test_without_types_nothing_that_is_proven_is_found(dialect: RemoteDialect) -> None:
    lines = [line for line, is_proven in proven(dialect).items() if is_proven]
    lines += [line for line in combinations() if not findings(line, dialect, TYPES)]

    assert [line for line in lines if findings(line, dialect, {})] == []


@pytest.mark.parametrize(
    "sql",
    [
        "WITH q AS (SELECT * FROM stg.t) SELECT count(*) AS value FROM q",
        "SELECT i::numeric % 3 AS value FROM stg.t",
        "SELECT count(*) AS value FROM stg.t WHERE nullif(tz, :last_day) IS NULL",
        "SELECT stddev_samp(sqrt(abs(i))) AS value FROM stg.t",
        "SELECT stddev_samp(a) AS value FROM (SELECT avg(f) AS a FROM stg.t GROUP BY g) AS q",
    ],
)
def test_what_follows_from_an_unknown_kind_is_unknown_too(sql: str) -> None:
    assert list(find_unproven(sql, "spark", TYPES)) == []
    assert list(find_unproven(sql, "spark")) == []


def test_what_no_kinds_make_proven_is_found_without_types() -> None:
    assert findings("gcd(i, j) + i", "spark", {}) == [
        (1, "the query uses gcd(…), which is not proven on Spark; write it another way")
    ]
    assert findings("age(tz, ts)", "spark", {}) != []
