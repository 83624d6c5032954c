"""`show` as readers use it."""

from __future__ import annotations

import re
from pathlib import Path

from core.kpi import File
from tests.core.cli.commands import COUNT, FORMS, Command, fill
from tests.forms import edit
from tests.project import kpi_text, write_project
from tests.warehouses import execute

READ_ONLY = "default_transaction_read_only%3Don"


def test_show_prints_definition_sql_parameters_and_last_values(
    scorecard: Command, filled: str
) -> None:
    found = scorecard("show", "success", "6", "--week", "2026-W46", url=filled)

    assert found.code == 0
    for text in (
        "success/kpi_06  Forms",
        "What the test counts.",
        "success@example.com",
        "stg.forms",
        COUNT,
        ":first_day = 2026-11-09",
        ":last_day = 2026-11-15",
        "▁█  5 in 2026-W46",
    ):
        assert text in found.out


def test_show_puts_the_newest_value_or_the_one_asked_for_beside_earlier_ones(
    scorecard: Command, filled: str
) -> None:
    newest = scorecard("show", "success", "6", url=filled)
    asked = scorecard("show", "success", "6", "--week", "2026-W45", url=filled)

    assert [line.split("  ")[0] for line in beside(newest.out)] == [
        *("2026-W46 beside", "2026-W45", "2025-W46, 52 weeks back"),
        *("mean of the 4 weeks before", "mean of the 13 weeks before"),
    ]
    assert beside(newest.out)[1].split() == ["2026-W45", "2", "+3", "+150.0%"]
    assert beside(asked.out)[1].split("  ")[-1] == "2026-W44 is not stored"


def beside(text: str) -> list[str]:
    """Return the lines of the comparison, without the rule."""
    lines = text[text.index("beside") - 9 :].splitlines()
    return [line for line in lines[:6] if "--" not in line]


def test_show_plan_says_how_the_query_is_asked_without_a_warehouse(scorecard: Command) -> None:
    found = scorecard("show", "success", "6", "--plan", url="postgresql://me@127.0.0.1:1/w")

    assert found.code == 0
    assert found.out.splitlines()[0] == "success/kpi_06  Forms"
    assert "1 week, in the warehouse: union" in found.out
    assert "52 weeks, in a copy of its tables: one pass" in found.out
    assert found.err.startswith("column types unavailable, taken as ones that can be copied: ")
    assert COUNT not in found.out


def test_show_plan_asks_a_server_for_the_types_of_its_columns(
    scorecard: Command, postgres_url: str
) -> None:
    execute(postgres_url, "CREATE SCHEMA stg", "CREATE TABLE stg.forms (sent_on char(10))")
    found = scorecard("show", "success", "6", "--plan", url=postgres_url)

    assert (found.code, found.err) == (0, "")
    assert "52 weeks, in the warehouse: union" in found.out
    assert "one pass does not apply: only the warehouse is known to answer" in found.out


def test_show_plan_says_what_is_copied_of_tables_beside_files(
    scorecard: Command, root: Path, postgres_url: str
) -> None:
    fill(postgres_url)
    joined = "SELECT count(*) AS value FROM stg.forms JOIN kinds ON kinds.day = forms.sent_on"
    bound = f"{joined} WHERE sent_on BETWEEN :first_day AND :last_day"
    sources = [FORMS, File("kinds.csv")]
    kpis = {
        "success/kpi_07.py": kpi_text(bound, name="Kinds", sources=sources),
        "success/kpi_08.py": kpi_text(joined, name="All kinds", sources=sources),
    }
    write_project(root, kpis, files={"kinds.csv": "day\n2026-11-09\n"})
    found = scorecard("show", "success", "7", "--plan", "--week", "2026-W46", url=postgres_url)
    unbound = scorecard("show", "success", "8", "--plan", url=postgres_url)
    away = scorecard("show", "success", "7", "--plan", url="postgresql://me@127.0.0.1:1/w")

    copied = "  copied of stg.forms: sent_on; "
    assert copies_in(found.out) == [
        f"{copied}rows with sent_on from 2026-11-07 to 2026-11-17",
        f"{copied}rows with sent_on from 2025-11-15 to 2026-11-17",
    ]
    assert copies_in(unbound.out) == [f"{copied}all rows"] * 2
    assert copies_in(away.out) == []
    assert away.err.startswith("what is copied of tables is unknown: SCORECARD_WAREHOUSE")


def copies_in(text: str) -> list[str]:
    return [line for line in text.splitlines() if "copied of" in line]


def test_show_works_without_a_warehouse(scorecard: Command) -> None:
    found = scorecard("show", "success", "5", url="postgresql://me:s3cret@127.0.0.1:1/w")

    assert found.code == 0
    assert (
        "last values unavailable: SCORECARD_WAREHOUSE: 127.0.0.1/w cannot be reached" in found.out
    )


def test_show_needs_a_warehouse_that_it_can_read_only(
    scorecard: Command, root: Path, postgres_url: str
) -> None:
    fill(postgres_url)
    for week in ("2026-W33..2026-W46", "last"):
        run = ("run", "success", "--kpi", "6", "--period", week, "--no-publish")
        assert scorecard(*run, url=postgres_url).code == 0
    read_only = f"{postgres_url}{'&' if '?' in postgres_url else '?'}options=-c%20{READ_ONLY}"
    assert "read-only" in scorecard(*run, url=read_only).err

    found = scorecard("show", "success", "6", url=read_only)

    assert (found.code, found.err) == (0, "")
    last = next(line for line in found.out.splitlines() if " in 2026-W46" in line)
    bars, value = re.split("  +", last.strip())
    assert (len(bars), value) == (13, "5 in 2026-W46")


def test_show_of_a_store_that_this_user_may_not_read_still_has_the_definition(
    scorecard: Command, postgres_url: str
) -> None:
    fill(postgres_url)
    scorecard("init", url=postgres_url)
    execute(postgres_url, "ALTER TABLE vl_analytics.scorecard_success RENAME COLUMN unit TO u")
    found = scorecard("show", "success", "6", url=postgres_url)

    assert (found.code, found.err) == (0, "")
    assert "SELECT count(*)" in found.out
    assert found.out.splitlines()[-1].startswith("last values unavailable: ")


def test_a_kpi_is_shown_although_the_file_of_another_has_an_error(
    scorecard: Command, root: Path
) -> None:
    (root / "scorecards/success/kpi_07.py").write_text("x = (\n")
    sound = scorecard("show", "success", "6")
    broken = scorecard("show", "success", "7")

    assert sound.out.startswith("success/kpi_06  Forms\n")
    assert sound.code == 0
    assert broken.code == 3
    assert broken.err.startswith("scorecards/success/kpi_07.py:1: does not import: ")
    assert scorecard("lineage", "success", "7").err == broken.err


def test_a_playbook_keeps_its_lines(scorecard: Command, root: Path) -> None:
    playbook = '    playbook="""\n    1. Read.\n    2. Call.\n    """,\n    name='
    edit(root, "scorecards/success/kpi_06.py", "    name=", playbook)
    lines = scorecard("show", "success", "6").out.splitlines()

    (first,) = [line for line in lines if line.startswith("playbook")]
    assert first.endswith("  1. Read.")
    assert lines[lines.index(first) + 1] == " " * first.index("1") + "2. Call."
