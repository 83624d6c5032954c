"""The versions at which tables of a remote warehouse are read. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

VersionKind = Literal["delta", "iceberg", "time"]


@dataclass(frozen=True, slots=True)
class TableVersion:
    """The state of a table that every query of a run reads.

    Attributes:
        kind: A version of Delta's, a snapshot of Iceberg's, or a time that the engine goes back to.
        number: The number of the version or snapshot; None for a time.
        at: When it was made, or the time itself, with its zone; None if the engine does not say.
    """

    kind: VersionKind
    number: int | None = None
    at: datetime | None = None


# By `schema.table` in lower case; a table without versions is left out.
TableVersions = Mapping[str, TableVersion]
