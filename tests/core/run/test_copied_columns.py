"""The columns that a run copies for checks."""

from __future__ import annotations

import pytest

from core.catalog import SourceTerms
from core.kpi import columns, holds, missing, unique
from core.model import SourceCheck
from core.run.copied_columns import add_checked_columns

TYPES = {"stg.orders": {"id": "bigint", "at": "timestamp with time zone", "price": "numeric"}}


@pytest.mark.parametrize(
    ("checks", "copied"),
    [
        ([unique("ID")], {"client", "id", "at"}),
        ([columns(["id", "price"])], {"client", "at"}),
        ([unique("id"), missing("price", 0)], {"client"}),  # its digits may not fit
        ([missing("gone", 0)], {"client"}),
        ([unique("id"), holds("id > 0")], {"client"}),
    ],
)
def test_columns_that_checks_count_are_copied_too(
    checks: list[SourceCheck], copied: set[str]
) -> None:
    terms = {("table", "stg.orders"): SourceTerms("at", checks=tuple(checks))}
    needed = {"stg.orders": frozenset({"client"}), "stg.clients": frozenset({"id"})}

    found = add_checked_columns(needed, terms, TYPES)

    assert found == {"stg.orders": frozenset(copied), "stg.clients": frozenset({"id"})}


def test_a_table_copied_whole_stays_so() -> None:
    terms = {("table", "stg.orders"): SourceTerms(checks=(unique("id"),))}
    needed = {"stg.orders": frozenset({"*"})}
    assert add_checked_columns(needed, terms, TYPES) == needed
