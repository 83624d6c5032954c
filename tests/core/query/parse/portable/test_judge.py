"""A judge of one expression."""

from __future__ import annotations

import pytest
from sqlglot import exp, parse_one

from core.query.parse.portable.judge import Judge
from core.query.parse.portable.kinds import NotPortable


def test_an_expression_without_a_rule_is_not_portable() -> None:
    judge = Judge({exp.Column: lambda _, __: "int"}, lambda _: "int", lambda _: ())

    assert judge.kind(parse_one("a")) == "int"
    with pytest.raises(NotPortable, match=r"LOWER: LOWER\(a\)"):
        judge.kind(parse_one("lower(a)"))
