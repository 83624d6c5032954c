"""Texts for engines that cannot run here: BigQuery's as Google's reference ran them, the others
compared with their documentation.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import get_args

from core.query import RemoteDialect
from core.query.remote.statement import written
from tests.core.query.remote.engines import PARAMS, TYPES, query_of

DOCUMENTED = Path(__file__).with_name("cloud.txt")
EVALUATED = Path(__file__).with_name("bigquery.txt")
CLOUDS = tuple(each for each in get_args(RemoteDialect) if each not in ("spark", "clickhouse"))

Texts = Mapping[str, Mapping[str, str]]  # by line of the corpus and engine


def expected_texts() -> Texts:
    """Return the text of each construct on each engine: a line, and one line per engine below."""
    found: dict[str, dict[str, str]] = {}
    for path in (DOCUMENTED, EVALUATED):
        for row in path.read_text(encoding="utf-8").splitlines():
            if not row.startswith("    "):
                texts = found.setdefault(row, {})
                continue
            dialect, _, text = row.strip().partition(": ")
            texts[dialect] = text
    return found


def text_on(dialect: RemoteDialect, line: str) -> str:
    return written(query_of(line), PARAMS, dialect, TYPES, "Europe/Berlin")[0]
