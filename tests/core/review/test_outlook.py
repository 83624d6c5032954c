"""The outlook of the quarter, the most endangered first."""

from __future__ import annotations

from core.catalog import definition_of
from core.model import Row
from core.review.document import ReviewList, ReviewPart, plain_text
from core.review.facts import ReviewFacts
from core.review.movements import movements_of
from core.review.outlook import outlook_part
from tests.catalogues import catalogue_with
from tests.core.review.reviews import facts, kpi, weeks

GOAL = {"target": 10.0, "better": "higher"}


def part(found: ReviewFacts) -> ReviewPart:
    return outlook_part(found, movements_of(found.lines))


def with_targets(rows: list[Row], targets: dict[int, float]) -> ReviewFacts:
    """Return facts of KPIs whose values add up to a target, for better the more."""
    entries = [
        kpi(number, adds="sum", target=target, better="higher")
        for number, target in targets.items()
    ]
    definitions = {each.number: definition_of(catalogue_with(each), each) for each in entries}
    return facts(rows, entries=entries, definitions=definitions)


def test_without_a_target_that_adds_up_there_is_no_outlook() -> None:
    found = part(facts(weeks([9, 11] * 10, **GOAL)))

    assert found.blocks == ()
    assert found.nothing == "No KPI has a target over a quarter or a year."


def test_the_target_of_the_quarter_is_that_of_its_weeks() -> None:
    # The last quarter of 2026 has the fourteen weeks W40 to W53, of which seven are over.
    (block,) = part(with_targets(weeks([9, 11] * 10, **GOAL), {6: 10.0})).blocks

    assert isinstance(block, ReviewList)
    text = plain_text(block.items[0].text)
    assert text.startswith("KPI 6, 2026-Q4: ")
    assert "reach 140" in text
    assert "less than a year of values" in text


def test_the_most_endangered_target_comes_first() -> None:
    rows = [
        *weeks([9, 11] * 60, 5, **{**GOAL, "target": 5.0}),
        *weeks([9, 11] * 60, 6, **{**GOAL, "target": 50.0}),
    ]
    (block,) = part(with_targets(rows, {5: 5.0, 6: 50.0})).blocks

    assert isinstance(block, ReviewList)
    assert [plain_text(item.text)[:5] for item in block.items] == ["KPI 6", "KPI 5"]
    assert [item.tone for item in block.items] == ["watch", "good"]
