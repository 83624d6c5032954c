"""The command line as tests call it, and the small project that it works on."""

from __future__ import annotations

from collections.abc import Callable

from core.kpi import Table, Values
from tests.processes import Outcome
from tests.project import kpi_text
from tests.warehouses import execute

Command = Callable[..., Outcome]

FORMS = Table("stg.forms")
COUNT = "SELECT count(*) AS value FROM stg.forms WHERE sent_on BETWEEN :first_day AND :last_day"
KPIS = {
    "success/kpi_05.py": kpi_text(
        "SELECT avg(value) AS value FROM kpi_06",
        name="Forms, average",
        unit="number",
        target=3,
        better="lower",
        sources=[Values(6, last=2)],
    ),
    "success/kpi_06.py": kpi_text(COUNT, name="Forms", sources=[FORMS]),
}

NOWHERE = "postgresql://me:s3cret@127.0.0.1:1/w"
UNREACHABLE = "SCORECARD_WAREHOUSE: 127.0.0.1/w cannot be reached: Connection refused"


def fill(url: str) -> None:
    """Put two forms in W45 and five in W46."""
    execute(
        url,
        "CREATE SCHEMA stg",
        "CREATE TABLE stg.forms (sent_on date)",
        "INSERT INTO stg.forms VALUES ('2026-11-02'), ('2026-11-08')",
        "INSERT INTO stg.forms VALUES ('2026-11-09'), ('2026-11-10'), ('2026-11-11'),"
        " ('2026-11-15'), ('2026-11-15')",
    )


def one_sentence(found: Outcome) -> str:
    """Return what a command said on stderr: one line, no traceback."""
    (line,) = found.err.splitlines()
    assert "Traceback" not in line
    assert line == line.strip()
    return line
