"""`scorecard run` of breakdowns whose labels cannot be stored or shown as they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.kpi import File
from tests.core.cli.commands import FORMS, Command
from tests.project import kpi_text, write_project
from tests.runs import row_of, rows_of, values_of


def write_breakdown(root: Path, query: str) -> None:
    """Add a breakdown, KPI 7, to the project of forms."""
    text = kpi_text(query, name="Forms by kind", sources=[FORMS])
    write_project(root, {"success/kpi_07.py": text}, {"success": ""})


@pytest.mark.parametrize(
    ("label", "named"),
    [
        ("repeat('x', 2700)", f"the label '{'x' * 40}…' of 2,700 characters"),
        ("'north' || chr(10) || 'south'", r"the label 'north\nsouth', which has a control"),
        ("'red' || chr(27) || '[0m'", r"the label 'red\x1b[0m', which has a control character"),
    ],
)
def test_a_label_that_cannot_be_shown_fails_its_own_kpi_only(
    scorecard: Command, root: Path, url: str, label: str, named: str
) -> None:
    write_breakdown(root, f"SELECT {label} AS field, count(*) AS value FROM stg.forms")
    found = scorecard("run", "success", "--week", "2026-W45..2026-W46", url=url)

    assert found.code == 1
    assert values_of(root, url, 6) == {"2026-W45": 2, "2026-W46": 5}
    assert values_of(root, url, 5) == {"2026-W45": None, "2026-W46": 3.5}
    failed = row_of(root, url, 7, "2026-W46")
    assert failed.outcome == "failed"
    assert named in failed.reason


def test_a_label_with_a_nul_fails_its_own_kpi_only(
    scorecard: Command, root: Path, url: str
) -> None:
    text = kpi_text(
        "SELECT kind || chr(0) AS field, count(*) AS value FROM kinds GROUP BY kind",
        name="Forms by kind",
        sources=[File("kinds.csv", name="kinds")],
    )
    kpis = {"success/kpi_07.py": text}
    write_project(root, kpis, {"success": ""}, {"kinds.csv": "kind\na\nb\n"})
    found = scorecard("run", "success", "--week", "2026-W46", url=url)

    assert found.code == 1
    assert values_of(root, url, 6) == {"2026-W46": 5}
    assert r"the label 'a\x00', which has" in row_of(root, url, 7, "2026-W46").reason


@pytest.mark.parametrize("blank", ["''", "'  '", "chr(9)", "chr(160)", "chr(8195)", "NULL"])
def test_a_blank_label_is_a_part_and_no_total(
    scorecard: Command, root: Path, url: str, blank: str
) -> None:
    write_breakdown(
        root,
        f"SELECT CASE WHEN sent_on > '2026-11-10' THEN 'late' ELSE {blank} END AS field,"
        " count(*) AS value FROM stg.forms WHERE sent_on >= :first_day GROUP BY 1",
    )
    found = scorecard("run", "success", "--week", "2026-W46", url=url)

    parts = {row.field_details: row.value for row in rows_of(root, url) if row.kpi_number == 7}
    assert found.code == 0
    assert parts == {"late": 3, "(blank)": 2}


def test_null_beside_a_blank_label_fails_with_what_to_do(
    scorecard: Command, root: Path, url: str
) -> None:
    write_breakdown(
        root,
        "SELECT CASE WHEN sent_on > '2026-11-10' THEN '' END AS field, count(*) AS value"
        " FROM stg.forms GROUP BY 1",
    )
    found = scorecard("run", "success", "--week", "2026-W46", url=url)

    assert found.code == 1
    assert "put them together, e.g. with GROUP BY nullif(trim(label), '')" in found.out
    assert values_of(root, url, 6) == {"2026-W46": 5}


def test_a_whole_number_too_large_for_a_sheet_fails_alone_also_among_others(
    scorecard: Command, root: Path, url: str
) -> None:
    large = kpi_text("SELECT 9007199254740993 AS value", name="Large")
    small = kpi_text("SELECT 12345678901234.5678 AS value", name="Small", unit="number")
    kpis = {"success/kpi_07.py": large, "success/kpi_08.py": small}
    write_project(root, kpis, {"success": ""})
    found = scorecard("run", "success", "--week", "2026-W46", url=url)

    assert found.code == 1
    assert "returned 9007199254740993 as value" in row_of(root, url, 7, "2026-W46").reason
    assert values_of(root, url, 8) == {"2026-W46": 12345678901234.5678}
    assert values_of(root, url, 6) == {"2026-W46": 5}


def test_more_labels_than_a_scorecard_can_show_fail_their_own_kpi_only(
    scorecard: Command, root: Path, url: str
) -> None:
    crossed = ", ".join(f"stg.forms AS {name}" for name in "abcde")  # 7⁵ rows
    write_breakdown(root, f"SELECT row_number() OVER () AS field, 1 AS value FROM {crossed}")
    found = scorecard("run", "success", "--week", "2026-W46", url=url)

    assert found.code == 1
    assert "returned more than 10,000 rows;" in row_of(root, url, 7, "2026-W46").reason
    assert values_of(root, url, 6) == {"2026-W46": 5}
