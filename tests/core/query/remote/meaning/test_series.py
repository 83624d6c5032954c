"""generate_series and unnest are written as lists of numbers and rows."""

from __future__ import annotations

import pytest

from core.errors import UntranslatableError
from core.query.remote.statement import interpret, written
from tests.core.query.remote.engines import PARAMS, TYPES

DAYS = "SELECT day AS value FROM generate_series(:first_day, :last_day, INTERVAL '1 day') AS day"


@pytest.mark.parametrize(
    ("call", "obstacle"),
    [
        ("generate_series(1, t.i)", "generate_series of columns; take its bounds from parameters"),
        ("generate_series(1, 9, t.i)", "generate_series of columns; "),
        ("generate_series(1.5, 9)", "generate_series of fractions; "),
        ("generate_series(1, 9, 0)", "generate_series by a computed step; "),
        ("generate_series(1, 9, INTERVAL '1 day')", "generate_series by an interval from somethin"),
        ("generate_series(:first_day, :last_day, INTERVAL '1 month')", "generate_series by months"),
        ("generate_series(:cut_off, :end, INTERVAL '1 day')", "generate_series by days from any"),
        ("unnest(string_to_array('a,b', ','))", "unnest of something else than ARRAY[…]; use VALU"),
    ],
)
def test_what_engines_count_differently_is_refused(call: str, obstacle: str) -> None:
    found = interpret(f"SELECT count(*) AS value FROM stg.t, {call} AS s", TYPES)[1]

    assert found[0][1].startswith(obstacle)


def test_an_array_becomes_rows() -> None:
    tree, _ = interpret("SELECT v FROM unnest(ARRAY[1, NULL]) AS v", {})

    assert tree.sql(dialect="postgres") == "SELECT v FROM (VALUES (1), (NULL)) AS v(v)"


def test_numbers_are_exploded_or_joined() -> None:
    sql = "SELECT s AS value FROM generate_series(1, 3) AS s"

    assert "EXPLODE(SEQUENCE(0, " in written(sql, {}, "spark", {}, "UTC")[0].upper()
    assert "toInt64(arrayJoin(range(0, " in written(sql, {}, "clickhouse", {}, "UTC")[0]


def test_days_are_counted_only_where_each_begins_at_midnight() -> None:
    written(DAYS, PARAMS, "spark", TYPES, "Europe/Berlin")

    with pytest.raises(UntranslatableError, match="by days in Asia/Beirut"):
        written(DAYS, PARAMS, "spark", TYPES, "Asia/Beirut")
