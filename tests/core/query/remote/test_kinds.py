"""Kinds of values, by the types of columns and by what meets."""

from __future__ import annotations

import pytest

from core.query.remote.kinds import Unproven, ValueKind, kind_of_type, type_name_of, unify


@pytest.mark.parametrize(
    ("type_name", "kind"),
    [
        ("integer", "int"),
        ("numeric(12,2)", "decimal"),
        ("numeric(38,18)", "quotient"),  # more digits than every engine keeps
        ("numeric", "quotient"),
        ("character varying(20)", "text"),
        ("timestamp(3) without time zone", "timestamp"),
        ("timestamp with time zone", "timestamptz"),
    ],
)
def test_a_type_has_a_kind(type_name: str, kind: ValueKind) -> None:
    assert kind_of_type(type_name) == kind


def test_other_types_are_refused() -> None:
    with pytest.raises(Unproven, match="a column of the type jsonb"):
        kind_of_type("jsonb")


def test_what_meets_becomes_the_wider_kind() -> None:
    assert unify("int", "decimal") == "decimal"
    assert unify("timestamp", "date") == "timestamp"
    assert unify("null", "text") == "text"
    assert unify("null", "unknown") == "unknown"
    with pytest.raises(Unproven, match="text beside int"):
        unify("text", "int")


def test_numbers_have_the_names_of_types_of_numbers() -> None:
    kinds: tuple[ValueKind, ...] = ("int", "bigint", "decimal", "quotient", "float", "boolean")
    assert [type_name_of(kind) for kind in kinds] == [
        *("integer", "bigint", "numeric", "numeric", "double precision", "boolean")
    ]
