"""`new` as authors use it: with options, and on a terminal."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from tests.core.cli.commands import Command, one_sentence
from tests.processes import ended, start_command
from tests.project import NOW
from tests.runs import values_of
from tests.warehouses import execute

WORDS = ("--name", "Lost deals", "--definition", "Deals lost.", "--owner", "sales@example.com")


def answer(root: Path, url: str, domain: str, *answers: str) -> str:
    """Return what `new` shows on a terminal on which a person types these answers."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "core", "new", domain]
    environment = {**os.environ, "SCORECARD_WAREHOUSE": url, "SCORECARD_NOW": NOW}
    environment["PYTHONPATH"] = str(Path(__file__).parents[3])
    os.write(ours, "".join(f"{each}\n" for each in answers).encode())
    process = subprocess.Popen(
        command, cwd=root, env=environment, stdin=theirs, stdout=theirs, stderr=theirs
    )
    os.close(theirs)
    shown = b""
    try:
        while part := os.read(ours, 4096):
            shown += part
    except OSError:  # the other side is closed
        pass
    os.close(ours)
    assert process.wait(60) == 0, shown.decode()
    return shown.decode()


def test_new_writes_a_kpi_that_passes_every_check_and_runs_at_once(
    scorecard: Command, root: Path, url: str
) -> None:
    flags = [*WORDS, "--unit", "count", "--better", "lower", "--source", "stg.forms"]
    found = scorecard("new", "success", *flags, url=url)

    assert (found.code, found.out) == (
        0,
        "wrote scorecards/success/kpi_01.py\nwrote tests/scorecards/success/test_kpi_01.py\n",
    )
    text = (root / "scorecards/success/kpi_01.py").read_text()
    assert "        WHERE sent_on BETWEEN :first_day AND :last_day\n" in text
    assert scorecard("check", "--warehouse", url=url).code == 0
    assert scorecard("run", "success", "--kpi", "1", "--week", "last", url=url).code == 0
    assert values_of(root, url, 1) == {"2026-W46": 5}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests"]
    assert ended(start_command(root, command)).code == 0


def test_new_writes_over_no_file(scorecard: Command, url: str) -> None:
    found = scorecard("new", "success", *WORDS, "--number", "6", url=url)

    assert (found.code, one_sentence(found)) == (
        2,
        "scorecards/success/kpi_06.py exists already; choose another number with --number",
    )


def test_a_new_domain_over_a_csv_file_is_three_small_files(
    scorecard: Command, root: Path, url: str
) -> None:
    (root / "visits.csv").write_text("day,n\n2026-11-09,1\n2026-11-15,1\n2026-11-16,1\n")
    made = scorecard("new", "web", *WORDS, "--source", "visits.csv", "--title", "Web", url=url)
    found = scorecard("run", "web", "--week", "2026-W46", url=url)

    assert made.out.splitlines()[0::2] == ["wrote scorecards/web/kpi_01.py", "wrote runners/web.py"]
    assert (made.code, found.code) == (0, 0)
    assert values_of(root, url, 1, "web") == {"2026-W46": 2}
    assert (root / "var" / "web.xlsx").exists()
    # The time zone is that of the project's other scorecard.
    assert 'timezone="Europe/Berlin"' in (root / "runners/web.py").read_text()


@pytest.mark.parametrize(
    ("flags", "message"),
    [
        (WORDS[:4], "no terminal to ask on; give --owner, see --help"),
        ((*WORDS, "--unit", "apples"), "unit 'apples' is unknown; use count, days, hours"),
        (
            (*WORDS, "--better", "more"),
            "better 'more' is unknown; use higher, lower, within, neutral",
        ),
        ((*WORDS, "--cadence", "hourly"), "cadence 'hourly' is unknown; use daily, weekly"),
        ((*WORDS, "--source", "forms"), "source 'forms' is neither a table nor a file; write"),
        (
            (*WORDS, "--source", "stg.forms", "--time", "sent_onn"),
            "stg.forms has no date or time 'sent_onn'; did you mean sent_on?",
        ),
    ],
)
def test_without_a_terminal_a_missing_or_wrong_option_is_refused(
    scorecard: Command, url: str, flags: tuple[str, ...], message: str
) -> None:
    found = scorecard("new", "success", *flags, url=url)

    assert found.code == 2
    assert one_sentence(found).startswith(message)


