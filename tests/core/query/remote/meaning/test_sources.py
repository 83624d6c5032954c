"""Names mean the relations here, or those around."""

from __future__ import annotations

import pytest

from core.query.remote.kinds import Unproven
from core.query.remote.meaning.sources import QueryNames


def test_a_column_is_found_here_or_around() -> None:
    outer = QueryNames(relations={"o": {"id": "int"}})
    inner = QueryNames(relations={"u": {"day": "date"}}, outer=outer)

    assert inner.kind("", "day") == "date"
    assert inner.kind("o", "id") == "int"


def test_a_relation_without_types_may_have_any_column() -> None:
    assert QueryNames(relations={"t": None}).kind("", "x") == "unknown"


def test_a_column_that_is_nowhere_is_left_to_the_engine() -> None:
    assert QueryNames(relations={"t": {}}).kind("t", "x") == "unknown"


def test_a_table_is_not_confused_with_another_of_its_name() -> None:
    inner = QueryNames(relations={"u": {"id": "int"}}, hidden={"t"}, outer=QueryNames({"t": {}}))

    with pytest.raises(Unproven, match="give both an alias"):
        inner.kind("t", "id")
