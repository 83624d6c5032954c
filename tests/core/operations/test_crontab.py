"""Crontab lines: the times at which they start a runner, in any time zone."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner
from cronsim import CronSim, CronSimError
from hypothesis import assume, given
from hypothesis import strategies as st

from core.catalog.entries import Catalogue, Entry
from core.catalog.loading import load_catalogue
from core.cli.program import cli
from core.kpi import Kpi
from core.operations.crontab import (
    CronHost,
    crontab_lines,
    guard,
    minute_shifts,
    project_crontab,
)
from core.runner import Runner
from tests.project import catalogue_of, kpi_text, runner_text

ROOT = Path(__file__).parents[3]
ZONES = ["Europe/Berlin", "America/New_York", "Asia/Kolkata"]


def printed(wall: datetime) -> str:
    """Return what `date '+%M %H %d %m %u'` prints."""
    return f"{wall:%M %H %d %m} {wall.isoweekday()}"


def is_due(expression: str, wall: datetime) -> bool:
    """Return whether cron starts a job at a minute of local time."""
    naive = wall.replace(second=0, microsecond=0, tzinfo=None)
    return next(CronSim(expression, naive - timedelta(minutes=1))) == naive


@st.composite
def fields(draw: st.DrawFn, first: int, last: int, names: tuple[str, ...] = ()) -> str:
    """Draw one field of a cron expression, as Debian's cron accepts it."""

    def name(value: int) -> str:
        given = (
            names[value]
            if value < len(names) and names[value] and draw(st.booleans())
            else str(value)
        )
        return (
            draw(st.sampled_from([given, given.lower(), given.zfill(2)]))
            if given.isdigit()
            else given
        )

    def item() -> str:
        low, high = sorted(
            draw(st.lists(st.integers(first, last), min_size=2, max_size=2, unique=True))
        )
        step = draw(st.sampled_from(["", f"/{draw(st.integers(1, 9))}"]))
        kind = draw(st.sampled_from(["star", "value", "span"]))
        return {"star": f"*{step}", "value": name(low), "span": f"{low}-{high}{step}"}[kind]

    return draw(st.just("*") | st.just(",".join(item() for _ in range(draw(st.integers(1, 2))))))


_WEEKDAYS = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")
_MONTHS = ("", "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")


@st.composite
def expressions(draw: st.DrawFn) -> str:
    expression = " ".join(
        (
            draw(fields(0, 59)),
            draw(fields(0, 23)),
            draw(fields(1, 31)),
            draw(fields(1, 12, _MONTHS)),
            draw(fields(0, 7, _WEEKDAYS)),
        )
    )
    try:
        next(CronSim(expression, datetime(2026, 1, 1, tzinfo=UTC)))
    except (CronSimError, StopIteration):
        assume(False)
    return expression


instants = st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))


@given(expressions(), instants, st.sampled_from(ZONES))
def test_a_guard_matches_at_the_times_at_which_cron_is_due(
    expression: str, instant: datetime, zone: str
) -> None:
    wall = instant.astimezone(ZoneInfo(zone)).replace(second=0, microsecond=0)
    assert bool(re.fullmatch(guard(expression), printed(wall))) == is_due(expression, wall)
    # A random minute is seldom due, so the next due one and its neighbours are tested too.
    due = next(CronSim(expression, wall.replace(tzinfo=None)))
    assert re.fullmatch(guard(expression), printed(due))
    for near in (
        due + step for step in (timedelta(minutes=1), timedelta(hours=1), timedelta(days=1))
    ):
        assert bool(re.fullmatch(guard(expression), printed(near))) == is_due(expression, near)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("0 6 * * MON", "00 06 .. .. 1"),
        ("*/30 6-8 * * *", "(00|30) (06|07|08) .. .. ."),
        ("0 7 1 * *", "00 07 01 .. ."),
        ("0 6 * JAN,jul 0", "00 06 .. (01|07) 7"),
        ("0 6 * * 5-7", "00 06 .. .. (5|6|7)"),
        ("0 6 13 * FRI", "00 06 (13 .. .|.. .. 5)"),
        ("0 6 */2 * FRI", "00 06 (01|03|05|07|09|11|13|15|17|19|21|23|25|27|29|31) .. 5"),
    ],
)
def test_a_guard_follows_the_fields_of_the_schedule(expression: str, expected: str) -> None:
    assert guard(expression) == expected


