"""A query over tables becomes the same query for a remote engine."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from core.query import (
    Part,
    Query,
    RemoteDialect,
    Translator,
    find_unproven,
    join_queries,
    translate,
)
from core.query.remote import statement

TYPES = {"stg.t": {"at": "timestamp with time zone", "d": "date", "x": "text"}}
PARAMS = {"start": datetime(2026, 3, 22, 23, tzinfo=UTC), "first_day": date(2026, 3, 23)}


@pytest.mark.parametrize("dialect", ["spark", "clickhouse"])
def test_parameters_stay_parameters(dialect: RemoteDialect) -> None:
    sql = "SELECT count(*) AS value FROM stg.t WHERE at >= :start AND d >= :first_day"

    translation = translate(sql, PARAMS, dialect, TYPES, "Europe/Berlin")

    bound = {"start": "2026-03-22 23:00:00.000000", "first_day": "2026-03-23"}
    assert translation.params == bound
    assert "2026" not in translation.sql


def test_plain_counting_is_proven() -> None:
    assert list(find_unproven("SELECT count(*) AS value FROM stg.t", "spark")) == []


@pytest.mark.parametrize("dialect", ["spark", "clickhouse"])
def test_a_union_binds_the_parameters_of_each_of_its_queries(dialect: RemoteDialect) -> None:
    sql = "SELECT count(*) AS value FROM stg.t WHERE at >= :start AND d >= :first_day -- a note"
    later = {"start": datetime(2026, 3, 29, 22, tzinfo=UTC), "first_day": date(2026, 3, 30)}
    parts = [Part(Query(sql, "", params), ["value"]) for params in (PARAMS, later)]
    union = join_queries(parts)

    assert translate(union.sql, union.params, dialect, TYPES, "Europe/Berlin").params == {
        "start_0": "2026-03-22 23:00:00.000000",
        "first_day_0": "2026-03-23",
        "start_1": "2026-03-29 22:00:00.000000",
        "first_day_1": "2026-03-30",
    }


@pytest.mark.parametrize("dialect", ["spark", "clickhouse"])
def test_a_union_of_remembered_texts_has_the_parameters_of_each_part(
    dialect: RemoteDialect, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = []
    original = statement.prepared
    monkeypatch.setattr(
        statement, "prepared", lambda *arguments: read.append(arguments) or original(*arguments)
    )
    translator = Translator(dialect, lambda _: TYPES)
    sql = "SELECT count(*) AS value FROM stg.t WHERE at >= :start AND d >= :first_day -- a note"
    later = {"start": datetime(2026, 3, 29, 22, tzinfo=UTC), "first_day": date(2026, 3, 30)}
    parts = [Part(Query(sql, "", params), ["value"]) for params in (PARAMS, later)]
    one = translator.translate(Query(sql, "", PARAMS), "Europe/Berlin")
    found = translator.translate(join_queries(parts), "Europe/Berlin")

    assert one == translate(sql, PARAMS, dialect, TYPES, "Europe/Berlin")
    assert sorted(found.params.values()) == [
        "2026-03-22 23:00:00.000000",
        "2026-03-23",
        "2026-03-29 22:00:00.000000",
        "2026-03-30",
    ]
    first, second = found.sql.split("\nUNION ALL\n")
    assert first.startswith("SELECT 0 AS number_, numbered_.* FROM (SELECT ")
    assert first.replace("_0", "_1").replace("SELECT 0 ", "SELECT 1 ", 1) == second
    assert "\ue001" not in found.sql
    # By translate; and by the translator once alone, and once within a union.
    assert len(read) == 3


def test_a_remembered_text_is_of_one_time_zone() -> None:
    translator = Translator("spark", lambda _: {"stg.t": {"at": "timestamp without time zone"}})
    query = Query("SELECT count(*) AS value FROM stg.t WHERE at >= :start", "", PARAMS)
    berlin, tokyo = (translator.translate(query, zone) for zone in ("Europe/Berlin", "Asia/Tokyo"))

    assert berlin.params == {"start_local": "2026-03-23 00:00:00.000000"}
    assert tokyo.params == {"start_local": "2026-03-23 08:00:00.000000"}
