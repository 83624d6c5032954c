"""Tables and views as the warehouse last described them, remembered in a file of the project."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import msgspec

from core.query import EVERY_COLUMN, RemoteDialect, TableTypes, ViewFlow


@dataclass(frozen=True, slots=True)
class KnownTable:
    """The columns of a table or view; `view` says what a view is made from, None for a table."""

    columns: tuple[str, ...]
    view: ViewFlow | None = None


@dataclass(frozen=True)
class KnownTables:
    """Tables and views by `schema.name`; all names are in lower case.

    `types` has PostgreSQL's names of the types of their columns, as a remote engine has them.
    """

    tables: Mapping[str, KnownTable] = field(default_factory=dict)
    types: TableTypes = field(default_factory=dict)
    dialect: RemoteDialect | None = None

    def types_on(self, dialect: RemoteDialect) -> TableTypes:
        """Return the types of columns on an engine; nothing if another one was asked."""
        return self.types if dialect == self.dialect else {}

    @cached_property
    def columns(self) -> Mapping[str, tuple[str, ...]]:
        """The columns of each table and view."""
        return {name: table.columns for name, table in self.tables.items()}

    def view(self, name: str) -> ViewFlow | None:
        """Return what a view is made from; None for a table, and for what is unknown."""
        table = self.tables.get(name)
        return table.view if table else None

    def unfollowed(self, name: str) -> list[str]:
        """Return the views, of a view and those below it, that could not be followed."""
        view = self.view(name)
        if view is None:
            return []
        below = [each for relation in view.relations for each in self.unfollowed(relation)]
        return [name, *below] if view.obstacle else below

    def shown_personal(
        self, name: str, declared: Mapping[str, Collection[str]]
    ) -> Mapping[str, str]:
        """Return the columns of a view that show a personal one, with that one's full name.

        `declared` has the columns of each table that are declared personal.
        """
        view = self.view(name)
        found: dict[str, str] = {}
        for relation in view.relations if view else ():
            own = [each.lower() for each in declared.get(relation, ())]
            personal = {each: f"{relation}.{each}" for each in own}
            for column, origin in {**self.shown_personal(relation, declared), **personal}.items():
                for shown in self._outputs(name, relation, column):
                    found.setdefault(shown, origin)
        return found

    def _outputs(self, name: str, relation: str, column: str) -> Iterator[str]:
        """Yield the columns of a view that may hold the contents of a relation's column."""
        view = self.view(name)
        for returned in view.returned if view else ():
            if not returned.may_be(relation, column):
                continue
            if returned.relation == EVERY_COLUMN or EVERY_COLUMN in returned.outputs:
                yield from self.columns[name]
            else:
                yield from returned.outputs


def read_known_tables(root: Path) -> KnownTables:
    """Return what a command remembered of the warehouse; nothing if none did."""
    try:
        return msgspec.json.decode(_file(root).read_bytes(), type=KnownTables)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return KnownTables()


def save_known_tables(root: Path, known: KnownTables) -> None:
    """Remember tables; a folder that cannot be written costs only the memory."""
    path = _file(root)
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_suffix(f".{os.getpid()}")
        beside.write_bytes(msgspec.json.encode(known, order="sorted"))
        beside.replace(path)


def _file(root: Path) -> Path:
    return root / "var" / "cache" / "tables.json"
