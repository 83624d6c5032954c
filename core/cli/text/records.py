"""Records for programs, as JSON and as CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from typing import Any

Record = dict[str, Any]


def json_text(value: object, default: Callable[[Any], Any] | None = None) -> str:
    """Return a value as JSON; `default` makes something known to JSON of what is not."""
    return json.dumps(value, indent=2, ensure_ascii=False, default=default)


def csv_text(records: Sequence[Record], columns: Sequence[str]) -> str:
    """Return records as CSV with a header, a list as one text.

    Without records, the header has `columns`, otherwise those of the first record.
    """
    out = io.StringIO()
    writer = csv.DictWriter(out, list(records[0]) if records else columns, lineterminator="\n")
    writer.writeheader()
    for each in records:
        writer.writerow({name: _in_csv(value) for name, value in each.items()})
    return out.getvalue().rstrip("\n")


def _in_csv(value: Any) -> Any:
    return "; ".join(value) if isinstance(value, list) else value
