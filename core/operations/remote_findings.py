"""Findings on queries that a remote warehouse is not known to answer as PostgreSQL does. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from core.catalog import Entry, query_place
from core.errors import Finding
from core.query import RemoteDialect, find_unproven


def find_unproven_queries(
    root: Path, entries: Iterable[Entry], dialect: RemoteDialect
) -> Iterator[Finding]:
    """Yield each construct that is not proven on an engine, with the file and line of the query."""
    for entry in entries:
        if entry.in_warehouse:
            for line, message in find_unproven(entry.query, dialect):
                file, file_line = query_place(root, entry, line)
                yield Finding(file, file_line, message)
