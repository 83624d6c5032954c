"""`init`, `doctor` and `crontab` as operators use them."""

from __future__ import annotations

import json
import re
from pathlib import Path

from tests.core.cli.commands import Command


def test_init_makes_the_store_once(scorecard: Command, url: str) -> None:
    first, second = scorecard("init", url=url), scorecard("init", url=url)

    assert re.search(r": \d+ migrations applied$", first.out.strip())
    assert re.search(r": up to date$", second.out.strip())
    assert (first.code, second.code) == (0, 0)


def test_doctor_has_a_line_for_each_thing_that_it_examines(
    scorecard: Command, root: Path, url: str
) -> None:
    before = scorecard("doctor", url=url)
    scorecard("init", url=url)
    after = scorecard("doctor", url=url)

    assert before.code == 1
    assert re.search(
        r"^FAIL  schema: \d+ migrations to apply; run scorecard init$", before.out, re.MULTILINE
    )
    assert after.code == 0
    assert re.search(r"^ok    schema: up to date$", after.out, re.MULTILINE)
    assert re.search(r"^ok    catalogue: 2 KPIs, no problems found$", after.out, re.MULTILINE)
    assert re.search(
        r"^ok    time zone of success: Europe/Berlin, now 2026-11-16 06:00", after.out, re.MULTILINE
    )
    assert re.search(
        r"^note  deadline of success: success 2026-W45 is overdue since 2026-11-09",
        after.out,
        re.MULTILINE,
    )


def test_doctor_as_json_has_the_same_diagnoses(scorecard: Command, url: str) -> None:
    text = scorecard("doctor", url=url)
    found = scorecard("doctor", "--format", "json", url=url)

    records = json.loads(found.out)
    assert found.code == text.code == 1
    assert len(records) == len(text.out.splitlines())
    assert {"ok": True, "subject": "catalogue", "text": "2 KPIs, no problems found"} in records


def test_doctor_reports_a_warehouse_that_is_down(scorecard: Command) -> None:
    found = scorecard("doctor", url="postgresql://me:s3cret@127.0.0.1:1/w")

    assert found.code == 1
    assert re.search(
        r"^FAIL  warehouse: SCORECARD_WAREHOUSE: 127\.0\.0\.1/w cannot be reached",
        found.out,
        re.MULTILINE,
    )
    assert "s3cret" not in found.out + found.err


def test_crontab_prints_a_line_for_each_cadence_in_use_and_one_for_the_deadline(
    scorecard: Command,
) -> None:
    lines = [
        line for line in scorecard("crontab").out.splitlines() if line and not line.startswith("#")
    ]

    assert lines[:3] == ["SHELL=/bin/sh", lines[1], "SCORECARD_HOME=/srv/scorecard"]
    assert len(lines) == 5
    assert lines[3].startswith("0 6 * * MON ")
    assert "python -m runners.success run --cadence weekly" in lines[3]
    assert lines[4].startswith("5 9 * * * ")
    assert lines[4].endswith("python -m runners.success overdue --quiet")
