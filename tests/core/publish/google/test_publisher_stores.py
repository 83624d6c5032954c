"""Another store, or an almost empty one, does not overwrite a spreadsheet."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.errors import PublishError
from core.model.records import Row
from tests.core.publish.google.weeks import TWO, expected, weeks
from tests.spreadsheets import Office

FOREIGN = (
    r"^SUCCESS_SHEET: spreadsheet \S+: it was filled from another store, and nothing was written;"
    r" check SCORECARD_WAREHOUSE, or run scorecard publish --force$"
)
EMPTIED = "only 2 of the 92 numbers shown would remain, and nothing was written"


def other_store(office: Office) -> Office:
    """Return the same spreadsheet, published to from a store of one week."""
    other = replace(office, url=f"duckdb:///{office.root / 'other.duckdb'}")
    other.store(weeks(TWO, first=46), TWO)
    return other


def emptied() -> list[Row]:
    return [replace(row, value=None, outcome="none") for row in weeks(TWO, last=45)]


def marks(office: Office) -> list[str]:
    return [entry.value for entry in office.emulator.workbook(office.book).metadata]


def forget_store(office: Office) -> None:
    """Shorten the mark to that of an earlier version."""
    book = office.emulator.workbook(office.book)
    book.metadata = tuple(
        replace(entry, value=entry.value.rpartition(":")[0]) for entry in book.metadata
    )


def test_another_store_is_refused_until_force(published: Office) -> None:
    other = other_store(published)

    with pytest.raises(PublishError, match=FOREIGN):
        other.publish()

    assert published.asked() == (2, 0)  # it does not know the titles of our tabs
    assert published.values() == expected(TWO)
    planned = other.publish(plan_only=True)
    assert planned.faults[0].endswith("or run scorecard publish --force")
    assert other.publish(force=True).written
    assert not other.publish().written
    with pytest.raises(PublishError, match=FOREIGN):
        published.publish()


def test_a_store_that_would_empty_most_is_refused_until_force(published: Office) -> None:
    published.store(emptied())

    with pytest.raises(PublishError, match=EMPTIED):
        published.publish()

    assert published.values() == expected(TWO)
    published.publish(force=True)
    emptied_cells = dict.fromkeys(expected(TWO, last=45), "no data")
    assert published.values() == emptied_cells | expected(TWO, first=46)


def test_a_spreadsheet_of_an_earlier_version_takes_on_the_store(published: Office) -> None:
    identity = marks(published)[0].rpartition(":")[2]
    forget_store(published)

    assert published.publish().written
    assert [mark.rpartition(":")[2] for mark in marks(published)] == [identity]
    assert not published.publish().written


def test_a_spreadsheet_of_an_earlier_version_is_not_emptied(published: Office) -> None:
    forget_store(published)
    published.store(emptied())

    with pytest.raises(PublishError, match=EMPTIED):
        published.publish()


def test_on_postgresql_as_on_duckdb(published: Office, postgres_url: str) -> None:
    other = replace(published, url=postgres_url)
    other.store(weeks(TWO, first=46), TWO)

    with pytest.raises(PublishError, match=FOREIGN):
        other.publish()
