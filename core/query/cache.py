"""Facts about authors' queries, remembered on disk: parsing costs more than most queries."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from importlib.util import find_spec
from pathlib import Path

import msgspec

from core.query.facts import Dialect, SqlFacts

_RawFacts = dict[str, msgspec.Raw]
_WITHOUT_FACTS = ("remote",)


class FactsCache:
    """`examine` with a memory: one JSON file, rewritten only when a query is new or changed."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stored = _read(path)
        self._has_news = False

    def examine(self, sql: str, dialect: Dialect, histories: Sequence[str] = ()) -> SqlFacts:
        """Return the facts of `sql`, parsed now or earlier."""
        identity = "\n".join((_code_version(), dialect, *histories, sql))
        key = hashlib.sha256(identity.encode()).hexdigest()
        if key in self._stored:
            with suppress(msgspec.DecodeError):
                return msgspec.json.decode(self._stored[key], type=SqlFacts)
        facts = _parse(sql, dialect, histories)
        self._stored[key] = msgspec.Raw(msgspec.json.encode(facts))
        self._has_news = True
        return facts

    def save(self) -> None:
        """Write what was learnt; a folder that cannot be written costs speed only."""
        if not self._has_news:
            return
        with suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            beside = self._path.with_suffix(f".{os.getpid()}")
            beside.write_bytes(msgspec.json.encode(self._stored))
            beside.replace(self._path)


def _parse(sql: str, dialect: Dialect, histories: Sequence[str]) -> SqlFacts:
    # sqlglot takes longer to load than most commands run, and all facts may be in the cache.
    from core.query.parse.statement import examine

    return examine(sql, dialect, histories)


def _read(path: Path) -> _RawFacts:
    try:
        return msgspec.json.decode(path.read_bytes(), type=_RawFacts)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return {}


@cache
def _code_version() -> str:
    """Return what changes with this room's code or with sqlglot's version.

    Facts hold only for the code that found them; translations for remote engines are not facts.
    sqlglot is not imported for it.
    """
    texts = [module.read_bytes() for module in _modules(files("core.query"))]
    spec = find_spec("sqlglot")
    if spec and spec.origin:
        texts.append(Path(spec.origin).with_name("_version.py").read_bytes())
    return hashlib.sha256(b"".join(texts)).hexdigest()


def _modules(folder: Traversable) -> Iterator[Traversable]:
    """Yield the Python files in a folder and below it, in order of their names."""
    for item in sorted(folder.iterdir(), key=lambda item: item.name):
        if item.is_dir() and item.name not in _WITHOUT_FACTS:
            yield from _modules(item)
        elif item.name.endswith(".py"):
            yield item
