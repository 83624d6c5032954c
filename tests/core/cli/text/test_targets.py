"""Targets on record as text and JSON."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from core.cli.text.targets import origin_text_of, result_text, target_record, targets_text
from core.explain import TargetRecord
from core.run import TargetResult
from tests.core.model.test_target_changes import target

BERLIN = ZoneInfo("Europe/Berlin")
FILE = TargetRecord(
    "success", 6, "", "≥ 5", "file", "commit abc123", datetime(2026, 11, 16, 5, tzinfo=UTC)
)
SET = replace(FILE, text="≥ 6", source="set", by="ana", since="2026-W45", why="agreed")


def test_targets_are_a_table_with_who_when_and_why() -> None:
    assert targets_text([FILE, SET], "table").splitlines() == [
        "KPI             target  from      source  by             when                  why",
        "--------------  ------  --------  ------  -------------  --------------------  ------",
        "success/kpi_06  ≥ 5               file    commit abc123  2026-11-16 05:00 UTC",
        "success/kpi_06  ≥ 6     2026-W45  set     ana            2026-11-16 05:00 UTC  agreed",
    ]
    assert targets_text([], "table") == "no target is on record"
    assert target_record(FILE)["since"] is None


def test_an_origin_is_one_line() -> None:
    file = "the file, commit abc123, in force since 2026-11-16 06:00 CET"

    assert origin_text_of(FILE, BERLIN) == file
    assert origin_text_of(SET, BERLIN) == (
        "ana set it on 2026-11-16 06:00 CET from 2026-W45: agreed"
    )


def test_a_result_says_what_it_judges() -> None:
    result = TargetResult(target(900.0, until="2026-W50", per="quarter"), ("2026-W45",))

    assert result_text(result) == (
        "success/kpi_06: the target is ≥ 900 a quarter from 2026-W45 to 2026-W50; 1 stored period"
        " judged by it"
    )
