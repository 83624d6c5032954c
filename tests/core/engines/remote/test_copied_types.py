"""The columns that are copied of a remote table."""

from __future__ import annotations

import pytest

from core.engines import Snapshot, TableCopy
from core.engines.remote.copied_types import choose_columns
from core.errors import CopyLimitError
from core.query import ALL_ROWS, EVERY_COLUMN
from tests.core.engines.remote.conftest import TYPES

ODD = {"props": "struct<k: int64>", "id": "bigint", "tags": "text[]", "n": "numeric(38,2)"}


@pytest.mark.parametrize(
    ("columns", "chosen"),
    [({"id", "tags"}, ["id", "tags"]), (set(), ["id"]), ({"n"}, ["n"]), ({"nope"}, ["id"])],
)
def test_only_what_is_wanted_is_copied(columns: set[str], chosen: list[str]) -> None:
    assert list(choose_columns("s.t", ODD, columns)) == chosen


@pytest.mark.parametrize("kind", ["struct<k: int64>", "jsonb", "numeric(76,38)", "numeric", "inet"])
def test_a_column_that_duckdb_lacks_is_named(kind: str) -> None:
    with pytest.raises(CopyLimitError, match=r"^s\.t has the column x of the type") as caught:
        choose_columns("s.t", {"id": "bigint", "x": kind}, {EVERY_COLUMN})
    assert kind in str(caught.value)


def test_a_table_of_which_nothing_can_be_copied_is_named() -> None:
    with pytest.raises(CopyLimitError, match="no column that can be copied"):
        choose_columns("s.t", {"props": "jsonb"}, set())


def test_every_type_of_the_sample_is_held(snapshot: Snapshot) -> None:
    snapshot.extract("shop.orders", TableCopy(frozenset(TYPES), ALL_ROWS))

    assert snapshot.local().execute("SELECT count(*) FROM shop.orders").rows == [(3,)]
