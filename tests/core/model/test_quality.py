"""Checks as authors write them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from core.kpi import (
    Excused,
    Table,
    between,
    columns,
    holds,
    missing,
    reconcile,
    rows_like_before,
    unique,
)
from core.model.quality import parse_time


def test_a_check_reads_as_its_author_writes_it() -> None:
    checks = [
        missing("client_id", 0.05, last="7 days"),
        between("amount", 0, 1e6, share=0.01),
        unique("order_id", "line"),
        columns(["order_id"]),
        rows_like_before(0.5),
        holds("shipped >= ordered", share=0.1),
        reconcile("SELECT 1, 1", within=0.01),
    ]
    assert list(map(str, checks)) == [
        "missing('client_id', 0.05, last='7 days')",
        "between('amount', 0, 1e+06, share=0.01)",
        "unique('order_id', 'line')",
        "columns('order_id')",
        "rows_like_before(0.5)",
        "holds('shipped >= ordered', share=0.1)",
        "reconcile('SELECT 1, 1', within=0.01)",
    ]


def test_the_record_of_a_check_also_says_what_follows() -> None:
    excused = Excused("old import", until="2026-12-01")
    check = columns({"order_id": "bigint"}, blocks=False, excused=excused)
    assert check.declaration == (
        "columns('order_id'); of the types bigint; warns; excused until 2026-12-01: old import"
    )


def test_an_exception_covers_its_last_day() -> None:
    excused = Excused("old import", until="2026-12-01")
    assert excused.covers(date(2026, 12, 1))
    assert not excused.covers(date(2026, 12, 2))


def test_lengths_of_time_have_a_unit() -> None:
    assert parse_time("30 hours") == timedelta(hours=30)
    assert parse_time("1 week") == timedelta(days=7)
    for text in ("30", "0 hours", "two days", "1 month"):
        with pytest.raises(ValueError, match="is not a length of time"):
            parse_time(text)


def test_a_source_takes_checks_only() -> None:
    with pytest.raises(TypeError, match="each of checks must be one such as missing"):
        Table("stg.orders", checks=["unique"])  # type: ignore[list-item]
    with pytest.raises(TypeError, match="share must be a number"):
        missing("client_id", "5 %")  # type: ignore[arg-type]


def test_terms_are_no_part_of_what_decides_a_value() -> None:
    judged = Table("stg.orders", fresh="30 hours", checks=[unique("order_id")])
    assert repr(judged) == repr(Table("stg.orders"))
