"""What is printed of a run and of a publish, and where."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from core.cli.output import print_published, print_remarks, print_report
from core.errors import PublishError
from core.model.freshness import StaleValue
from core.model.period import parse_period
from core.publish import Published
from core.run import Report
from tests.core.cli.text.results import FAILED, result, row

WRITTEN = Published("var/success.xlsx", written=True, lines=("sc2026: a was typed over",))
SAME = Published("var/hr.xlsx", written=False)
STALE = StaleValue(
    ("success", 5, "average", "4 weeks"), parse_period("2026-W46"), ("success/kpi_06",)
)
REFUSED = PublishError("var/a.xlsx cannot be written; close it")


def test_a_report_is_a_table_and_a_summary_on_stdout(capsys: pytest.CaptureFixture[str]) -> None:
    print_report(Report((result(row(3)),)), "table", dry_run=False)

    out, err = capsys.readouterr()
    assert out.splitlines()[-2:] == ["", "1 new"]
    assert err == ""


def test_a_report_without_lines_is_a_summary(capsys: pytest.CaptureFixture[str]) -> None:
    print_report(Report(), "table", dry_run=True)

    assert capsys.readouterr().out == "nothing would change: 0 values are as stored\n"


def test_a_report_as_json_has_no_summary(capsys: pytest.CaptureFixture[str]) -> None:
    print_report(Report((result(row(3)),)), "json", dry_run=False)

    assert [record["change"] for record in json.loads(capsys.readouterr().out)] == ["new"]


def test_remarks_are_printed_on_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    computed = result(row(3))
    report = Report(
        (result(FAILED),),
        {"success": SAME},
        left_alone=(computed.task,),
        stale=(STALE,),
        left_out=("hr",),
        notes=("stg.forms has no column sent",),
    )
    print_remarks(report)

    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines() == [
        "scorecards/success/kpi_06.py: 2026-W46: no such table",
        "hr has errors, so its dependent values were not recomputed; see scorecard check hr",
        "stg.forms has no column sent",
        "not recomputed: success/kpi_06 2026-W46; run them too, or leave out --only",
        "success/kpi_05 2026-W46 is stale: computed before values of success/kpi_06 changed;"
        " compute it anew with scorecard run success",
        "var/hr.xlsx is already up to date",
    ]


def test_publishes_are_remarks_on_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    print_published({"success": WRITTEN, "hr": SAME, "sales": REFUSED})

    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines() == [
        "sc2026: a was typed over",
        "published var/success.xlsx",
        "var/hr.xlsx is already up to date",
        "var/a.xlsx cannot be written; close it",
    ]


def test_a_plan_is_a_result_on_stdout(capsys: pytest.CaptureFixture[str]) -> None:
    print_published({"success": WRITTEN, "hr": SAME, "sales": REFUSED}, plan_only=True)

    out, err = capsys.readouterr()
    assert out.splitlines() == [
        "sc2026: a was typed over",
        "var/success.xlsx would be written",
        "var/hr.xlsx is already up to date",
    ]
    assert err == "var/a.xlsx cannot be written; close it\n"


def test_a_place_with_faults_is_never_up_to_date(capsys: pytest.CaptureFixture[str]) -> None:
    fault = "var/hr.xlsx: two cells are locked"
    print_published({"hr": replace(SAME, faults=(fault,))})

    assert capsys.readouterr().err == f"{fault}\nvar/hr.xlsx is not up to date\n"
