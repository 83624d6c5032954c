"""The sample company's scorecards have the same values with a remote warehouse as on PostgreSQL.

`python -m tests.core.run.remote_sample` does the same with more weeks, and on a cluster of Spark.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.core.run.remote_sample import different, make_company, stored_values


@pytest.mark.slow
def test_every_stored_value_is_the_one_on_postgresql(
    tmp_path: Path, postgres_url: str, sail: str
) -> None:
    environment = make_company(tmp_path, postgres_url)
    expected = stored_values(tmp_path, environment, postgres_url, postgres_url, weeks=1)
    found = {
        warehouse: stored_values(tmp_path, environment, warehouse, postgres_url, weeks=1)
        for warehouse in (sail, "chdb")
    }

    assert len(expected) > 50
    assert {row[0] for row in expected.values()} == {"value", "none"}
    assert {url: different(expected, rows) for url, rows in found.items()} == {sail: [], "chdb": []}


def test_a_value_that_differs_is_named() -> None:
    one = {("success", 1): ("value", 0.1 + 0.2), ("success", 2): ("value", 7.0)}
    other = {("success", 1): ("value", 0.3), ("success", 2): ("value", 7.5)}

    assert different(one, one | {("success", 1): ("value", 0.3)}) == []
    assert different(one, other) == ["('success', 2): ('value', 7.0) is ('value', 7.5)"]
    assert different(one, {}) != []
