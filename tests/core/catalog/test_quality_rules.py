"""Findings on the terms of sources, in KPI files and in `scorecards/sources.py`."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.catalog.check import check
from core.catalog.loading import load_catalogue
from tests.core.run.gates import write_shop


def findings(root: Path) -> list[str]:
    return list(map(str, check(load_catalogue(root)).findings))


def test_terms_that_can_be_judged_have_no_finding(tmp_path: Path) -> None:
    checks = (
        'missing("client_id", 0.05, last="7 days"), between("amount", 0, 1e6), unique("order_id"),'
        ' columns({"order_id": "bigint"}), rows_like_before(0.5),'
        ' holds("shipped_on >= ordered_on"),'
        ' reconcile("SELECT count(*), 10 FROM stg.orders", within=0.01)'
    )
    terms = f'loaded_at="_synced_at", fresh="30 hours", checks=[{checks}]'
    assert findings(write_shop(tmp_path, terms)) == []


@pytest.mark.parametrize(
    ("terms", "message"),
    [
        (
            'fresh="30 hours"',
            "fresh of stg.orders needs loaded_at=; name the column that holds the time",
        ),
        (
            'loaded_at="t", fresh="soon"',
            "fresh of stg.orders: 'soon' is not a length of time such as '30 hours' or '2 days'",
        ),
        (
            'checks=[missing("client id", 0.05)]',
            "missing('client id', 0.05) of stg.orders names 'client id', which is not an"
            " identifier; name a column",
        ),
        (
            'checks=[missing("client_id", 5)]',
            "missing('client_id', 5) of stg.orders has a share above 1, which is all rows; write"
            " 0.05 for 5 %",
        ),
        (
            "checks=[rows_like_before(-1)]",
            "rows_like_before(-1) of stg.orders has a share that is not a number from 0 on; write"
            " 0.05 for 5 %",
        ),
        (
            'checks=[between("amount", 10, 0)]',
            "between('amount', 10, 0) of stg.orders has no value between its limits; write the"
            " lower one first",
        ),
        ("checks=[unique()]", "unique() of stg.orders names no column; name at least one"),
        (
            'checks=[missing("client_id", 0, last="7 days")]',
            "missing('client_id', 0, last='7 days') of stg.orders last needs loaded_at=; name the"
            " column that holds the time",
        ),
        (
            'checks=[unique("order_id", excused=Excused("old import", until="soon"))]',
            "unique('order_id') of stg.orders is excused until 'soon', which is not a day; write"
            " one such as 2026-12-01",
        ),
        (
            'checks=[unique("order_id"), unique("order_id", blocks=False)]',
            "unique('order_id') of stg.orders is declared twice; remove one",
        ),
        (
            'checks=[holds("amount >")]',
            "holds('amount >') of stg.orders is wrong: the SQL does not parse: Required keyword:"
            " 'expression' missing for GT near ')'",
        ),
        (
            'checks=[holds("amount > (SELECT 1 FROM stg.prices)")]',
            "holds('amount > (SELECT 1 FROM stg.prices)') of stg.orders reads stg.prices; write a"
            " condition on the columns of one row",
        ),
        (
            'checks=[reconcile("DELETE FROM stg.orders", within=0)]',
            "reconcile('DELETE FROM stg.orders', within=0) of stg.orders is wrong: the query is not"
            " a SELECT; a KPI only reads",
        ),
    ],
)
def test_terms_that_cannot_be_judged_are_findings(tmp_path: Path, terms: str, message: str) -> None:
    assert findings(write_shop(tmp_path, terms)) == [f"scorecards/sources.py:1: {message}"]


def test_two_declarations_that_differ_are_a_finding(tmp_path: Path) -> None:
    root = write_shop(tmp_path, 'loaded_at="_synced_at", fresh="30 hours"')
    file = root / "scorecards/success/kpi_01.py"
    text = file.read_text().replace(
        "Table(name='stg.orders')", "Table('stg.orders', loaded_at='ordered_on', fresh='2 days')"
    )
    file.write_text(text)

    assert findings(root) == [
        "scorecards/success/kpi_01.py:9: stg.orders has loaded_at='ordered_on' here and"
        " '_synced_at' elsewhere; keep one",
        "scorecards/success/kpi_01.py:9: stg.orders is fresh for 2 days here and for 30 hours"
        " elsewhere; keep one",
    ]


def test_a_file_of_sources_without_sources_is_a_finding(tmp_path: Path) -> None:
    root = write_shop(tmp_path)
    (root / "scorecards/sources.py").write_text('"""Nothing."""\n')

    assert findings(root) == [
        "scorecards/sources.py:1: defines no SOURCES; write SOURCES = [Table(…, checks=[…])]"
    ]
