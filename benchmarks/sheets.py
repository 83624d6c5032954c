"""200 KPIs × 53 weeks in one spreadsheet: requests, bytes, and CPU seconds of our process.

`python -m benchmarks.sheets` runs the emulator in another process, so that only the publishing
process is measured.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from core.engines import open_store
from core.engines.base import Access
from core.model.definition import Definition
from core.model.period import midnight, parse_period
from core.model.records import Row
from core.settings import load_settings
from core.store.runs import Run, Runs
from core.store.values import Store

ROOT = Path(__file__).parent.parent
KPIS, WEEKS = 200, 53
DOMAIN, ACCOUNT = "success", "publisher@emulator.iam.gserviceaccount.com"
UNITS = ("count", "percent", "EUR", "hours", "number")
ZONE = ZoneInfo("Europe/Berlin")
NOW = "2027-01-04T06:00+01:00"
RUNNER = '''"""Success."""

from core.runner import Runner

RUNNER = Runner(
    title="Success",
    timezone="Europe/Berlin",
    schedule={"weekly": "0 6 * * MON"},
    sheet="SUCCESS_SHEET",
)
'''


def definition(number: int) -> Definition:
    """Return the definition of a made-up KPI."""
    return Definition(
        domain=DOMAIN,
        kpi_number=number,
        version="a1b2c3",
        field_name=f"kpi_{number}",
        range_type="1 week",
        cadence="weekly",
        name=f"Measure number {number} of two hundred",
        meaning=(
            "A definition in one sentence of the usual length, so that notes have their usual size."
        ),
        owner=f"team-{number % 7}@example.com",
        unit=UNITS[number % len(UNITS)],
        better="higher",
        target=10.0,
        sources="stg.facts",
        query="SELECT 1 AS value",
        reviewed="2026-10-01",
    )


def rows_of(each: Definition, plus: float = 0.0) -> Iterator[Row]:
    """Yield a year of a KPI's weeks; every twentieth has no value."""
    for week in range(1, WEEKS + 1):
        period = parse_period(f"2026-W{week:02}")
        printed = period.last_day + timedelta(days=1)
        missing = (each.kpi_number + week) % 20 == 0
        yield Row(
            domain=DOMAIN,
            sc_name="Success",
            kpi_number=each.kpi_number,
            field_name=each.field_name,
            field_details="",
            range_type=each.range_type,
            period=period,
            print_date=printed,
            cut_off=midnight(printed, ZONE).astimezone(UTC),
            outcome="none" if missing else "value",
            value=None if missing else each.kpi_number * 1.37 + week * 0.731 + plus,
            numerator=None,
            denominator=None,
            reason="no rows" if missing else "",
            unit=each.unit,
            target=each.target,
            partial=False,
            definition=each.version,
            run_id=f"run-{week:02}",
            computed_at=datetime(printed.year, printed.month, printed.day, 5, 1, tzinfo=UTC),
        )


@contextmanager
def emulator() -> Iterator[str]:
    """Run the emulator in another process and yield its address."""
    command = [sys.executable, "-m", "tests.sheets_emulator", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as server:
        assert server.stdout is not None
        try:
            yield server.stdout.readline().strip()
        finally:
            server.terminate()


def ask(url: str, action: str, body: dict[str, Any]) -> dict[str, Any]:
    """Call a function of the emulator that Google does not have."""
    request = urllib.request.Request(f"{url}/emulator/{action}", json.dumps(body).encode())
    with urllib.request.urlopen(request) as answer:
        found: dict[str, Any] = json.loads(answer.read())
        return found


def fill(environment: dict[str, str], root: Path, plus: float, *, last: int = 0) -> None:
    """Store all rows, or the `last` ones of each KPI."""
    definitions = [definition(number) for number in range(1, KPIS + 1)]
    rows = [row for each in definitions for row in list(rows_of(each, plus))[-last:]]
    settings = load_settings(environment, start=root)
    warehouse = open_store(settings, Access("benchmark", write=True))
    try:
        Store(warehouse).prepare([DOMAIN])
        run = Run(f"run-{plus}", DOMAIN, "scorecard run", "ann", "here", "abc", settings.now)
        Runs(warehouse).begin([run], definitions)
        Store(warehouse).write(rows, (), ())
    finally:
        warehouse.close()


def publish(url: str, environment: dict[str, str], title: str) -> None:
    """Publish in another process and print the cost."""
    ask(url, "counters", {"reset": True})
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    command = [sys.executable, "-m", "core", "publish", DOMAIN]
    given = {**os.environ, **environment}
    done = subprocess.run(command, env=given, cwd=ROOT, capture_output=True, text=True, check=False)
    wall, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        sys.exit(done.stderr)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    counted = ask(url, "counters", {})
    print(
        f"{title:28} {counted['reads']} read, {counted['writes']} write   CPU {cpu:4.2f} s   wall"
        f" {wall:4.2f} s   largest request {counted['largest_in']:>9,} bytes   read"
        f" {counted['bytes_out']:>9,} bytes"
    )


def main() -> None:
    """Publish a full year, the same year again, a changed week, and a changed year."""
    print(f"{KPIS} KPIs × {WEEKS} weeks, one spreadsheet")
    with tempfile.TemporaryDirectory() as folder, emulator() as url:
        root = Path(folder)
        (root / "scorecards" / DOMAIN).mkdir(parents=True)
        (root / "runners").mkdir()
        (root / "runners" / f"{DOMAIN}.py").write_text(RUNNER)
        for number in range(1, KPIS + 1):
            (root / "scorecards" / DOMAIN / f"kpi_{number:02}.py").write_text("")
        book = ask(url, "spreadsheets", {"title": "Success", "writers": [ACCOUNT]})["id"]
        environment = {
            "SUCCESS_SHEET": book,
            "GOOGLE_CREDENTIALS": json.dumps(ask(url, "service_accounts", {"email": ACCOUNT})),
            "GOOGLE_SHEETS_ENDPOINT": url,
            "SCORECARD_HOME": str(root),
            "SCORECARD_NOW": NOW,
        }
        fill(environment, root, 0.0)
        publish(url, environment, "the whole year, a new tab")
        publish(url, environment, "the same year again")
        fill(environment, root, 1.0, last=1)
        publish(url, environment, "a changed newest week")
        fill(environment, root, 2.0)
        publish(url, environment, "every value changed")


if __name__ == "__main__":
    main()
