"""Changes of breakdowns as sentences."""

from __future__ import annotations

from core.analysis.breakdown import explain_segments
from core.analysis.lines import stored_lines
from core.model import Row, parse_period
from tests.catalogues import entry
from tests.core.analysis.segments import NEW, OLD, counts, shares


def sentences(*rows: Row, adds: str = "") -> tuple[str, ...]:
    kpi = entry(1, name="Deals", field="deals", adds=adds)
    return explain_segments(kpi, stored_lines(rows), parse_period(NEW)).sentences


def test_segments_of_a_mean_name_values_and_shares() -> None:
    old = shares(OLD, low=(50, 500), high=(150, 500))
    found = sentences(*old, *shares(NEW, low=(60, 600), high=(160, 400)))

    assert found[2:] == (
        "+3.1 pp from high, which went from 30.0% to 40.0%; its share went from 50% to 40%.",
        "-1.1 pp from low, which stayed at 10.0%; its share went from 50% to 60%.",
    )


def test_few_cases_are_said_with_their_interval() -> None:
    old = shares(OLD, few=(10, 20), many=(30, 300))
    found = sentences(*old, *shares(NEW, few=(3, 20), many=(30, 300)))

    assert found[2] == (
        "-2.2 pp from few: 3 of 20, which may mean 5.2% to 36.0%, too few to tell;"
        " its share went from 6% to 6%."
    )


def test_new_segments_and_those_that_are_gone_are_said() -> None:
    found = sentences(*counts(OLD, a=90, b=10), *counts(NEW, a=90, c=30), adds="sum")

    assert found == (
        "Deals rose by 20 (+20.0%) to 120 in 2026-W46, against 2026-W45.",
        "+30 from c, which is new, with 25% of the whole.",
        "-10 from b, which is gone; it had 10% of the whole.",
    )
