"""Compares the sample company's stored values on a remote warehouse with those on PostgreSQL.

python -m tests.core.run.remote_sample <PostgreSQL's URL> <an empty folder> <weeks> <URL>…

A URL is that of a warehouse: `sc://…`, `chdb` or `spark://local-cluster[2,1,1024]`. It prints how
many rows were compared for each, and every row that differs.
"""

from __future__ import annotations

import math
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pyarrow.parquet as pq

from core.catalog import domain_names
from core.demo.load import load_company
from core.engines import Access
from core.model.period import parse_period
from core.settings import Settings
from tests.project import settings_of
from tests.remotes import fill_chdb
from tests.runs import run
from tests.warehouses import HOLDER, connected, execute

ROOT = Path(__file__).parents[3]
DOMAINS = domain_names(ROOT)
LAST = parse_period("2026-W46")
_KEY = "kpi_number, field_name, field_details, range_type, period"
_VALUES = "outcome, value, numerator, denominator, reason, partial, definition"
_SAME = 1e-9

Key = tuple[object, ...]
Rows = Mapping[Key, Sequence[object]]


def make_company(root: Path, url: str) -> dict[str, str]:
    """Make the sample's project below `root` and its tables in PostgreSQL, Parquet and chdb.

    Return the environment of its runs.
    """
    for folder in ("scorecards", "runners", "sql"):
        (root / folder).symlink_to(ROOT / folder)
    environment = {
        "OPERATIONS_SHEET": "var/sample/operations.xlsx",
        "SCORECARD_LAKE": str(root / "var/lake"),
    }
    for warehouse in (url, "sc://nowhere"):
        settings = settings_with(root, environment, warehouse, url)
        load_company(settings, settings.var / "sample", Access(HOLDER, write=True))
    tables = {
        f"{path.parent.name}.{path.stem}": pq.read_table(path)
        for path in sorted((root / "var/lake").glob("*/*.parquet"))
    }
    fill_chdb(root / "var/chdb", tables)
    return environment


def settings_with(
    root: Path, environment: Mapping[str, str], warehouse: str, store: str
) -> Settings:
    return settings_of(root, SCORECARD_WAREHOUSE=warehouse, SCORECARD_STORE=store, **environment)


def stored_values(
    root: Path, environment: Mapping[str, str], warehouse: str, store: str, weeks: int
) -> Rows:
    """Run the scorecards into an empty store, and return their stored rows by key."""
    execute(store, "DROP SCHEMA IF EXISTS vl_analytics CASCADE")
    where = warehouse if warehouse != "chdb" else f"chdb:///{root}/var/chdb"
    period = f"{LAST.shift(1 - weeks)}..{LAST}"
    run(root, where, period, domains=DOMAINS, **{**environment, "SCORECARD_STORE": store})
    found = {}
    with connected(store) as query:
        for domain in DOMAINS:
            rows = query(f"SELECT {_KEY}, {_VALUES} FROM vl_analytics.scorecard_{domain}")
            found.update({(domain, *row[:5]): row[5:] for row in rows})
    return found


def different(expected: Rows, found: Rows) -> list[str]:
    """Return what differs between two stores, one line for each row."""
    keys = sorted(expected.keys() | found.keys(), key=str)
    return [
        f"{key}: {expected.get(key)} is {found.get(key)}"
        for key in keys
        if not _is_same(expected.get(key, ()), found.get(key, ()))
    ]


def _is_same(expected: Sequence[object], found: Sequence[object]) -> bool:
    if len(expected) != len(found):
        return False
    return all(_equal(one, other) for one, other in zip(expected, found, strict=True))


def _equal(one: object, other: object) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=_SAME, abs_tol=_SAME)
    return one == other


def main(url: str, root: Path, weeks: int, *warehouses: str) -> None:
    environment = make_company(root, url)
    expected = stored_values(root, environment, url, url, weeks)
    for warehouse in warehouses:
        found = stored_values(root, environment, warehouse, url, weeks)
        faults = different(expected, found)
        failed = sum(row[0] == "failed" for row in found.values())
        summary = f"{len(found)} rows on {warehouse}, {failed} failed, {len(faults)} different"
        print(summary, *faults, sep="\n", flush=True)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), *sys.argv[4:])
    sys.stdout.flush()
    os._exit(0)  # without waiting for Java
