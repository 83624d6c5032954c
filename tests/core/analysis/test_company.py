"""The change of the sample company's north star, in every week of two years."""

from __future__ import annotations

from math import fsum
from pathlib import Path

import pytest

from core.analysis import StoredLines, explain_change, explain_value, reconcile_tree, stored_lines
from core.cli.text.why import why_text
from core.model import parse_period, period_of
from tests.core.analysis.company import WEEKS, reorder_rows, shop, shop_rows

DOCS = Path(__file__).parents[3] / "docs"
STAR = shop().entry("shop", 1)


@pytest.fixture(scope="module")
def lines() -> StoredLines:
    return stored_lines(shop_rows())


def test_every_week_of_two_years_is_explained_to_1e_9(lines: StoredLines) -> None:
    for monday in WEEKS[1:]:
        found = explain_change(shop(), STAR, lines, period_of("weekly", monday))

        assert found.change is not None
        parts = [each.amount for each in found.contributions]
        leaves = [each.amount for each in found.leaves()]
        assert len(leaves) == 3
        assert fsum(parts) == pytest.approx(found.change, rel=0, abs=1e-9)
        assert fsum(leaves) == pytest.approx(found.change, rel=0, abs=1e-9)
        assert abs(found.not_explained) < 1e-9


def test_every_week_of_the_second_year_is_explained_against_the_first(lines: StoredLines) -> None:
    for monday in WEEKS[52:]:
        found = explain_change(shop(), STAR, lines, period_of("weekly", monday), "year-ago")

        assert found.change is not None
        leaves = fsum(each.amount for each in found.leaves())
        assert leaves == pytest.approx(found.change, rel=0, abs=1e-9)


def test_the_trees_explain_all_stored_values(lines: StoredLines) -> None:
    found = [reconcile_tree(shop(), shop().entry("shop", number), lines) for number in (1, 2)]

    assert [(each.compared, each.gaps) for each in found] == [(111, ()), (111, ())]


def test_the_page_on_drivers_shows_what_the_command_prints(lines: StoredLines) -> None:
    week = parse_period("2026-W46")
    of_segments = stored_lines([*reorder_rows(week), *reorder_rows(week.shift(-1))])
    found = explain_value(shop(), STAR, lines, week)
    split = explain_value(shop(), shop().entry("shop", 8), of_segments, week)

    page = (DOCS / "drivers.md").read_text(encoding="utf-8")
    assert f"```text\n{why_text(found)}\n```" in page
    assert f"```text\n{why_text(split)}\n```" in page
