"""Reviews of a definition: how often it has to be confirmed, and when the next one is due."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

from core.model.months import add_months

ReviewCycle = Literal["monthly", "quarterly", "half-yearly", "yearly"]

REVIEWS: Mapping[str, int] = {"monthly": 1, "quarterly": 3, "half-yearly": 6, "yearly": 12}


def next_review(reviewed: date, review: ReviewCycle) -> date:
    """Return the day on which the review after that of `reviewed` is due.

    It is the same day of a later month, or that month's last day if it is shorter.
    """
    return add_months(reviewed, REVIEWS[review])
