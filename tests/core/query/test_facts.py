"""What a query reads of its tables."""

from __future__ import annotations

from core.query.facts import EVERY_COLUMN, SqlFacts


def test_the_columns_read_are_those_it_mentions_or_all() -> None:
    assert SqlFacts(columns=("a", "b")).columns_read == {"a", "b"}
    assert SqlFacts(columns=("a", "b"), star=True).columns_read == {EVERY_COLUMN}
