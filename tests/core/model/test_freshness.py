"""Which derived values are older than what they were made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from core.model.freshness import (
    DerivedValue,
    SourceRead,
    StaleValue,
    StoredLineage,
    StoredSeries,
    find_stale,
    fingerprint,
    period_text,
    with_staleness,
)
from core.model.period import Period, parse_period
from core.model.states import State
from tests.rows import row

FORMS: StoredSeries = ("success", 6, "forms", "week")
AVERAGE: StoredSeries = ("success", 5, "average", "2 weeks")
WORST: StoredSeries = ("leadership", 1, "worst", "week")
W45, W46 = parse_period("2026-W45"), parse_period("2026-W46")


def made_from(*values: float | None, last: Period = W46) -> str:
    """Return the fingerprint of values without a label, whose newest is that of `last`."""
    periods = [last.shift(index + 1 - len(values)) for index in range(len(values))]
    pairs = zip(periods, values, strict=True)
    return fingerprint([period_text(period.first_day, {"": value}) for period, value in pairs])


def texts(*values: float | None) -> Mapping[date, str]:
    periods = [W46.shift(index + 1 - len(values)) for index in range(len(values))]
    return {
        period.first_day: period_text(period.first_day, {"": value})
        for period, value in zip(periods, values, strict=True)
    }


def average(before: str, period: Period = W46) -> DerivedValue:
    return DerivedValue(AVERAGE, period, before, (SourceRead(FORMS),))


def test_a_value_made_from_what_is_stored_now_is_fresh() -> None:
    lineage = StoredLineage([average(made_from(6, 7))], {FORMS: texts(5, 6, 7)})

    assert find_stale(lineage) == {}


@pytest.mark.parametrize("now", [(6, 8), (5, 7), (7,), (None, 7), ()])
def test_a_value_is_stale_if_any_value_in_its_window_is_another(now: tuple[float]) -> None:
    lineage = StoredLineage([average(made_from(6, 7))], {FORMS: texts(*now)})

    assert find_stale(lineage) == {
        (AVERAGE, W46.first_day): StaleValue(AVERAGE, W46, ("success/kpi_06",))
    }


def test_a_period_without_a_value_is_like_one_without_a_row() -> None:
    lineage = StoredLineage([average(made_from(None, 7))], {FORMS: texts(7)})

    assert find_stale(lineage) == {}


def test_a_change_before_or_after_the_window_does_not_count() -> None:
    value = average(made_from(5, 6, last=W45), W45)

    assert find_stale(StoredLineage([value], {FORMS: texts(1, 5, 6, 2)})) == {}


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        (0.1 + 0.2, 0.3, True),
        (0.0, -0.0, True),
        (1e15, 1e15 + 1, False),
        (0.3, 0.3001, False),
    ],
)
def test_noise_of_floats_does_not_enter_a_fingerprint(
    one: float, other: float, is_same: bool
) -> None:
    assert (made_from(one) == made_from(other)) is is_same


def test_labels_of_a_breakdown_count_even_without_a_value() -> None:
    day = W46.first_day

    assert period_text(day, {"web": 1, "shop": 2}) == period_text(day, {"shop": 2, "web": 1})
    assert period_text(day, {"web": 1, "shop": None}) != period_text(day, {"web": 1})


def test_what_is_made_from_a_stale_value_is_stale_too() -> None:
    worst = DerivedValue(WORST, W46, made_from(6.5), (SourceRead(AVERAGE, 1),))
    other = replace(worst, series=("leadership", 2, "best", "week"), period=W45)
    lineage = StoredLineage(
        [worst, other, average(made_from(6, 7))],
        {FORMS: texts(6, 8), AVERAGE: {W46.first_day: period_text(W46.first_day, {"": 6.5})}},
    )

    assert [(value.kpi, value.changed) for value in find_stale(lineage).values()] == [
        ("leadership/kpi_02", ("success/kpi_05",)),
        ("success/kpi_05", ("success/kpi_06",)),
        ("leadership/kpi_01", ("success/kpi_05",)),
    ]


def test_only_the_sources_that_changed_are_named() -> None:
    sources = (SourceRead(AVERAGE, 1), SourceRead(FORMS, 2))
    value = DerivedValue(WORST, W46, f"{made_from(6.5)} {made_from(6, 7)}", sources)
    average_now = {W46.first_day: period_text(W46.first_day, {"": 6.5})}

    (found,) = find_stale(StoredLineage([value], {FORMS: {}, AVERAGE: average_now})).values()
    assert found.changed == ("success/kpi_06",)


def test_without_a_record_of_its_sources_nothing_is_known_of_a_value() -> None:
    value = replace(average(made_from(6, 7)), sources=())

    assert find_stale(StoredLineage([value], {})) == {}


def test_a_row_says_why_it_is_stale_unless_a_person_set_it() -> None:
    forms = row(3, remark="odd")
    series = forms.domain, forms.kpi_number, forms.field_name, forms.range_type
    stale = {(series, forms.period.first_day): StaleValue(series, forms.period, ("hr/kpi_02",))}
    marked = with_staleness(forms, stale)

    assert marked.remark == "stale: computed before values of hr/kpi_02 changed; odd"
    assert (forms.state, marked.state) == (State.VALUE, State.STALE)
    for other in (replace(forms, by_hand=True), row(3, period="2026-W45")):
        assert with_staleness(other, stale) == other
