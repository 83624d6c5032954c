"""A whole statement in an engine's dialect."""

from __future__ import annotations

from core.query.remote.statement import translated


def test_a_statement_is_written_in_the_dialect() -> None:
    sql = "SELECT count(*) AS value FROM stg.t"

    assert translated(sql, {}, "spark", {}, "UTC") == ("SELECT COUNT(*) AS value FROM stg.t", {})
