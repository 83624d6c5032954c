"""An empty store on each engine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from core.engines.base import Warehouse
from core.store.runs import Runs
from core.store.schema import migrate
from tests.warehouses import open_for, settings_for


@pytest.fixture
def warehouse(warehouse_url: str, tmp_path: Path) -> Iterator[Warehouse]:
    with closing(open_for(settings_for(tmp_path, warehouse_url))) as found:
        yield found


@pytest.fixture
def runs(warehouse: Warehouse) -> Runs:
    migrate(warehouse, ["success"])
    return Runs(warehouse)
