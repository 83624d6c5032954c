"""Consistency of a snapshot whose engine does not give one by itself."""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol


class Pinnable(Protocol):
    """The part of a snapshot that keeps tables as they are."""

    def pin(self, tables: Collection[str]) -> None:
        """Read these tables (in lower case) from now on as they are now, where the engine can.

        Raises:
            WarehouseError: The connection is lost.
        """

    @property
    def consistency(self) -> str:
        """How far the tables stay as they are, in words; empty where all queries see one state."""
