"""The editions of reviews on record as text."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from core.cli.text.tables import dense_table
from core.model import stamp
from core.store import ReviewEdition

_HEADER = ("period", "edition", "form", "as of", "made by", "made at", "sha256")
_DIGITS = 16  # of a hash


def editions_text(editions: Sequence[ReviewEdition], zone: ZoneInfo) -> str:
    """Return editions as a table; instants are in `zone`."""
    if not editions:
        return "no review is on record"
    rows = [
        (
            each.period,
            str(each.number),
            each.form,
            stamp(each.as_of, zone),
            each.made_by,
            stamp(each.made_at, zone),
            each.sha256[:_DIGITS],
        )
        for each in editions
    ]
    return dense_table(rows, _HEADER, right=(1,))
