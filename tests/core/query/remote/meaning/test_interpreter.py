"""Each part of a query gets its kind, or is named as not proven."""

from __future__ import annotations

from tests.core.query.remote.forms import findings


def test_a_function_without_a_rule_is_named() -> None:
    assert findings("gcd(i, j)") == ["gcd(…)"]


def test_each_unproven_part_is_found() -> None:
    assert len(findings("gcd(i, j), lcm(i, j)")) == 2
