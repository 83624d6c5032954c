"""The door to the judgement of portability."""

from __future__ import annotations

from core.query.portability import find_obstacle


def test_a_plain_count_is_portable_and_a_padded_text_is_not() -> None:
    types = {"stg.t": {"id": "bigint", "code": "character(8)"}}

    assert find_obstacle("SELECT count(id) AS value FROM stg.t", types) == ""
    assert find_obstacle("SELECT count(code) AS value FROM stg.t", types) == (
        "stg.t.code, which is character(8)"
    )
