"""At most seven sentences, by rule."""

from __future__ import annotations

from dataclasses import replace

from core.review.changes import MOST_SENTENCES, change_items
from core.review.document import ReviewItem, plain_text
from core.review.facts import ReviewFacts
from core.review.movements import movements_of
from tests.core.review.reviews import RUNNER, facts, weeks
from tests.core.review.test_north_star import CHANGE

STEADY = [10, 12] * 12
PLAIN = replace(RUNNER, review=None)


def sentences(found: ReviewFacts) -> list[str]:
    return [plain_text(item.text) for item in items(found)]


def items(found: ReviewFacts) -> tuple[ReviewItem, ...]:
    return change_items(found, movements_of(found.lines))


def test_the_north_star_is_first_and_the_rest_is_counted() -> None:
    rows = [*weeks(STEADY, 5), *weeks([4, 5], 6), *weeks([*STEADY, 30], 7)]

    star, unusual, rest = sentences(facts(rows, [5, 6, 7]))

    assert star == "KPI 6 rose to 5 from 4, +1 (+25.0%)."
    assert unusual.startswith("KPI 7 rose to 30 from 12, +18 (+150.0%); unusually high, ")
    assert unusual.endswith(" is expected.")
    assert rest == "1 other KPI moved as is usual for it."


def test_the_north_star_says_what_moved_it() -> None:
    assert sentences(facts(weeks([4, 6]), change=CHANGE)) == [
        "KPI 6 rose to 6 from 4, +2 (+50.0%); +2.5 from Clients."
    ]


def test_a_status_that_changed_is_said_with_the_one_before() -> None:
    rows = weeks([0.9, 0.4], unit="percent", target=0.8, better="higher")

    assert sentences(facts(rows)) == [
        "KPI 6 fell to 40.0% from 90.0%, -50.0 pp; target ≥ 80.0%: critical, was exceeds."
    ]


def test_a_missing_value_is_said_with_its_reason_and_owner() -> None:
    rows = weeks([3, None], outcome="failed", reason="timeout\nafter 60 s")
    (item,) = items(facts(rows, runner=PLAIN))

    assert plain_text(item.text) == "KPI 6 has no value for 2026-W46: timeout after 60 s."
    assert plain_text(item.remark) == "ana"


def test_no_more_than_seven_sentences_are_said_and_the_furthest_from_usual_first() -> None:
    numbers = range(1, 12)
    rows = [each for number in numbers for each in weeks([*STEADY, 30 + number], number)]
    found = sentences(facts(rows, numbers, runner=PLAIN))

    assert len(found) == MOST_SENTENCES
    assert found[0].startswith("KPI 11 rose to 41")
    assert found[-1] == "5 other KPIs further below under exceptions."


def test_what_may_still_change_is_said() -> None:
    from datetime import date

    rows = weeks([4, 5], provisional_until=date(2026, 11, 30))
    (item,) = items(facts(rows))

    assert plain_text(item.remark) == "ana · may still change until 30 Nov 2026"


def test_each_number_keeps_the_key_of_its_value() -> None:
    from core.review.document import numbers_of

    found = items(facts(weeks([4, 5])))

    assert [(each.text, str(each.key), each.kind) for each in numbers_of(found)] == [
        ("5", "success/kpi_06 2026-W46", "value"),
        ("4", "success/kpi_06 2026-W45", "value"),
        ("+1", "success/kpi_06 2026-W46", "change"),
        ("+25.0%", "success/kpi_06 2026-W46", "change"),
    ]
