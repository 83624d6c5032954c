"""Stored rows together with what they are compared with."""

from __future__ import annotations

from dataclasses import replace

from core.catalog import Break
from core.cli.text.compared import compared_rows
from core.model import parse_period
from tests.core.publish.samples import FORMS
from tests.core.status.rows import ratio, run_of

DEFINITION = replace(FORMS, kpi_number=1, better="lower")


def test_means_of_ratios_follow_what_the_kpi_declares() -> None:
    rows = [ratio("2026-W44", 1, 10), ratio("2026-W45", 9, 30), ratio("2026-W46", 3, 10)]
    declared = {1: replace(DEFINITION, adds="ratio")}
    (found,) = compared_rows(rows[-1:], rows, {}, declared)
    assert found.comparison.averages[0].base == 0.25


def test_limits_begin_where_the_author_wants_them_and_judge_by_the_direction() -> None:
    rows = run_of("2026-W01", *([50] * 10), *([9, 11] * 10), 20)
    since = {1: replace(DEFINITION, limits_since="2026-W11")}
    (found,) = compared_rows(rows[-1:], rows, {}, since)
    assert found.base
    assert (str(found.base.first), found.base.is_locked) == ("2026-W11", True)
    assert found.variation
    assert (found.variation.kind, found.variation.sign) == ("concern", "above the upper limit")


def test_a_kpi_without_a_stored_definition_has_comparisons_only() -> None:
    rows = run_of("2026-W45", 5, 6)
    breaks = {rows[1].key: Break(parse_period("2026-W46"), ("query",))}
    (found,) = compared_rows(rows[-1:], rows, breaks, {})
    assert (found.base, found.variation) == (None, None)
    assert found.broken == breaks[rows[1].key]
