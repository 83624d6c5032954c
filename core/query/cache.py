"""What is known of authors' SQL, remembered on disk: parsing costs more than most queries."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from core.query.aggregates import scan_from_json
from core.query.facts import Dialect, SqlFacts, examine


class FactsCache:
    """`examine` with a memory: one JSON file, rewritten only when a query is new or changed."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._version = _sqlglot_version()
        self._known = _read(path)
        self._used: dict[str, dict[str, Any]] = {}

    def examine(self, sql: str, dialect: Dialect, histories: Sequence[str] = ()) -> SqlFacts:
        """Return the facts of `sql`, parsed now or earlier."""
        asked = "\n".join((_FORMAT, self._version, dialect, *histories, sql))
        key = hashlib.sha256(asked.encode()).hexdigest()
        known = self._known.get(key)
        facts = _from_json(known) if known else examine(sql, dialect, histories)
        self._used[key] = known or asdict(facts)
        return facts

    def save(self) -> None:
        """Write what was learnt; a folder that cannot be written costs speed only."""
        if self._used.keys() <= self._known.keys():
            return
        with suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            beside = self._path.with_suffix(f".{os.getpid()}")
            beside.write_text(json.dumps({**self._known, **self._used}))
            beside.replace(self._path)


def _sqlglot_version() -> str:
    """Return what changes with sqlglot's version, without importing it, or the means to ask for its
    version.
    """
    spec = find_spec("sqlglot")
    return Path(spec.origin).with_name("_version.py").read_text() if spec and spec.origin else ""


# What is remembered holds only for the code that found it out.
_CODE = ("lateral.py", "union.py", "binding.py", "aggregates.py", "facts.py", "translate.py")
_FORMAT = hashlib.sha256(
    b"".join((files("core.query") / name).read_bytes() for name in _CODE)
).hexdigest()


def _read(path: Path) -> dict[str, dict[str, Any]]:
    try:
        known = json.loads(path.read_text())
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}


def _from_json(known: dict[str, Any]) -> SqlFacts:
    lists = {name: tuple(value) for name, value in known.items() if isinstance(value, list)}
    problems = tuple((line, message) for line, message in known["problems"])
    scan = scan_from_json(known["scan"]) if known["scan"] else None
    return SqlFacts(**{**known, **lists, "problems": problems, "scan": scan})
