"""The local workbook: written as a whole, and never over a person's edits."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import PublishError
from tests.core.publish.google.weeks import KPIS, weeks
from tests.runs import workbook_at
from tests.sheets_emulator import Emulator
from tests.spreadsheets import Office


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Return a store whose scorecard goes to a workbook; nothing is ever asked of the emulator."""
    office = Office(Emulator().start(), tmp_path)
    office.emulator.stop()
    office.environment["SUCCESS_SHEET"] = "out/success.xlsx"
    office.store(weeks(KPIS[:2]), KPIS[:2])
    return office


def edit(path: Path, cell: str, text: str) -> None:
    """Type into a workbook and save it, as a spreadsheet program does."""
    book = workbook_at(path)
    book.worksheets[0][cell] = text
    book.save(path)


def test_a_workbook_that_shows_everything_already_is_left_alone(office: Office) -> None:
    assert office.publish().written
    path = office.root / "out" / "success.xlsx"
    before = path.stat().st_mtime_ns
    assert not office.publish().written
    assert path.stat().st_mtime_ns == before


def test_a_workbook_that_a_person_saved_is_set_aside_whole(office: Office) -> None:
    office.publish()
    path = office.root / "out" / "success.xlsx"
    edit(path, "B30", "my remark")

    told = office.publish(now="2026-11-17T08:30:15+01:00")

    kept = "success (edited, kept 2026-11-17 083015).xlsx"
    assert told.lines == (f"out/success.xlsx had been edited; the edited copy is kept as {kept}",)
    assert workbook_at(path.with_name(kept)).worksheets[0]["B30"].value == "my remark"
    assert workbook_at(path).worksheets[0]["B30"].value is None
    assert not office.publish().written


def test_a_plan_touches_no_file(office: Office) -> None:
    assert office.publish(plan_only=True).written
    assert not (office.root / "out").exists()


def test_a_file_that_is_not_a_workbook_is_set_aside_too(office: Office) -> None:
    path = office.root / "out" / "success.xlsx"
    path.parent.mkdir()
    path.write_text("not ours")
    office.publish()
    (kept,) = path.parent.glob("*kept*")
    assert kept.read_text() == "not ours"


def log(office: Office) -> list[tuple[object, ...]]:
    """Return the audit log, but for its markers and what is of this machine."""
    return office.stored(
        "domain, target, command, filters, outcome, cells, kept",
        "scorecard_publication",
        "planned_at",
    )


def test_a_publish_is_on_record_with_where_to_and_by_which_command(office: Office) -> None:
    office.publish(now="2026-11-17T08:29:15+01:00")
    path = office.root / "out" / "success.xlsx"
    values = sum(row.value is not None for row in weeks(KPIS[:2]))
    entry = ("success", str(path), "scorecard publish", "", "applied", values, 0)
    assert log(office) == [entry]
    ((who, size),) = office.stored("published_by, bytes", "scorecard_publication", "1")
    assert who
    assert size == path.stat().st_size

    # Nothing was written, so nothing was published.
    office.publish(now="2026-11-17T08:30:15+01:00")
    office.publish(now="2026-11-17T08:31:15+01:00", plan_only=True)
    assert log(office) == [entry]

    edit(path, "B30", "my remark")
    office.publish(now="2026-11-17T08:32:15+01:00")
    assert log(office) == [entry, entry]


def test_a_publish_that_was_cut_off_before_it_was_on_record_is_so_at_the_next_one(
    office: Office,
) -> None:
    office.publish()
    with office.opened() as warehouse:
        warehouse.execute("DELETE FROM vl_analytics.scorecard_publication")
    assert not office.publish(now="2026-11-17T08:30:15+01:00").written
    assert not office.publish(now="2026-11-17T08:31:15+01:00").written
    assert [(entry[1], entry[4:]) for entry in log(office)] == [
        (str(office.root / "out" / "success.xlsx"), ("applied", 0, 0))
    ]


def test_a_workbook_that_cannot_be_written_is_not_on_record(office: Office) -> None:
    (office.root / "out").write_text("a file where a folder is needed")
    with pytest.raises(PublishError):
        office.publish()
    assert log(office) == []
