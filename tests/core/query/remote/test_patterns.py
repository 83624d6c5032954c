"""Patterns that every engine reads alike."""

from __future__ import annotations

import pytest

from tests.core.query.remote.forms import findings


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        ("x ~ '\\d+'", "the regular expression"),
        ("x LIKE 'a\\_b'", "LIKE with an escaped sign; use strpos"),
        ("x LIKE g", "a computed pattern"),
        ("x ~ g", "a computed regular expression"),
        ("x COLLATE \"C\" ILIKE 'a'", "x COLLATE \"C\" ILIKE 'a', which ignores the case of A"),
    ],
)
def test_what_engines_read_differently_is_refused(expression: str, found: str) -> None:
    assert findings(expression)[0].startswith(found)
