"""A silence holds alerts back until its end, and loses none."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.engines.access import Access
from core.errors import UsageError
from core.run.silence import silence
from tests.lending import MONDAYS, fill_loans, run_on, told, write_lending
from tests.project import settings_of

ACCESS = Access("scorecard alerts silence", write=True)


@pytest.fixture
def root(tmp_path: Path, warehouse_url: str) -> Path:
    fill_loans(warehouse_url, {"2026-W44": 0.06, "2026-W45": 0.06, "2026-W46": 0.06})
    return write_lending(tmp_path)


def test_what_lasts_beyond_a_silence_is_told_at_its_end(root: Path, warehouse_url: str) -> None:
    settings = settings_of(root, MONDAYS["2026-W44"], SCORECARD_WAREHOUSE=warehouse_url)
    end = silence(settings, ACCESS, "risk", 1, "2026-11-16", "moving house")

    assert f"{end:%Y-%m-%d %H:%M %Z}" == "2026-11-16 00:00 CET"
    assert told(run_on(root, warehouse_url, "2026-W44")) == []
    assert told(run_on(root, warehouse_url, "2026-W45")) == []
    assert told(run_on(root, warehouse_url, "2026-W46")) == [
        "critical: PAR90 in 2026-W46 is 6.0%, above 5.0%"
    ]


def test_a_silence_needs_a_kpi_that_exists_and_a_day_to_come(
    root: Path, warehouse_url: str
) -> None:
    settings = settings_of(root, MONDAYS["2026-W44"], SCORECARD_WAREHOUSE=warehouse_url)

    with pytest.raises(UsageError, match="does not exist; the domain has KPIs 1"):
        silence(settings, ACCESS, "risk", 2, "2026-12-01", "n")
    with pytest.raises(UsageError, match="'soon' is not a day; write one such as 2026-12-01"):
        silence(settings, ACCESS, "risk", None, "soon", "n")
    with pytest.raises(UsageError, match="2026-11-02 is not a day to come"):
        silence(settings, ACCESS, "risk", None, "2026-11-02", "n")
