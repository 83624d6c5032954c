"""Where targets come from; `tests/core/run/test_targets.py` has those that people set."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from core.explain import list_targets
from core.explain.targets import target_origins
from tests.forms import edit, fill_forms, write_forms
from tests.runs import row_of, run
from tests.warehouses import open_for, settings_for

KPI_06 = "scorecards/success/kpi_06.py"


def test_a_target_of_a_file_has_its_reason(tmp_path: Path, warehouse_url: str) -> None:
    root, url = write_forms(tmp_path), warehouse_url
    fill_forms(url)
    edit(root, KPI_06, "core.kpi import Kpi", "core.kpi import Kpi, Target")
    first = "better='higher', target=[Target(5, until='2026-W45', why='as before')],"
    edit(root, KPI_06, "unit='count',", f"unit='count', {first}")
    run(root, url, "2026-W45..2026-W46")
    row, later = (row_of(root, url, 6, f"2026-W{week}") for week in (45, 46))

    with closing(open_for(settings_for(root, url))) as database:
        (found,) = target_origins(database, [row])
        (listed,) = list_targets(database, "success")
        (none,) = target_origins(database, [later])
    assert found is not None
    assert (found.source, found.text, found.why) == ("file", "≥ 5 until 2026-W45", "as before")
    assert listed == found
    assert none is None
