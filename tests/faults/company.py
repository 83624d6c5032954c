"""A small company with a little of everything, and its story from one Monday to the next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.kpi import File, Table, Values
from tests.project import kpi_text, runner_text, write_project
from tests.warehouses import execute

FORMS, DEALS = Table("stg.forms"), File("exports/deals.csv")
WITHIN = "sent_on BETWEEN :first_day AND :last_day"
COUNT = f"SELECT count(*) AS value FROM stg.forms WHERE {WITHIN}"
# Some work for the database, so that a run takes longer than its start and its end.
HEAVY = (
    "SELECT count(*) + sum(n) * 0 AS value FROM stg.forms, generate_series(1, 400) AS s(n) WHERE"
    f" {WITHIN}"
)

KPIS = {
    "success/kpi_01.py": kpi_text(COUNT, name="Forms", sources=[FORMS]),
    "success/kpi_02.py": kpi_text(
        COUNT, name="Forms of four weeks", sources=[FORMS], range="4 weeks"
    ),
    "success/kpi_03.py": kpi_text(
        f"SELECT channel AS field, count(*) AS value FROM stg.forms WHERE {WITHIN} GROUP BY 1",
        name="Forms by channel",
        sources=[FORMS],
    ),
    "success/kpi_04.py": kpi_text(
        "SELECT sum(amount) AS value FROM deals WHERE closed_on BETWEEN :first_day AND :last_day",
        name="Deals",
        sources=[DEALS],
    ),
    "success/kpi_05.py": kpi_text(
        "SELECT avg(value) AS value FROM kpi_01",
        name="Forms, average",
        unit="number",
        sources=[Values(1, last=4)],
    ),
    "success/kpi_06.py": kpi_text("SELECT 1 / 0 AS value", name="Broken"),
    "success/kpi_07.py": kpi_text(HEAVY, name="Forms, the long way", sources=[FORMS]),
    "success/kpi_08.py": kpi_text(COUNT, name="Forms of a day", sources=[FORMS], cadence="daily"),
    "leadership/kpi_01.py": kpi_text(
        "SELECT value * 10 AS value FROM kpi_01",
        name="Forms, tenfold",
        sources=[Values(1, domain="success")],
    ),
    "leadership/kpi_02.py": kpi_text(
        "SELECT sum(value) AS value FROM kpi_05",
        name="Averages",
        unit="number",
        sources=[Values(5, domain="success", last=2)],
    ),
    "leadership/kpi_03.py": kpi_text(COUNT, name="Forms, as a leader counts", sources=[FORMS]),
}
DOMAINS = ("leadership", "success")

# Mondays, in the morning and later in the day.
W46, W46_NOON, W46_EVENING = (f"2026-11-16T{hour}:00+01:00" for hour in ("06", "12", "18"))
W47, W48 = "2026-11-23T06:00+01:00", "2026-11-30T06:00+01:00"
W48_NOON, W48_AT_2, W48_AT_4 = (f"2026-11-30T{hour}:00+01:00" for hour in ("12", "14", "16"))
TUESDAY, WEDNESDAY, THURSDAY = (f"2026-12-0{day}T06:00+01:00" for day in (1, 2, 3))
W51 = "2026-12-21T06:00+01:00"
CELL = ("success", "1", "2026-W47")


@dataclass(frozen=True)
class Chapter:
    """A change in the data, the runs that succeeded since, and the command to be disturbed.

    `then` is the next scheduled run. A command that `is_atomic` stores everything or nothing.
    """

    name: str
    now: str
    arguments: Sequence[str]
    happens: Callable[[Path, str], None]
    before: Sequence[tuple[str, Sequence[str]]] = ()
    then: tuple[str, Sequence[str]] | None = None
    is_atomic: bool = False

    @property
    def kind(self) -> str:
        """The command that is disturbed."""
        return self.arguments[0]


def write_company(root: Path, url: str) -> None:
    """Write project and sources: from 2026-W33 to W51, forms on every day and a deal a week."""
    lines = (
        f"2026-{month:02}-{day:02},{month * 100 + day}"
        for month in (8, 9, 10, 11)
        for day in (3, 12, 20, 28)
    )
    files = {"exports/deals.csv": "\n".join(("closed_on,amount", *lines, ""))}
    runners = {
        "leadership": runner_text("leadership", "Europe/Lisbon"),
        "success": runner_text("success", sheet="SUCCESS_SHEET"),
    }
    write_project(root, KPIS, runners, files)
    execute(
        url,
        "CREATE SCHEMA stg",
        "CREATE TABLE stg.forms (sent_on date, channel text)",
        "INSERT INTO stg.forms SELECT DATE '2026-08-10' + n::int, CASE n % 3 WHEN 0 THEN 'web' WHEN"
        " 1 THEN 'mail' ELSE 'fair' END FROM generate_series(0, 132) AS s(n), generate_series(0,"
        " 20) AS t(m) WHERE m <= n % 5 + n / 16",
    )


def _nothing(root: Path, url: str) -> None:
    """Change nothing."""


def _late_rows(root: Path, url: str) -> None:
    """Add late rows, and delete rows, among them all of one channel."""
    execute(
        url,
        "INSERT INTO stg.forms VALUES ('2026-10-01', 'web'), ('2026-10-02', 'phone'),"
        " ('2026-10-20', 'web')",
        "DELETE FROM stg.forms WHERE channel = 'fair' AND sent_on BETWEEN '2026-10-05' AND"
        " '2026-10-11'",
    )
    with (root / "exports" / "deals.csv").open("a") as file:
        file.write("2026-10-14,5000\n")


def _later_rows(root: Path, url: str) -> None:
    """Add late rows of the newest weeks."""
    execute(url, "INSERT INTO stg.forms VALUES ('2026-11-16', 'web'), ('2026-11-28', 'phone')")


def _new_definition(root: Path, url: str) -> None:
    """Change the query of a KPI."""
    write_project(
        root,
        {
            "success/kpi_01.py": kpi_text(
                f"{COUNT} AND channel <> 'mail'", name="Forms", sources=[FORMS]
            )
        },
        {"success": ""},
    )


STORY = (
    Chapter("the first run", W46, ("run", "--period", "2026-W37..2026-W46"), _nothing),
    Chapter(
        "late rows", W46_NOON, ("run", "success", "--period", "2026-W40..2026-W43"), _late_rows
    ),
    Chapter(
        "a new definition",
        W46_EVENING,
        ("run", "success", "--kpi", "1", "--period", "2026-W37..2026-W46"),
        _new_definition,
    ),
    # One domain missed a week. Another domain, which reads it, ran without its values.
    Chapter(
        "a missed week",
        W48,
        ("run",),
        _nothing,
        before=((W47, ("run", "leadership")),),
        is_atomic=True,
    ),
    Chapter(
        "late rows to publish",
        W48_AT_2,
        ("publish",),
        _later_rows,
        before=((W48_NOON, ("run", "--period", "2026-W46..2026-W48", "--no-publish")),),
        then=(TUESDAY, ("run",)),
        is_atomic=True,
    ),
    Chapter(
        "a manual value",
        TUESDAY.replace("06:00", "10:00"),
        ("set", *CELL, "99", "--note", "counted anew"),
        _nothing,
        then=(WEDNESDAY, ("run",)),
        is_atomic=True,
    ),
    Chapter(
        "a manual value taken back",
        WEDNESDAY.replace("06:00", "10:00"),
        ("unset", *CELL),
        _nothing,
        then=(THURSDAY, ("run",)),
        is_atomic=True,
    ),
    Chapter(
        "three missed weeks",
        W51,
        ("catch-up",),
        _nothing,
        then=(W51.replace("06:00", "09:00"), ("run",)),
        is_atomic=True,
    ),
)
