"""Ibis beside sqlglot."""

from __future__ import annotations

import sqlglot

from core.engines.remote.backends import ibis


def test_ibis_leaves_sqlglots_dialects_as_they_are() -> None:
    assert ibis.__version__
    assert sqlglot.transpile("SELECT 1::int", "postgres", "clickhouse") == [
        "SELECT CAST(1 AS Nullable(Int32))"
    ]
