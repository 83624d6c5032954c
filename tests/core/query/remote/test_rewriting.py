"""Parameters are bound, and parts are replaced from the inside."""

from __future__ import annotations

from core.query.remote.rewriting import call
from core.query.remote.statement import written
from tests.core.query.remote.engines import PARAMS, TYPES


def test_a_parameter_is_bound_as_often_as_it_has_meanings() -> None:
    sql = "SELECT count(*) AS value FROM stg.t WHERE tz >= :start AND ts >= :start"

    _, bound = written(sql, PARAMS, "spark", TYPES, "Europe/Berlin")

    assert bound == {
        "start": "2026-03-22 23:00:00.000000",
        "start_local": "2026-03-23 00:00:00.000000",
    }


def test_a_call_takes_texts_and_numbers() -> None:
    assert call("f", "it's", -1).sql(dialect="clickhouse") == "f('it''s', -1)"
