"""Editions of reviews are only added."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from core.engines.base import Warehouse
from core.store.reviews import ReviewEdition, ReviewEditions
from core.store.schema import migrate

AT = datetime(2026, 11, 16, 8, tzinfo=UTC)
FIRST = ReviewEdition(
    domain="success",
    period="2026-W46",
    number=1,
    form="html",
    as_of=AT,
    since=AT - timedelta(days=7),
    settings="{}",
    sha256="c0ffee",
    renderer="",
    framework="0.1.0",
    code_version="",
    made_by="ana",
    made_at=AT,
)


def test_editions_are_read_back_by_period_number_and_form(warehouse: Warehouse) -> None:
    migrate(warehouse, [])
    editions = ReviewEditions(warehouse, "success")
    before, second = replace(FIRST, period="2026-W45"), replace(FIRST, number=2)
    pdf = replace(FIRST, form="pdf", renderer="typst 0.15")
    for each in (second, pdf, FIRST, before, replace(FIRST, domain="sales")):
        editions.add(each)

    assert editions.read() == [before, FIRST, pdf, second]
    assert editions.read("2026-W45") == [before]


def test_an_edition_on_record_stays(warehouse: Warehouse) -> None:
    migrate(warehouse, [])
    editions = ReviewEditions(warehouse, "success")
    editions.add(FIRST)
    editions.add(replace(FIRST, sha256="other"))

    assert [each.sha256 for each in editions.read()] == ["c0ffee"]
