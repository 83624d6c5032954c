"""ClickHouse's form of texts."""

from __future__ import annotations

import pytest

from core.errors import UntranslatableError
from tests.core.query.remote.forms import text_of


def test_a_part_that_is_not_found_is_null() -> None:
    assert text_of("substring(x FROM '(a+)b')", "clickhouse") == (
        "if(match(x, '(?s)(a+)b'), regexpExtract(x, '(?s)(a+)b', 1), NULL)"
    )


def test_the_code_of_a_sign_is_refused() -> None:
    with pytest.raises(UntranslatableError, match="takes bytes there"):
        text_of("ascii(x)", "clickhouse")
