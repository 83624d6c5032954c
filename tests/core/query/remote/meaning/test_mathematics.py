"""Functions of numbers that are written by means of others."""

from __future__ import annotations

import pytest

from tests.core.query.remote.forms import findings


@pytest.mark.parametrize(
    ("expression", "obstacle"),
    [
        ("trunc(n / 4, 1)", "trunc to digits of a fraction that is not exact; use round"),
        ("log(3, 9)", "a logarithm to this base; use ln(x) / ln(base)"),
        ("i & n", "i & n of something else than whole numbers"),
        ("width_bucket(n, i, 10, 5)", "width_bucket of this number or with these bounds; use CASE"),
        ("width_bucket(n, 10, 0, 5)", "width_bucket of this number or with these bounds; use CASE"),
        ("sign(x)", "sign(x) of text"),
    ],
)
def test_what_is_not_exact_is_refused(expression: str, obstacle: str) -> None:
    assert findings(expression) == [obstacle]
