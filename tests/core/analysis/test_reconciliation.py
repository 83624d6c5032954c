"""Trees beside the stored values of all periods."""

from __future__ import annotations

from core.analysis.lines import stored_lines
from core.analysis.reconciliation import Reconciliation, reconcile_tree
from core.kpi import Values
from core.model import Row
from tests.catalogues import catalogue_with, entry
from tests.core.status.rows import run_of

TOP = entry(1, name="Top", tree="a / b", drivers=(Values(2, name="a"), Values(3, name="b")))
CATALOGUE = catalogue_with(TOP, entry(2, name="A"), entry(3, name="B"))


def compared(*rows: list[Row]) -> Reconciliation:
    flat = [row for each in rows for row in each]
    return reconcile_tree(CATALOGUE, TOP, stored_lines(flat))


def of(number: int, name: str, *values: float | None) -> list[Row]:
    return run_of("2026-W44", *values, kpi_number=number, field_name=name)


def test_a_tree_that_makes_the_stored_values_explains_them() -> None:
    found = compared(of(1, "top", 2, 1 / 3), of(2, "a", 4, 1), of(3, "b", 2, 3))

    assert (found.compared, found.gaps) == (2, ())
    assert str(found) == "success/kpi_01: tree a / b explains all 2 stored periods"


def test_periods_that_it_does_not_explain_are_named_by_size() -> None:
    found = compared(of(1, "top", 5, 1, 7), of(2, "a", 4, 1, 4), of(3, "b", 2, 1, 2))

    assert [(str(gap.period), gap.value, gap.made) for gap in found.gaps] == [
        ("2026-W46", 7, 2),
        ("2026-W44", 5, 2),
    ]
    assert str(found) == (
        "success/kpi_01: tree a / b does not explain 2 of 3 stored periods: 2026-W46 7, +5 not"
        " explained, 2026-W44 5, +3 not explained; see scorecard why success 1 --period 2026-W46"
    )


def test_a_denominator_of_0_is_a_gap() -> None:
    found = compared(of(1, "top", 5), of(2, "a", 4), of(3, "b", 0))

    assert "2026-W44 (divides by 0)" in str(found)


def test_periods_without_all_values_are_not_compared() -> None:
    assert compared(of(1, "top", 5, 6, None), of(2, "a", 4, None, 1), of(3, "b")).compared == 0


def test_a_driver_that_does_not_exist_leaves_nothing_to_compare() -> None:
    rows = [*of(1, "top", 5), *of(2, "a", 4)]

    assert reconcile_tree(catalogue_with(TOP), TOP, stored_lines(rows)).compared == 0