@pytest.mark.parametrize(
    ("business", "machine", "shifts"),
    [
        ("Europe/Berlin", "Europe/Berlin", set()),
        ("Europe/Berlin", "Europe/Paris", set()),
        ("UTC", "Etc/UTC", set()),
        ("Europe/Berlin", "UTC", {0}),
        ("Africa/Lagos", "Europe/Berlin", {0}),
        ("Asia/Kolkata", "UTC", {30}),
        ("UTC", "Asia/Kolkata", {30}),
        ("Asia/Kathmandu", "UTC", {15}),
        ("UTC", "Asia/Kathmandu", {45}),
        ("Australia/Lord_Howe", "Australia/Sydney", {0, 30}),
        # An hour apart on two days a year: clocks change on Friday here, on Sunday there.
        ("Asia/Jerusalem", "Europe/Athens", {0}),
    ],
)
def test_shifts_are_the_minutes_by_which_two_zones_differ(
    business: str, machine: str, shifts: set[int]
) -> None:
    assert minute_shifts(ZoneInfo(business), ZoneInfo(machine)) == shifts


def project(root: Path, schedule: Mapping[str, str], timezone: str = "Europe/Berlin") -> Catalogue:
    """Return a catalogue of one domain with a KPI of each cadence."""
    kpis = {
        f"success/kpi_0{number}.py": kpi_text(name=cadence, cadence=cadence)
        for number, cadence in enumerate(("daily", "weekly", "monthly"), 1)
    }
    return catalogue_of(root, kpis, runners={"success": runner_text("success", timezone, schedule)})


def job_lines(
    catalogue: Catalogue,
    machine: str | None = None,
    home: str = "/srv/scorecard",
    command: str = "run",
) -> list[str]:
    place = CronHost(home, "/usr/bin:/bin", ZoneInfo(machine) if machine else None)
    return [
        line
        for line in crontab_lines(catalogue, place)
        if re.search(rf" -m runners\.\w+ {command} ", line)
    ]


def test_a_machine_in_business_time_has_the_schedules_themselves(tmp_path: Path) -> None:
    catalogue = project(tmp_path, {"weekly": "0 6 * * MON", "daily": "0 6 * * *"})
    lines = list(
        crontab_lines(catalogue, CronHost("/srv/a b", "/opt/bin:/bin", ZoneInfo("Europe/Berlin")))
    )
    command = (
        'cd "$SCORECARD_HOME" && mkdir -p var/log && TZ=Europe/Berlin'
        " SCORECARD_LOG=var/log/success.log python -m runners.success run --cadence {}"
        " --wait 3600 >> var/log/success.log 2>&1"
    )
    assert lines == [
        "SHELL=/bin/sh",
        "PATH=/opt/bin:/bin",
        "SCORECARD_HOME=/srv/a b",
        "",
        "# Success scorecard, daily: 0 6 * * * in Europe/Berlin",
        "0 6 * * * " + command.format("daily"),
        "",
        "# Success scorecard, weekly: 0 6 * * MON in Europe/Berlin",
        "0 6 * * MON " + command.format("weekly"),
        "",
        "# Success scorecard, deadline check: 09:00 in Europe/Berlin",
        (
            '5 9 * * * cd "$SCORECARD_HOME" && mkdir -p var/log && TZ=Europe/Berlin'
            " SCORECARD_LOG=var/log/success.log python -m runners.success overdue --quiet"
        ),
    ]


def test_a_cadence_without_a_kpi_has_no_line(tmp_path: Path) -> None:
    runners = {"success": runner_text("success"), "board": runner_text("board")}
    catalogue = catalogue_of(tmp_path, {"success/kpi_01.py": kpi_text()}, runners=runners)
    assert [
        re.findall(r"runners\.(\w+) run --cadence (\w+)", line) for line in job_lines(catalogue)
    ] == [[("success", "weekly")]]
    assert len(job_lines(catalogue, command="overdue")) == 1


