"""Unique indexes that prove a check."""

from __future__ import annotations

import pytest

from core.engines import UniqueKey
from core.kpi import missing, unique
from core.model import SourceCheck
from core.quality.keys import find_proven

FILLED = UniqueKey(frozenset({"shop", "no"}), is_filled=True)
NULLABLE = UniqueKey(frozenset({"no"}), is_filled=False)
NULLABLE_PAIR = UniqueKey(frozenset({"shop", "no"}), is_filled=False)


@pytest.mark.parametrize(
    ("key", "check", "is_proven"),
    [
        (FILLED, unique("No", "shop"), True),
        (FILLED, unique("no", "shop", "day"), True),
        (FILLED, unique("no"), False),
        (FILLED, missing("no", 0), False),
        (NULLABLE, unique("no"), True),
        (NULLABLE, unique("no", "day"), False),  # NULL and a day may repeat
        (NULLABLE_PAIR, unique("no", "shop"), False),
        (NULLABLE, unique("no", last="7 days"), True),
    ],
)
def test_a_key_proves_what_cannot_repeat_under_it(
    key: UniqueKey, check: SourceCheck, *, is_proven: bool
) -> None:
    assert find_proven([check], [key]) == ([check] if is_proven else [])
