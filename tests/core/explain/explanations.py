"""The project that the tests explain, and its explanations as text and JSON."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from core.cli.program import cli
from core.kpi import File, Table, Values
from tests.project import kpi_text

FORMS = Table("stg.forms", loaded_at="sent_at")
COUNT = """
        SELECT count(*) AS value, count(*) AS numerator, 2 AS denominator
        FROM stg.forms
        WHERE sent_at >= :start AND sent_at < :end  -- :cut_off is not asked for
    """


PARTS = "SELECT office AS field, count(*) AS value FROM stg.forms WHERE sent_at < :end GROUP BY 1"
KPIS = {
    "success/kpi_01.py": kpi_text(
        COUNT,
        name="Forms",
        definition="Forms that came in.",
        sources=[FORMS],
        reviewed="2026-10-05",
    ),
    "success/kpi_02.py": kpi_text(
        "SELECT sum(value) AS value FROM kpi_01", name="Sum", sources=[Values(1, last=2)]
    ),
    "success/kpi_03.py": kpi_text(PARTS, name="Offices", sources=[FORMS]),
    "success/kpi_04.py": kpi_text(
        "SELECT count(*) AS value FROM calls", name="Calls", sources=[File("calls.csv")]
    ),
}


CALLS = "id\n1\n2\n"
LATER = "2026-11-23T06:00+01:00"


def explained(root: Path, url: str, *arguments: str) -> Result:
    environment = {"SCORECARD_HOME": str(root), "SCORECARD_WAREHOUSE": url, "SCORECARD_NOW": LATER}
    return CliRunner().invoke(cli, ["explain", "success", *arguments], env=environment)


def sections(text: str) -> dict[str, list[str]]:
    """Return the lines of each section of the text by its title, blank ones left out."""
    found: dict[str, list[str]] = {}
    for line in text.splitlines():
        if line and not line.startswith(" "):
            found[line] = []
        elif line:
            list(found.values())[-1].append(line.strip())
    return found


def explanation(root: Path, url: str, *arguments: str) -> dict[str, list[str]]:
    result = explained(root, url, *arguments)
    assert result.exit_code == 0, result.exception
    return sections(result.output)


def as_json(root: Path, url: str, *arguments: str) -> Any:
    result = explained(root, url, *arguments, "--format", "json")
    assert result.exit_code == 0, result.exception
    return json.loads(result.output)


def pairs(lines: list[str]) -> dict[str, str]:
    return dict(re.split(r"  +", line, maxsplit=1) for line in lines)