def test_today_so_far_has_a_line_where_daily_kpis_are(tmp_path: Path) -> None:
    text = runner_text("success").replace("    sheet=", '    today="0 8-20 * * *",\n    sheet=')
    kpis = {"success/kpi_01.py": kpi_text(cadence="daily")}
    catalogue = catalogue_of(tmp_path / "daily", kpis, runners={"success": text})
    (line,) = job_lines(catalogue, command="run --today")
    assert line == (
        '0 8-20 * * * cd "$SCORECARD_HOME" && mkdir -p var/log && TZ=Europe/Berlin'
        " SCORECARD_LOG=var/log/success.log python -m runners.success run --today --wait 3600"
        " >> var/log/success.log 2>&1"
    )
    weekly = catalogue_of(
        tmp_path / "weekly", {"success/kpi_01.py": kpi_text()}, runners={"success": text}
    )
    assert job_lines(weekly, command="run --today") == []


@pytest.mark.parametrize(
    ("deadline", "expression"),
    [("09:00", "5 9"), ("00:00", "5 0"), ("08:57", "2 9"), ("23:55", "0 0"), ("23:59", "4 0")],
)
def test_a_domain_is_checked_five_minutes_after_its_deadline(
    tmp_path: Path, deadline: str, expression: str
) -> None:
    runner = runner_text("success").replace("    sheet=", f"    deadline={deadline!r},\n    sheet=")
    kpis = {
        "success/kpi_01.py": kpi_text(),
        "success/kpi_02.py": kpi_text(name="Other", cadence="daily"),
    }
    (line,) = job_lines(
        catalogue_of(tmp_path, kpis, runners={"success": runner}), command="overdue"
    )
    assert line.startswith(f"{expression} * * * cd ")
    assert line.endswith(" python -m runners.success overdue --quiet")


@pytest.mark.parametrize(
    ("clock", "starts"),
    [("2026-11-17T08:05Z", True), ("2026-11-17T07:05Z", False), ("2026-07-14T07:05Z", True)],
)
def test_a_deadline_check_on_a_machine_in_another_zone_follows_the_business_clock(
    tmp_path: Path, clock: str, starts: bool
) -> None:
    (line,) = job_lines(
        project(tmp_path, {"weekly": "0 6 * * MON"}), "UTC", str(tmp_path), command="overdue"
    )
    assert line.startswith("5 * * * * ")
    found = in_a_shell(tmp_path, line, clock)
    # Cron mails the output: there is none at the hours without a deadline.
    assert (found.stdout, found.stderr) == (
        "Europe/Berlin -m runners.success overdue --quiet\n" if starts else "",
        "",
    )


_FIVE_FIELDS = re.compile(r"(?:[\w*,/-]+ ){5}(.*)")


@pytest.mark.parametrize("machine", [None, "UTC", "Asia/Kolkata", "Australia/Lord_Howe"])
def test_debians_cron_accepts_every_line(tmp_path: Path, machine: str | None) -> None:
    schedule = {
        "daily": "*/15 1-22 2-30 JAN-NOV 1-5",
        "weekly": "0 6 * * MON",
        "monthly": "0 7 1 * *",
    }
    catalogue = project(tmp_path, schedule)
    for line in [*job_lines(catalogue, machine), *job_lines(catalogue, machine, command="overdue")]:
        match = _FIVE_FIELDS.fullmatch(line)
        assert match is not None
        assert re.search(r"(?<!\\)%", match[1]) is None  # a bare % would end the command
        assert len(match[1]) < 998  # longer commands are refused
        assert match[1].count("'") % 2 == 0


