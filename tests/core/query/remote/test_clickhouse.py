"""ClickHouse's own forms."""

from __future__ import annotations

import pytest

from core.errors import UntranslatableError
from tests.core.query.remote.forms import text_of


def test_text_is_counted_in_letters() -> None:
    assert text_of("length(x)", "clickhouse") == "lengthUTF8(x)"


def test_not_in_a_query_is_refused() -> None:
    with pytest.raises(UntranslatableError, match="not proven on ClickHouse; use NOT EXISTS"):
        text_of("i NOT IN (SELECT j FROM stg.t)", "clickhouse")
