"""Kinds of values, and what becomes of two of them together."""

from __future__ import annotations

import pytest

from core.query.parse.portable.kinds import (
    Kind,
    NotPortable,
    arithmetic,
    kind_of_column,
    quotient,
    require_comparable,
    unify,
)


@pytest.mark.parametrize(
    ("type_name", "kind"),
    [
        ("smallint", "int"),
        ("bigint", "bigint"),
        ("numeric(12,2)", "decimal"),
        ("numeric(39,2)", None),
        ("numeric", None),
        ("real", None),
        ("character varying(20)", "text"),
        ("character(8)", None),
        ("text of a nondeterministic collation", None),
        ("timestamp(3) without time zone", "timestamp"),
        ("timestamp without time zone", "timestamp"),
        ("stg.mood", None),
        ("integer[]", None),
    ],
)
def test_a_column_has_a_kind_if_every_value_of_it_is_copied_exactly(
    type_name: str, kind: Kind | None
) -> None:
    assert kind_of_column(type_name) == kind


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("int", "bigint", "bigint"),
        ("decimal", "int", "decimal"),
        ("float", "int", "float"),
        ("float", "decimal", "approximate"),
        ("null", "text", "text"),
        ("date", "timestamptz", "timestamptz"),
    ],
)
def test_two_kinds_of_one_column_become_the_wider_one(one: Kind, other: Kind, kind: Kind) -> None:
    assert unify(one, other) == unify(other, one) == kind


def test_text_beside_a_number_has_no_kind() -> None:
    with pytest.raises(NotPortable, match="text beside int"):
        unify("text", "int")


def test_what_is_equal_to_within_rounding_is_never_compared() -> None:
    with pytest.raises(NotPortable, match="a comparison of approximate with float"):
        require_comparable("approximate", "float")


def test_a_whole_numeric_is_not_divided_by_a_whole_number() -> None:
    # PostgreSQL keeps the fraction, DuckDB drops it.
    with pytest.raises(NotPortable, match="whole numeric"):
        quotient("whole", "int")
    assert quotient("int", "bigint") == "bigint"
    assert quotient("whole", "float") == "approximate"
    assert arithmetic("whole", "int") == "whole"