@given(
    st.sampled_from(
        ["0 6 * * MON", "30 7 1 * *", "*/20 6 * * *", "15,45 22 * * SUN", "0 0 13 * FRI"]
    ),
    st.sampled_from([*ZONES, "Australia/Lord_Howe", "Asia/Kathmandu", "UTC"]),
    st.sampled_from(
        ["UTC", "Europe/Berlin", "Asia/Kolkata", "America/St_Johns", "Pacific/Chatham"]
    ),
    instants,
)
def test_a_machine_in_another_zone_starts_runners_at_their_business_times(
    expression: str, business: str, machine: str, instant: datetime
) -> None:
    entry = catalogue_entry(expression, business)
    (line,) = job_lines(entry, machine)
    ours, theirs = ZoneInfo(business), ZoneInfo(machine)
    due = next(CronSim(expression, instant.astimezone(ours)))
    for moment in (
        due,
        instant.replace(second=0, microsecond=0),
        due + timedelta(minutes=30),
        due - timedelta(hours=1),
    ):
        wall, cron_wall = moment.astimezone(ours), moment.astimezone(theirs)
        starts = is_due(" ".join(line.split()[:5]), cron_wall)
        if match := re.search(r"grep -qxE '([^']+)'", line):
            starts = starts and re.fullmatch(match[1], printed(wall)) is not None
        assert starts == is_due(expression, wall)


def catalogue_entry(expression: str, timezone: str) -> Catalogue:
    """Return a catalogue of one weekly KPI, without files."""
    kpi = Kpi(name="Forms", owner="a@example.com", unit="count", query="SELECT 1 AS value")
    runner = Runner(title="Success", timezone=timezone, schedule={"weekly": expression})
    return Catalogue(Path(), {"success": runner}, (Entry("success", 1, "", "", kpi, "", ""),))


@pytest.mark.parametrize(
    ("clock", "starts"),
    [
        ("2026-11-16T05:00Z", True),
        ("2026-11-16T06:00Z", False),
        ("2026-07-13T04:00Z", True),
        ("2026-07-13T05:00Z", False),
        ("2026-11-17T05:00Z", False),
    ],
)
def test_a_guarded_line_starts_a_runner_in_a_shell_only_when_due(
    tmp_path: Path, clock: str, starts: bool
) -> None:
    (line,) = (
        each
        for each in job_lines(project(tmp_path, {"weekly": "0 6 * * MON"}), "UTC", str(tmp_path))
    )
    in_a_shell(tmp_path, line, clock)
    log = tmp_path / "var" / "log" / "success.log"
    printed_line = "Europe/Berlin -m runners.success run --cadence weekly --wait 3600\n"
    assert (log.read_text() if log.exists() else "") == (printed_line if starts else "")


def in_a_shell(root: Path, line: str, clock: str) -> subprocess.CompletedProcess[str]:
    """Run a line as cron does, at an instant, with a Python that only prints its arguments."""
    command = line.split(maxsplit=5)[5].replace(r"\%", "%")
    programs = root / "bin"
    programs.mkdir()
    for name, script in {
        "date": f'exec /bin/date -d {clock} "$@"',
        "python": 'echo "$TZ $*"',
    }.items():
        (programs / name).write_text(f"#!/bin/sh\n{script}\n")
        (programs / name).chmod(0o755)
    environment = {"PATH": f"{programs}:/usr/bin:/bin", "SCORECARD_HOME": str(root)}
    return subprocess.run(
        ["/bin/sh", "-c", command],
        env=environment,
        cwd="/",
        check=False,
        capture_output=True,
        text=True,
    )


def test_the_checked_in_crontab_is_what_the_command_prints(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.delenv("SCORECARD_HOME", raising=False)
    result = CliRunner().invoke(cli, ["crontab"])
    assert result.exit_code == 0
    assert (ROOT / "crontab").read_text() == result.stdout == project_crontab(load_catalogue(ROOT))


def test_a_broken_schedule_never_reaches_cron(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project(tmp_path, {"daily": "0 6 * * *", "weekly": "every Monday", "monthly": "0 7 1 * *"})
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SCORECARD_HOME", raising=False)
    for arguments in (["crontab"], ["crontab", "--install"]):
        result = CliRunner().invoke(cli, arguments)
        assert result.stdout == ""
        assert "runners/success.py:8: schedule 'every Monday' is not a cron expression" in str(
            result.exception
        )
