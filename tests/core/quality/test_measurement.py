"""The measurement of checks, and what one that fails does to the others."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from core.errors import QueryError
from core.kpi import missing, unique
from core.model import SourceCheck
from core.quality.measurement import measure_source
from core.query import Result

GOOD, BAD = unique("order_id"), missing("region", 0)


def test_one_row_has_the_counts_of_all_checks() -> None:
    def ask(_: Sequence[SourceCheck]) -> Result:
        columns = ("rows", "newest", "found0", "of0")
        return Result(columns, [(10, 1_763_265_600, 3, 10)])

    measured = measure_source((GOOD,), ask, list)

    assert measured.rows == 10
    assert measured.newest == datetime(2025, 11, 16, 4, tzinfo=UTC)
    assert measured.counts == {GOOD: (3.0, 10.0)}


def test_a_check_that_fails_is_found_by_asking_each_alone() -> None:
    recovered = []

    def ask(checks: Sequence[SourceCheck]) -> Result:
        if BAD in checks:
            raise QueryError("column region does not exist")
        return Result(("rows", "found0", "of0"), [(10, 0, 10)])

    measured = measure_source((GOOD, BAD), ask, lambda: recovered.append(1))

    assert measured.counts == {GOOD: (0.0, 10.0)}
    assert measured.faults == {BAD: "column region does not exist"}
    assert len(recovered) == 2


def test_a_source_that_cannot_be_read_has_a_fault() -> None:
    def ask(_: Sequence[SourceCheck]) -> Result:
        raise QueryError("relation stg.orders does not exist")

    measured = measure_source((GOOD, BAD), ask, list)

    assert measured.fault == "relation stg.orders does not exist"
    assert set(measured.faults) == {GOOD, BAD}
