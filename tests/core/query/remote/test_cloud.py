"""Texts for BigQuery, Snowflake and Trino, as their documentation wants them.

None of them was run against the service.
"""

from __future__ import annotations

from typing import Any

import pytest

from core.errors import UntranslatableError
from core.query import translate
from tests.core.query.remote.clouds import CLOUDS, expected_texts, text_on
from tests.core.query.remote.engines import PARAMS, TYPES


@pytest.mark.parametrize("dialect", CLOUDS)
def test_each_construct_is_written_as_documented(dialect: Any) -> None:
    texts = expected_texts()

    assert {line: text_on(dialect, line) for line in texts} == {
        line: found[dialect] for line, found in texts.items()
    }
    assert len(texts) > 30


@pytest.mark.parametrize("dialect", CLOUDS)
@pytest.mark.parametrize("expression", ["i / j", "n * 1.19", "date_trunc('week', tz)", "round(n)"])
def test_what_is_not_documented_here_is_refused(dialect: Any, expression: str) -> None:
    sql = f"SELECT {expression} AS value FROM stg.t"

    with pytest.raises(UntranslatableError, match="is not proven on"):
        translate(sql, PARAMS, dialect, TYPES, "Europe/Berlin")


def test_a_median_is_refused_on_trino_which_has_none() -> None:
    sql = "SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY i) AS value FROM stg.t"

    with pytest.raises(UntranslatableError, match="is not proven on Trino"):
        translate(sql, PARAMS, "trino", TYPES, "Europe/Berlin")
