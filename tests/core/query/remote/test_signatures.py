"""A construct is what a part does, with which kinds of values."""

from __future__ import annotations

from core.query.remote.signatures import signatures
from core.query.remote.statement import interpret
from tests.core.query.remote.engines import TYPES


def test_constructs_name_function_and_kinds() -> None:
    tree, _ = interpret(
        "SELECT sum(n) / count(*) AS value FROM stg.t WHERE d > '2026-01-01'", TYPES
    )

    assert {name for name, _ in signatures(tree)} == {
        "Select()",
        "Div(decimal, bigint)",
        "Sum(decimal)",
        "Count()",
        "GT(date)",
        "Cast to date(text)",
    }
