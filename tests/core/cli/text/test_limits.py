"""Process limits as people read them."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from core.cli.text.compared import compared_rows
from core.cli.text.comparison import beside_text, compared_text
from core.cli.text.limits import limits_lines
from core.model import Better, Row
from tests.core.model.test_limits import BASE as RECORDED
from tests.core.publish.samples import FORMS
from tests.core.status.rows import run_of

BASE = [9, 11] * 10
LIMITS = "limits 4.7 to 15.3 around 10, locked on 20 weeks from 2026-W01 to 2026-W20"


def lines(rows: list[Row], better: Better = "higher") -> list[str]:
    definition = replace(FORMS, kpi_number=1, better=better)
    (found,) = compared_rows(rows[-1:], rows, {}, {1: definition})
    return list(limits_lines(found))


@pytest.mark.parametrize(
    ("value", "better", "expected"),
    [
        (12, "higher", "common cause"),
        (20, "higher", "improvement: above the upper limit"),
        (20, "lower", "concern: above the upper limit"),
        (20, "neutral", "unusual: above the upper limit"),
    ],
)
def test_a_value_is_judged_by_its_limits(value: float, better: Better, expected: str) -> None:
    assert lines(run_of("2026-W01", *BASE, value), better) == [f"{LIMITS}: {expected}"]


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        (4.0, "the target ≥ 4 is met by every value within these limits"),
        (
            12.0,
            "the target ≥ 12 lies within these limits: it is met by some values and missed by"
            " others",
        ),
        (30.0, "the target ≥ 30 is out of reach: it lies beyond these limits"),
    ],
)
def test_a_target_lies_inside_or_beyond_the_limits(target: float, expected: str) -> None:
    rows = run_of("2026-W01", *BASE, 12, target=target, better="higher")
    assert lines(rows)[1] == expected


def test_limits_that_are_not_locked_say_so_and_few_values_have_none() -> None:
    (found,) = lines(run_of("2026-W01", *BASE[:12]))
    assert found == (
        "limits 4.7 to 15.3 around 10, from 12 weeks from 2026-W01 to 2026-W12, not locked before"
        " 20: common cause"
    )
    assert lines(run_of("2026-W01", *BASE[:9])) == []


def test_show_has_the_limits_beneath_and_values_the_sign_in_the_note() -> None:
    rows = run_of("2026-W01", *BASE, 20)
    found = compared_rows(rows[-1:], rows, {}, {1: replace(FORMS, kpi_number=1, better="lower")})
    assert beside_text(found).splitlines()[-1] == f"{LIMITS}: concern: above the upper limit"
    assert compared_text(found, "table", {}).endswith("concern: above the upper limit")


def test_a_recorded_base_names_the_values_that_were_corrected_since() -> None:
    rows = run_of("2026-W01", *BASE, 12)
    values = {str(each.period): each.value for each in rows[:20]}
    recorded = replace(
        RECORDED,
        kpi_number=1,
        field_name="deals",
        field_details="",
        first_period="2026-W01",
        last_period="2026-W20",
        base_values=json.dumps(values),
    )
    rows[4] = replace(rows[4], value=90.0)
    definition = replace(FORMS, kpi_number=1, better="higher")
    (found,) = compared_rows(rows[-1:], rows, {}, {1: definition}, [recorded])
    assert list(limits_lines(found)) == [f"{LIMITS} (since corrected: 2026-W05): common cause"]
