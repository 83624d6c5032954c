"""A DuckDB with the rows of the samples."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import duckdb
import pytest

from core.engines.local import LocalDuckDb
from tests.core.query.samples import ROWS


@pytest.fixture(scope="module")
def queries() -> Iterator[LocalDuckDb]:
    with duckdb.connect() as connection, closing(LocalDuckDb(connection, 60)) as found:
        found.set("TimeZone", "Europe/Berlin")
        connection.execute(ROWS)
        yield found