def test_a_cadence_without_a_schedule_is_refused(scorecard: Command, root: Path, url: str) -> None:
    scorecard("new", "web", *WORDS, url=url)
    found = scorecard("new", "web", *WORDS, "--cadence", "daily", url=url)

    assert (found.code, one_sentence(found)) == (
        2,
        "runners/web.py has no daily schedule; add one, or use weekly",
    )


def test_a_kpi_of_quarters_is_written_with_a_schedule_and_a_test(
    scorecard: Command, root: Path, url: str
) -> None:
    found = scorecard("new", "web", *WORDS, "--cadence", "quarterly", url=url)
    checked = scorecard("check", "web", url=url)

    runner = (root / "runners/web.py").read_text()
    assert (found.code, checked.code) == (0, 0)
    assert '{"quarterly": "0 7 1 1,4,7,10 *"}' in runner
    assert 'cadence="quarterly"' in (root / "scorecards/web/kpi_01.py").read_text()


def test_a_table_that_does_not_exist_is_said_with_near_names(
    scorecard: Command, root: Path, url: str
) -> None:
    found = scorecard("new", "success", *WORDS, "--source", "stg.form", url=url)

    unknown, no_time, _ = found.err.splitlines()
    assert found.code == 0
    assert unknown.startswith("the columns of stg.form are unknown: stg.form does not exist in ")
    assert unknown.endswith("; did you mean stg.forms?")
    assert no_time == "no time of a row is known of stg.form; name one with --time"
    assert 'as_of="run"' in (root / "scorecards/success/kpi_01.py").read_text()


def test_on_a_terminal_a_wrong_answer_is_asked_for_again(
    scorecard: Command, root: Path, url: str
) -> None:
    execute(url, "CREATE TABLE stg.calls (called_at timestamptz, hours numeric, day date)")
    shown = answer(
        *(root, url, "web", "Calls", "Hours of calls", "nobody", "web@example.com"),
        *("apples", "hours", "more", "", "yearly", "monthly", "stg.call", "stg.calls"),
        *("called", "called_at", "Mars", "Europe/Paris"),
    )

    for complaint in (
        "Error: owner 'nobody' is not an e-mail address",
        "Error: unit 'apples' is unknown; use count, days, hours, number, percent",
        "Error: better 'more' is unknown; use higher, lower, within, neutral",
        "Error: cadence 'yearly' is unknown; use daily, weekly, monthly",
        "; did you mean stg.calls?",
        "Error: 'called' is not one of called_at, day",
        "Error: timezone 'Mars' is not an IANA name",
    ):
        assert complaint in shown
    text = (root / "scorecards/web/kpi_01.py").read_text()
    assert "        SELECT sum(hours) AS value\n        FROM stg.calls\n" in text
    assert "        WHERE called_at >= :start AND called_at < :end\n" in text
    assert 'timezone="Europe/Paris"' in (root / "runners/web.py").read_text()
    assert scorecard("check", "--warehouse", url=url).code == 0


def test_on_a_terminal_a_source_that_is_still_to_come_is_given_twice(root: Path, url: str) -> None:
    answer(
        *(root, url, "success", "Calls", "Calls", "web@example.com", "", "", ""),
        *("raw.calls", "raw.calls"),
    )

    assert 'Table("raw.calls")' in (root / "scorecards/success/kpi_01.py").read_text()


def test_new_writes_a_domain_on_quality_that_passes_every_check(
    scorecard: Command, root: Path, url: str
) -> None:
    made = scorecard("new", "quality", "--of-quality", "--owner", "data@example.com", url=url)
    again = scorecard("new", "quality", "--of-quality", "--owner", "data@example.com", url=url)
    anonymous = scorecard("new", "other", "--of-quality", url=url)

    assert made.code == 0
    assert made.out.splitlines()[0] == "wrote runners/quality.py"
    assert "next: scorecard run quality" in made.err
    assert scorecard("check", "quality", url=url).code == 0
    assert (again.code, one_sentence(again)) == (
        2,
        "runners/quality.py exists already; choose another name for the domain",
    )
    assert one_sentence(anonymous) == "no terminal to ask on; give --owner, see --help"
