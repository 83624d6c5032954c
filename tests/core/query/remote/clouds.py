"""Texts for engines that cannot run here, compared with their documentation."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

from core.query import RemoteDialect
from core.query.remote.statement import written
from tests.core.query.remote.engines import PARAMS, TYPES, query_of

FILE = Path(__file__).with_name("cloud.txt")
CLOUDS = tuple(each for each in get_args(RemoteDialect) if each not in ("spark", "clickhouse"))


def expected_texts() -> dict[str, dict[str, str]]:
    """Return the text of each construct on each engine: a line, and one line per engine below."""
    found: dict[str, dict[str, str]] = {}
    line = ""
    for row in FILE.read_text(encoding="utf-8").splitlines():
        if row.startswith("    "):
            dialect, _, text = row.strip().partition(": ")
            found[line][dialect] = text
        elif row:
            line = row
            found[line] = {}
    return found


def text_on(dialect: RemoteDialect, line: str) -> str:
    return written(query_of(line), PARAMS, dialect, TYPES, "Europe/Berlin")[0]
