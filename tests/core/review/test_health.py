"""The health of values, sources and runs."""

from __future__ import annotations

from core.review.document import ReviewList, plain_text
from core.review.facts import ReviewFacts
from core.review.health import health_blocks
from core.review.movements import movements_of
from tests.core.review.reviews import check, facts, past_run, weeks


def lines(found: ReviewFacts) -> dict[str, list[str]]:
    blocks: tuple[ReviewList, ...] = health_blocks(found, movements_of(found.lines))
    return {each.heading: [plain_text(item.text) for item in each.items] for each in blocks}


def test_all_is_well() -> None:
    found = facts(weeks([3, 4]), checks=[check("passed")], runs=[past_run(5)])

    assert lines(found) == {
        "Values": ["1 of 1 KPI are final."],
        "Sources": ["1 of 1 check on 1 source passed."],
        "Runs": ["1 of 1 run since the last review ended well."],
    }


def test_what_is_missing_blocked_or_failed_is_named() -> None:
    rows = weeks([3, None], outcome="withheld", reason="stg.forms: too few rows")
    runs = [past_run(6), past_run(5, outcome="failed", message="kpi_06: timeout")]
    found = lines(facts(rows, checks=[check("blocked", message="too few")], runs=runs))

    assert found["Values"][1] == "KPI 6: stg.forms: too few rows"
    assert found["Sources"][1] == "stg.forms, fresh: blocked, too few"
    assert found["Runs"][1] == "The run of Mon 16 Nov 2026, 06:00 failed: kpi_06: timeout"


def test_a_run_behind_the_deadline_is_late() -> None:
    found = lines(facts(weeks([3, 4]), runs=[past_run(8, 30)]))

    assert found["Runs"][1] == (
        "The first complete run of 2026-W46 ended Mon 16 Nov 2026, 09:30; it was due"
        " Mon 16 Nov 2026, 09:00."
    )


def test_many_bad_checks_are_counted() -> None:
    checks = [check("warned", f"c{index:02}") for index in range(12)]

    assert lines(facts(checks=checks))["Sources"][-1] == ("2 more; scorecard quality lists all.")


def test_a_scorecard_without_checks_says_so() -> None:
    assert lines(facts())["Sources"] == ["No source of this scorecard has a check."]
