"""`unusual` and `outlook` over a project whose values follow a rule."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.core.cli.commands import Command, one_sentence
from tests.project import kpi_text, runner_text, write_project

# From 93 to 107 by week, and 180 in 2026-W46.
WEEKLY = (
    "SELECT CASE WHEN :first_day = DATE '2026-11-09' THEN 180"
    " ELSE 93 + 7 * ((:first_day - DATE '2026-01-05') / 7 % 3) END AS value"
)
SUM = {"adds": "sum", "better": "higher", "target": 100}
KPIS = {
    "success/kpi_01.py": kpi_text(WEEKLY, name="Orders", **SUM),
    "success/kpi_02.py": kpi_text(WEEKLY, name="Orders again", kind="driver"),
    "success/kpi_03.py": kpi_text("SELECT 2 AS value", name="Complaints"),
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    runner = runner_text("success").replace(
        "    sheet=", '    holidays=["2026-10-26"],\n    sheet='
    )
    return write_project(tmp_path, KPIS, {"success": runner})


@pytest.fixture
def filled(scorecard: Command, root: Path, warehouse_url: str) -> str:
    """Return the warehouse of a project with 26 weeks."""
    found = scorecard("run", "--period", "2026-W21..2026-W46", "--no-publish", url=warehouse_url)
    assert found.code == 0, found.err
    return warehouse_url


def test_what_is_unusual_is_listed_with_what_was_expected(scorecard: Command, filled: str) -> None:
    found = scorecard("unusual", url=filled)

    assert found.code == 0
    header, _, first, second, _, summary = found.out.splitlines()
    assert header.split() == ["no", "KPI", "period", "what", "of", "the", "limit"]
    assert first.startswith("01  Orders        2026-W46  180 is unusually high; ")
    assert second.startswith("02  Orders again  2026-W46  180 is unusually high; ")
    assert summary == ("2 of 3 values are unusual; of 1 nothing can be said: 1 too small to tell")

    usual = scorecard("unusual", "success", "--period", "2026-W45", url=filled)
    assert usual.out.startswith("0 of 3 values are unusual")


def test_unusual_values_are_json_too(scorecard: Command, filled: str) -> None:
    found = json.loads(scorecard("unusual", "success", "--format", "json", url=filled).out)

    assert [each["kpi_number"] for each in found] == [1, 2, 3]
    assert [each["unusual"] for each in found] == [True, True, False]
    assert (found[0]["value"], found[0]["side"], found[0]["values"]) == (180, "high", 25)
    assert found[0]["lower"] < 93
    assert 107 < found[0]["upper"] < 180
    assert found[2]["reason"] == "too few to tell: 2.0 on average"


def test_the_outlook_says_what_the_quarter_needs(scorecard: Command, filled: str) -> None:
    found = scorecard("outlook", url=filled)

    assert found.code == 0
    done = [93 + 7 * (week % 3) for week in range(39, 45)]
    needs = (1400 - sum(done) - 180) / 7
    assert f"01  Orders  2026-Q4     {sum(done) + 180}  no percentage to reach 1,400" in found.out
    assert "less than a year of values; expected 1," in found.out
    assert f"needs {needs:.0f} a week, has done" in found.out
    assert found.out.splitlines()[-1] == (
        "2 lines without a target; name a KPI to see what is expected"
    )

    alone = scorecard("outlook", "success", "2", url=filled)
    assert alone.out.splitlines()[-1].endswith("the KPI file declares no adds=")


def test_the_outlook_is_json_too(scorecard: Command, filled: str) -> None:
    (found,) = json.loads(scorecard("outlook", "success", "1", "--format", "json", url=filled).out)

    assert (found["span"], found["target"], found["probability"]) == ("2026-Q4", 1400, None)
    assert (found["periods_there"], found["periods_open"]) == (7, 7)
    assert found["low"] < found["expected"] < found["high"]


def test_nothing_stored_says_what_to_do(scorecard: Command, root: Path, warehouse_url: str) -> None:
    assert scorecard("init", url=warehouse_url).code == 0
    unusual, outlook = (scorecard(name, url=warehouse_url) for name in ("unusual", "outlook"))
    assert unusual.out == "no value of the period is stored; compute it with scorecard run\n"
    assert outlook.out == "no current value is stored; compute one with scorecard run\n"


@pytest.mark.parametrize("command", ["unusual", "outlook"])
def test_a_runner_with_errors_is_named(
    scorecard: Command, root: Path, warehouse_url: str, command: str
) -> None:
    runner = root / "runners/success.py"
    runner.write_text(runner.read_text().replace("Europe/Berlin", "Nowhere"))

    found = scorecard(command, "success", url=warehouse_url)

    assert found.code == 3
    assert "timezone 'Nowhere' is not an IANA name" in found.err


def test_holidays_of_an_unknown_country_are_refused(
    scorecard: Command, root: Path, filled: str
) -> None:
    pytest.importorskip("holidays")
    runner = root / "runners/success.py"
    runner.write_text(runner.read_text().replace('["2026-10-26"]', '"XX"'))

    found = scorecard("unusual", url=filled)

    assert found.code == 3
    assert one_sentence(found).startswith("holidays='XX' is not known; ")
