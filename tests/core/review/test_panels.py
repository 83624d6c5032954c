"""The panel of each KPI."""

from __future__ import annotations

from core.review.document import plain_text
from core.review.facts import ReviewFacts
from core.review.movements import movements_of
from core.review.panels import kpi_panels
from tests.core.review.reviews import facts, kpi, weeks
from tests.rows import row


def panel(found: ReviewFacts) -> tuple[str, str, list[str]]:
    (made,) = kpi_panels(movements_of(found.lines)).panels
    return plain_text(made.value), made.status, [plain_text(fact) for fact in made.facts]


def test_a_panel_has_value_status_changes_target_and_owner() -> None:
    value, status, about = panel(facts(weeks([4, 5], target=4.0, better="higher")))

    assert (value, status) == ("5", "★ exceeds")
    assert about[0] == "vs W45 +1 (+25.0%)"
    assert "target ≥ 4" in about
    assert about[-1] == "owner ana"


def test_a_panel_without_a_value_says_why() -> None:
    value, status, about = panel(facts(weeks([4, None], outcome="failed", reason="timeout")))

    assert (value, status) == ("failed", "failed")
    assert about[0] == "timeout"


def test_a_breakdown_that_has_no_total_shows_its_parts_the_greatest_first() -> None:
    rows = [row(float(size), f"part {size}") for size in range(1, 11)]
    value, status, about = panel(facts(rows, entries=[kpi(6, field="forms")]))

    assert (value, status) == ("", "by field")
    assert about[1:3] == ["part 10 10", "part 9 9"]
    assert about[-1] == "and 2 more"


def test_panels_are_always_in_the_same_order() -> None:
    rows = [*weeks([1, 50], 9), *weeks([1, 2], 3)]
    made = kpi_panels(movements_of(facts(rows, [9, 3]).lines))

    assert [each.anchor for each in made.panels] == ["kpi-03", "kpi-09"]
