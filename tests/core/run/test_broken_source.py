"""A source that breaks, and one that stops, as readers, recipients and operators see it."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from core.run.context import ReleaseRequest
from core.run.pipeline import Report
from tests.channels import MailBox, text_of
from tests.core.run.gates import fill_orders, write_shop
from tests.runs import rows_of, run
from tests.warehouses import execute

TEAM, OPERATOR = "team@example.com", "ops@example.com"
TERMS = 'loaded_at="_synced_at", fresh="30 hours", checks=[missing("client_id", 0.05)]'
MISSING = "30 % of client_id is missing in stg.orders (at most 5 %)"
NEXT_WEEK = (
    "INSERT INTO stg.orders SELECT order_id + 10, CASE WHEN order_id <= 6 THEN NULL ELSE client_id"
    " END, amount, ordered_on + 7, shipped_on + 7, timestamptz '2026-11-23 04:00+01'"
    " FROM stg.orders"
)


@pytest.fixture
def root(tmp_path: Path, warehouse_url: str, mail: MailBox) -> Path:
    """Return a shop whose first week, W46, is published."""
    root = write_shop(tmp_path, TERMS)
    file = root / "runners/success.py"
    told = f"    recipients=['{TEAM}'],\n    channels={{'warning': ['{OPERATOR}']}},\n    sheet="
    file.write_text(file.read_text().replace("    sheet=", told))
    fill_orders(warehouse_url)
    assert run_on("2026-11-16T06:00+01:00", root, warehouse_url, mail).ok
    mail.mails.clear()
    return root


def run_on(
    now: str, root: Path, url: str, mail: MailBox, release: ReleaseRequest | None = None
) -> Report:
    period = release.period if release else ""
    return run(root, url, period, now=now, publish=True, release=release, SCORECARD_SMTP=mail.url)


def texts_of_sheet(root: Path) -> dict[str, list[str]]:
    """Return the texts of each row of the published page, by its second cell, or first word."""
    sheet = openpyxl.load_workbook(root / "var/success.xlsx").active
    assert sheet is not None
    rows = [[str(cell) for cell in row if cell is not None] for row in sheet.values]
    return {row[1] if len(row) > 1 else row[0].partition(" ")[0]: row for row in rows if row}


def values_in(root: Path, url: str, period: str) -> list[tuple[int, str, float | None]]:
    rows = [row for row in rows_of(root, url) if row.period.label == period]
    return [(row.kpi_number, row.state.value, row.value) for row in rows]


def test_missing_values_keep_back_what_reads_them_and_nothing_else(
    root: Path, warehouse_url: str, mail: MailBox
) -> None:
    execute(warehouse_url, NEXT_WEEK)

    report = run_on("2026-11-23T06:00+01:00", root, warehouse_url, mail)

    assert not report.ok
    assert values_in(root, warehouse_url, "2026-W47") == [
        (1, "value", 10.0),
        (2, "withheld", None),
        (3, "value", 100.0),
        (4, "withheld", None),
    ]
    page = texts_of_sheet(root)
    assert "2 withheld: Clients, Clients, average" in page["2"][0]
    assert page["Clients"][-1] == page["Clients, average"][-1] == "held"
    assert (page["Orders"][-1], page["Amount"][-1]) == ("10", "100")
    assert mail.subjects(TEAM) == ["Success scorecard 2026-W47: 2 withheld"]
    (summary,) = [each for each in mail.mails if TEAM in str(each["To"])]
    lines = [line.strip() for line in text_of(summary).splitlines()]
    assert lines[lines.index("Withheld") + 1] == f"Clients: {MISSING}"
    assert lines[lines.index("Other values") + 1].startswith("Orders: 10")


def test_a_person_releases_what_is_kept_back(root: Path, warehouse_url: str, mail: MailBox) -> None:
    execute(warehouse_url, NEXT_WEEK)
    run_on("2026-11-23T06:00+01:00", root, warehouse_url, mail)
    release = ReleaseRequest("success", 2, "2026-W47", "six anonymous orders")

    report = run_on("2026-11-23T08:00+01:00", root, warehouse_url, mail, release)

    assert report.ok
    assert values_in(root, warehouse_url, "2026-W47") == [
        (1, "value", 10.0),
        (2, "value", 4.0),
        (3, "value", 100.0),
        (4, "value", 4.0),
    ]
    assert texts_of_sheet(root)["Clients"][-1] == "4"
    assert run_on("2026-11-23T09:00+01:00", root, warehouse_url, mail).ok


def test_a_source_that_stops_is_late_and_told_once(
    root: Path, warehouse_url: str, mail: MailBox
) -> None:
    for now in ("2026-11-23T06:00+01:00", "2026-11-23T07:00+01:00", "2026-11-30T06:00+01:00"):
        assert not run_on(now, root, warehouse_url, mail).ok

    for period in ("2026-W47", "2026-W48"):
        assert values_in(root, warehouse_url, period) == [(n, "late", None) for n in (1, 2, 3, 4)]
    page = texts_of_sheet(root)
    assert page["4"][0].startswith("4 late: Orders, Clients, Amount, 1 more")
    assert page["Orders"][-3:] == ["10", "late", "late"]
    assert mail.subjects(OPERATOR) == ["warning: incomplete weekly run (Success scorecard)"]
    assert mail.subjects(TEAM) == [
        "Success scorecard 2026-W47: 4 late",
        "Success scorecard 2026-W48: 4 late",
    ]
