"""Reviews of a definition: how often it has to be confirmed, and when the next one is due."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from typing import Literal

Review = Literal["monthly", "quarterly", "half-yearly", "yearly"]

REVIEWS: Mapping[str, int] = {"monthly": 1, "quarterly": 3, "half-yearly": 6, "yearly": 12}

_MONTHS = 12


def next_review(reviewed: date, review: Review) -> date:
    """Return the day on which the review after that of `reviewed` is due.

    It is the same day of a later month, or that month's last day if it is shorter.
    """
    year, month = divmod(reviewed.year * _MONTHS + reviewed.month - 1 + REVIEWS[review], _MONTHS)
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(reviewed.day, last))
