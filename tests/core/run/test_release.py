"""The release of a value by period; `test_gate` has what it does, the commands' tests its use."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import UsageError
from core.run.context import Options, ReleaseRequest
from core.run.release import release
from tests.core.run.gates import fill_orders, write_shop
from tests.project import NOW, settings_of
from tests.runs import rows_of, say_nothing
from tests.warehouses import HOLDER


def test_the_last_period_is_released_by_its_label(tmp_path: Path, warehouse_url: str) -> None:
    root = write_shop(tmp_path, 'checks=[missing("client_id", 0)]')
    fill_orders(warehouse_url, "UPDATE stg.orders SET client_id = NULL WHERE order_id = 1")
    settings = settings_of(root, NOW, SCORECARD_WAREHOUSE=warehouse_url)
    options = Options(HOLDER, publish=False)

    release(settings, ReleaseRequest("success", 2, "last", "one order"), options, say_nothing)

    (row,) = rows_of(root, warehouse_url)
    assert (row.period.label, row.value) == ("2026-W46", 4.0)
    request = ReleaseRequest("success", 2, "2026-11", "one order")
    with pytest.raises(UsageError, match="is weekly, but 2026-11 is not"):
        release(settings, request, options, say_nothing)
