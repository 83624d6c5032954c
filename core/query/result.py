"""What a query returned."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple


class Result(NamedTuple):
    """Column names in lower case, and rows."""

    columns: tuple[str, ...]
    rows: Sequence[tuple[Any, ...]]
