"""ClickHouse's own forms."""

from __future__ import annotations

from tests.core.query.remote.forms import text_of


def test_text_is_counted_in_letters() -> None:
    assert text_of("length(x)", "clickhouse") == "toInt32(lengthUTF8(x))"
