"""Names of types."""

from __future__ import annotations

from core.quality.types import type_name


def test_engines_and_authors_mean_the_same_types() -> None:
    assert {type_name(text) for text in ("BIGINT", "int8", "bigint")} == {"bigint"}
    assert {type_name(text) for text in ("VARCHAR(20)", "text", "bpchar")} == {"text"}
    assert {type_name(text) for text in ("TIMESTAMP WITH TIME ZONE", "timestamptz")} == {
        "timestamptz"
    }
    assert type_name("DECIMAL(10,2)") == "numeric"
    assert type_name("uuid") == "uuid"
