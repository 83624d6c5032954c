"""Spark's form of GROUPING SETS."""

from __future__ import annotations

import pytest

from core.errors import UntranslatableError
from core.query.remote.statement import written
from tests.core.query.remote.engines import PARAMS, TYPES

COUNTED = "SELECT count(*) AS value, grouping(g, yes) AS k FROM stg.t GROUP BY "


def test_a_total_of_no_rows_is_refused() -> None:
    with pytest.raises(UntranslatableError, match="add the total with UNION ALL"):
        written(f"{COUNTED} ROLLUP (g, yes)", PARAMS, "spark", TYPES, "UTC")


def test_grouping_of_several_keys_has_its_own_name() -> None:
    sets = "GROUPING SETS ((g), (g, yes))"

    sql, _ = written(f"{COUNTED} {sets}", PARAMS, "spark", TYPES, "UTC")

    assert "GROUPING_ID(g, yes) AS k" in sql
