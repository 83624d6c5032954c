"""Stored series of several domains."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from core.analysis.lines import stored_lines
from core.model import NO_LONGER_RETURNED, parse_period, restate
from tests.catalogues import entry
from tests.core.status.rows import NOON, row

DEALS = entry(1, name="deals")
NEW, OLD = parse_period("2026-W46"), parse_period("2026-W45")


def test_series_are_told_apart_by_domain_and_label() -> None:
    rows = [row(NEW, 5, field_details="a"), row(NEW, 7, domain="sales"), row(NEW, 1)]

    lines = stored_lines(rows)

    assert lines.series(DEALS).rows == {NEW: rows[2]}
    assert lines.labelled(DEALS, NEW) == [rows[0]]
    assert lines.labelled(DEALS, OLD) == []


def test_a_label_that_is_no_longer_returned_is_gone() -> None:
    gone = row(NEW, None, field_details="a", reason=NO_LONGER_RETURNED)

    assert stored_lines([gone]).labelled(DEALS, NEW) == []


def test_the_newest_period_is_one_with_a_whole_value() -> None:
    rows = [row(OLD, 5, field_details="a"), row(NEW, None), row(NEW.shift(1), 3, partial=True)]

    assert stored_lines(rows).newest(DEALS) == OLD
    assert stored_lines([]).newest(DEALS) is None


def test_a_value_was_restated_by_what_it_differs_from_the_first_one() -> None:
    first, now = row(OLD, 5), row(OLD, 9)
    between = replace(first, value=7.0)
    changes = [restate(first, between, "data"), restate(between, now, "data")]
    late = [replace(changes[1], restated_at=NOON + timedelta(days=1)), changes[0]]
    other = restate(row(NEW, 1), row(NEW, 2), "data")

    lines = stored_lines([now], restatements=[*late, other])

    assert lines.restated(DEALS, OLD) == 4
    assert lines.restated(DEALS, NEW) == 0


def test_a_first_value_is_not_a_restatement() -> None:
    filled = restate(row(OLD, None), row(OLD, 9), "data")

    assert stored_lines([row(OLD, 9)], restatements=[filled]).restated(DEALS, OLD) == 0
