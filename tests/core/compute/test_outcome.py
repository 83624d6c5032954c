"""The meaning of a query's result."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from core.compute.outcome import Computed, interpret, same_outcome
from core.errors import QueryError
from core.query.result import Result


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
        (2**53, 9007199254740992.0),
        (-(2**53), -9007199254740992.0),
        (Decimal("12345678901234.567"), 12345678901234.567),
        (2.0**60, 2.0**60),
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


@pytest.mark.parametrize("blank", ["", "  ", "\u00a0\t"])
def test_a_blank_label_is_no_total(blank: str) -> None:
    found = interpret(result("field, value", ("small", 97), (blank, 3)))

    assert [(each.field, each.value) for each in found] == [("(blank)", 3), ("small", 97)]


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
            result("field, value", *((number, 1) for number in range(10_001))),
            "the query returned more than 10,000 rows; return one row, or fewer labels",
        ),
        (
            result("field, value", ("", 1), (None, 2)),
            "the query returned the field '(blank)' more than once, because NULL and blank text",
        ),
        (
            result("field, value", ("a", 1), ("b\0", 2)),
            r"the query returned the label 'b\x00', which has a control character",
        ),
        (
            result("value", (2**53 + 1,)),
            "the query returned 9007199254740993 as value, of which a sheet keeps 15 digits only;"
            " scale it, e.g. to thousands",
        ),
        (
            result("value, numerator", (1, Decimal(-(2**60)))),
            "the query returned -1152921504606846976 as numerator, of which a sheet keeps",
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
