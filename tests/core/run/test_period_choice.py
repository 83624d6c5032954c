"""The period that a person names for a KPI."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from core.errors import UsageError
from core.run.period_choice import choose_period
from tests.catalogues import catalogue_with, entry

# In Berlin it is Monday already.
NOW = datetime(2026, 11, 15, 23, 30, tzinfo=UTC)
FORMS = entry(6)


@pytest.mark.parametrize(("text", "expected"), [("last", "2026-W46"), ("2026-W40", "2026-W40")])
def test_last_is_the_latest_period_that_has_ended_by_the_business_clock(
    text: str, expected: str
) -> None:
    assert str(choose_period(catalogue_with(FORMS), FORMS, text, NOW)) == expected


def test_a_period_of_another_cadence_is_refused_with_an_example() -> None:
    with pytest.raises(UsageError, match="is weekly, but 2026-11 is not; name a period such as 20"):
        choose_period(catalogue_with(FORMS), FORMS, "2026-11", NOW)
