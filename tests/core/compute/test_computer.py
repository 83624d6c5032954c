"""What a query's result means, and what its parameters stand for."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from core.catalog.parameters import parameters
from core.compute.computer import Computed, interpret
from core.compute.outcome import same_outcome
from core.errors import QueryError
from core.model.period import parse_period
from core.query.result import Result
from tests.project import catalogue_of, kpi_text, runner_text

BERLIN = ZoneInfo("Europe/Berlin")


def result(columns: str, *rows: tuple[Any, ...]) -> Result:
    return Result(tuple(columns.split(", ")), list(rows))


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (0, 0.0),
        (-3, -3.0),
        (2.5, 2.5),
        (Decimal("12.340"), 12.34),
        (Decimal("1E+40"), 1e40),
        (10**30, 1e30),
    ],
)
def test_every_number_is_a_value(found: object, expected: float) -> None:
    assert interpret(result("value", (found,))) == (Computed("", "value", expected),)


@pytest.mark.parametrize(
    "found", [float("nan"), float("inf"), float("-inf"), Decimal("NaN"), Decimal("Infinity")]
)
def test_what_is_not_finite_is_no_value(found: object) -> None:
    (computed,) = interpret(result("value", (found,)))

    assert (computed.outcome, computed.value) == ("none", None)
    assert computed.reason == f"the result is not finite ({found}); was something divided by zero?"


def test_null_is_no_value_but_keeps_its_parts() -> None:
    assert interpret(result("value, numerator, denominator", (None, 0, 0))) == (
        Computed("", "none", None, 0.0, 0.0, "the query returned NULL"),
    )


def test_no_row_is_no_value() -> None:
    assert interpret(result("value")) == (
        Computed(outcome="none", reason="the query returned no row"),
    )
    assert interpret(result("field, value")) == (
        Computed(outcome="none", reason="the query returned no row"),
    )


def test_a_numerator_and_a_denominator_come_with_the_value() -> None:
    assert interpret(result("numerator, value, denominator", (1, Decimal("0.25"), 4))) == (
        Computed("", "value", 0.25, 1.0, 4.0),
    )


def test_labels_are_text_whatever_they_were() -> None:
    found = interpret(
        result(
            "field, value",
            (" North ", 1),
            (None, 2),
            (7, 3),
            (date(2026, 11, 9), 4),
            (True, 5),
            ("ä", None),
        )
    )

    assert {each.field: each.value for each in found} == {
        "North": 1,
        "(blank)": 2,
        "7": 3,
        "2026-11-09": 4,
        "True": 5,
        "ä": None,
    }


@pytest.mark.parametrize(
    ("found", "message"),
    [
        (
            result("count", (1,)),
            "the query returned no column named value, but count; name it with AS value",
        ),
        (
            result("value, total", (1, 2)),
            (
                "the query returned the column total beside value; return field, value, numerator,"
                " denominator only"
            ),
        ),
        (result("value, value", (1, 2)), "the query returned the column value beside value"),
        (
            result("value", (1,), (2,)),
            "the query returned 2 rows; return one, or label them with a column field",
        ),
        (
            result("field, value", ("a", 1), ("a ", 2)),
            "the query returned the field 'a' more than once; group by field",
        ),
        (
            result("field, value", (None, 1), ("(blank)", 2)),
            "the query returned the field '(blank)' more than once",
        ),
        (result("value", ("12",)), "the query returned text ('12') as value; return a number"),
        (
            result("value", (True,)),
            "the query returned the truth value True as value; cast it: value::int",
        ),
        (
            result("value", (date(2026, 1, 1),)),
            "the query returned a date ('2026-01-01') as value; return a number",
        ),
        (
            result("value, numerator", (1, "x")),
            "the query returned text ('x') as numerator; return a number",
        ),
        (result("value", ([1],)), "the query returned a list ('[1]') as value; return a number"),
        (
            result("value", ("x" * 99,)),
            f"the query returned text ({'x' * 40!r}) as value; return a number",
        ),
        (result("value", (timedelta(1),)), "the query returned a timedelta"),
    ],
)
def test_what_no_kpi_may_return_is_refused_in_words(found: Result, message: str) -> None:
    with pytest.raises(QueryError) as caught:
        interpret(found)
    assert str(caught.value).startswith(message)


def test_two_results_are_alike_where_all_their_numbers_are() -> None:
    one = (Computed("", "value", 0.1 + 0.2, 1.0, 3.0),)

    assert same_outcome(one, (Computed("", "value", 0.3, 1.0, 3.0),))
    assert not same_outcome(one, (Computed("", "value", 0.3, 2.0, 3.0),))
    assert not same_outcome(one, (Computed("", "value", 0.3, 1.0, None),))
    assert not same_outcome(one, ())


def params(
    root: Path, period: str, now: str = "2027-06-01T00:00Z", **attributes: Any
) -> dict[str, Any]:
    catalogue = catalogue_of(root, {"success/kpi_01.py": kpi_text(**attributes)})
    return parameters(
        catalogue.entry("success", 1), parse_period(period), catalogue, datetime.fromisoformat(now)
    )


def test_a_week_is_from_monday_to_monday_in_business_time(tmp_path: Path) -> None:
    assert params(tmp_path, "2026-W46") == {
        "start": datetime(2026, 11, 9, tzinfo=BERLIN),
        "end": datetime(2026, 11, 16, tzinfo=BERLIN),
        "first_day": date(2026, 11, 9),
        "last_day": date(2026, 11, 15),
        "period_start": datetime(2026, 11, 9, tzinfo=BERLIN),
        "period_end": datetime(2026, 11, 16, tzinfo=BERLIN),
        "cut_off": datetime(2026, 11, 16, 6, tzinfo=BERLIN),
    }


def test_a_longer_range_begins_earlier_and_ends_with_the_period(tmp_path: Path) -> None:
    found = params(tmp_path, "2027-W01", range="4 weeks")

    assert (found["first_day"], found["last_day"]) == (date(2026, 12, 14), date(2027, 1, 10))
    assert found["start"] == datetime(2026, 12, 14, tzinfo=BERLIN)
    assert found["period_start"] == datetime(2027, 1, 4, tzinfo=BERLIN)
    assert found["end"] == found["period_end"]


def test_a_month_range_may_cross_years(tmp_path: Path) -> None:
    found = params(tmp_path, "2027-01", cadence="monthly", range="3 months")

    assert (found["first_day"], found["last_day"]) == (date(2026, 11, 1), date(2027, 1, 31))


@pytest.mark.parametrize(
    ("period", "hours"), [("2026-W13", 167), ("2026-W43", 169), ("2026-W46", 168)]
)
def test_a_week_has_as_many_hours_as_the_clock_gave_it(
    tmp_path: Path, period: str, hours: int
) -> None:
    found = params(tmp_path, period)

    assert found["end"].timestamp() - found["start"].timestamp() == hours * 3600


def test_data_count_until_the_schedule_publishes_or_until_now_while_the_period_lasts(
    tmp_path: Path,
) -> None:
    assert params(tmp_path, "2026-W46", "2026-11-11T12:00Z")["cut_off"] == datetime(
        2026, 11, 11, 13, tzinfo=BERLIN
    )
    assert params(tmp_path, "2026-W46", "2026-11-16T05:30Z")["cut_off"] == datetime(
        2026, 11, 16, 6, tzinfo=BERLIN
    )


def test_a_cadence_without_a_schedule_is_cut_off_at_its_end(tmp_path: Path) -> None:
    catalogue = catalogue_of(
        tmp_path,
        {"success/kpi_01.py": kpi_text()},
        runners={"success": runner_text("success", schedule={})},
    )
    entry = catalogue.entry("success", 1)
    found = parameters(
        entry, parse_period("2026-W46"), catalogue, datetime.fromisoformat("2027-01-01T00:00Z")
    )

    assert found["cut_off"] == datetime(2026, 11, 16, tzinfo=BERLIN)
