"""The summary at the top of a tab."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from core.model import State
from core.publish.grid import GridCell, Line
from core.publish.summary import SummaryPart, fit_summary, summary_of
from core.status import Judgement, Status

LINE = Line(
    kpi_number=1,
    field_name="deals",
    field_details="",
    label="Deals",
    owner="ana@example.com",
    unit="count",
    target=5.0,
    better="higher",
    note="",
    cells=(),
    trend=None,
)


def line(label: str, status: Status | None, progress: float | None = None, **given: Any) -> Line:
    judged = Judgement(status, progress) if status else None
    return replace(LINE, label=label, judged=judged, **given)


def texts(lines: list[Line], *, has_targets: bool = True) -> tuple[str, ...]:
    return tuple(part.text() for part in summary_of(lines, has_targets=has_targets))


def test_a_summary_counts_what_is_on_track_and_names_what_is_worst_first() -> None:
    lines = [
        line("Deals", Status.ON_TRACK, 90),
        line("Calls", Status.EXCEEDS, 120),
        line("Churn", Status.CRITICAL, 55),
        line("Leads", Status.CRITICAL, 20),
        line("Forms", Status.NEEDS_ATTENTION, 70),
        line("Visits", None),
        line("Gone", Status.CRITICAL, 1, is_retired=True),
    ]

    assert texts(lines) == (
        "✓ 2 of 5 on track",
        "✗ 2 critical: Leads, Churn",
        "▲ 1 needs attention: Forms",
    )


def test_a_summary_names_three_and_counts_the_rest() -> None:
    lines = [line(name, Status.NEEDS_ATTENTION, 70 + index) for index, name in enumerate("abcde")]

    assert texts(lines)[1] == "▲ 5 need attention: a, b, c, 2 more"


def test_a_summary_says_what_is_late_missing_or_provisional() -> None:
    lines = [
        line("Deals", Status.ON_TRACK, 90, latest=GridCell(1.0, state=State.PROVISIONAL)),
        line("Calls", Status.NO_VALUE, latest=GridCell(state=State.FAILED)),
        line("Churn", Status.NO_VALUE, latest=GridCell(state=State.NO_DATA)),
    ]

    assert texts(lines) == (
        "✓ 1 of 1 on track",
        "1 failed: Calls",
        "1 no data",
        "1 provisional",
    )
    assert summary_of([]) == ()


def test_without_targets_a_summary_says_what_is_withheld_or_late_alone() -> None:
    lines = [
        line("Deals", None, latest=GridCell(1.0, state=State.PROVISIONAL)),
        line("Calls", None, latest=GridCell(state=State.WITHHELD)),
        line("Churn", None, latest=GridCell(state=State.LATE)),
    ]
    assert texts(lines, has_targets=False) == ("1 withheld: Calls", "1 late: Churn")


def test_a_headline_keeps_its_counts_and_leaves_out_names_that_do_not_fit() -> None:
    parts = SummaryPart("✗ 2 critical", ("Calls", "Churn")), SummaryPart("▲ 1 low", ("Deals",))
    whole = ("✗ 2 critical: Calls, Churn", "▲ 1 low: Deals")
    length = len(" · ".join(whole))
    assert fit_summary(parts, length) == whole
    assert fit_summary(parts, length - 1) == ("✗ 2 critical: Calls, Churn", "▲ 1 low")
    assert fit_summary(parts, 5) == ("✗ 2 critical", "▲ 1 low")
    assert fit_summary((), 5) == ()


def test_a_headline_shortens_long_names() -> None:
    part = SummaryPart("✗ 1 critical", ("Replacement processes, existing clients",))
    assert fit_summary([part], 60) == ("✗ 1 critical: Replacement processes, exis…",)


def test_the_parts_of_a_withheld_kpi_count_with_it() -> None:
    held = GridCell(state=State.WITHHELD)
    lines = [
        line("Deals", None, latest=held),
        line("north", None, latest=held, field_details="north"),
        line("Calls", None, kpi_number=2),
        line("web", None, kpi_number=2, latest=held, field_details="web"),
    ]
    assert texts(lines, has_targets=False) == ("2 withheld: Deals, Calls › web",)
