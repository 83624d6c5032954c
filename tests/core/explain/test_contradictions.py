"""Numbers as they are quoted when records contradict each other."""

from __future__ import annotations

import pytest

from core.explain.contradictions import number_text


@pytest.mark.parametrize(
    ("value", "text"), [(None, "no value"), (5.0, "5"), (0.1 + 0.2, "0.30000000000000004")]
)
def test_a_number_is_quoted_with_all_its_digits(value: float | None, text: str) -> None:
    assert number_text(value) == text
