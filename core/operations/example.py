"""Made-up orders, over which the example KPI of a new project counts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

_ORDERS_OF_A_WEEK = (13, 15, 14, 17, 16, 15, 18, 20, 17, 21, 22)  # the last week is not over
_WEEK = timedelta(weeks=1)
_CUSTOMERS = ("Ahlberg", "Bianchi", "Castro", "Dubois", "Eriksen")
_HEADER = "order_id,ordered_at,customer,amount,cancelled"


def orders_csv(today: date) -> str:
    """Return a CSV with the orders of the ten weeks before that of `today`, and of its days so far.

    The same day gives the same orders. Their times have no offset: they are local business time.
    """
    rows = [_HEADER]
    for number, ordered_at in enumerate(_times(today), 1):
        customer = _CUSTOMERS[number % len(_CUSTOMERS)]
        amount = 40 + number * 37 % 160
        cancelled = "true" if number % 8 == 0 else "false"
        rows.append(f"{number},{ordered_at},{customer},{amount}.50,{cancelled}")
    return "\n".join(rows) + "\n"


def _times(today: date) -> Iterator[datetime]:
    """Yield when the orders were placed, oldest first, evenly over each week, up to yesterday."""
    this_monday = datetime.combine(today - timedelta(days=today.weekday()), time())
    monday = this_monday - _WEEK * (len(_ORDERS_OF_A_WEEK) - 1)
    for count in _ORDERS_OF_A_WEEK:
        for index in range(1, count + 1):
            ordered_at = (monday + _WEEK * index / (count + 1)).replace(second=0, microsecond=0)
            if ordered_at.date() >= today:
                return
            yield ordered_at
        monday += _WEEK
