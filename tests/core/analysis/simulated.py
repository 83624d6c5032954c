"""Simulated KPIs whose records come in late, by a seed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from tests.ledgers import Value

Rows = Sequence[Sequence[Value]]


@dataclass(frozen=True)
class Late:
    """Records of a week, of which a share comes in at each age.

    `mean` is the number of records in a week; with `shape` the mean itself varies (a negative
    binomial), and with `size` each record has an amount (lognormal). Of a ratio, `rate` is the
    share of records that count.
    """

    mean: float
    shares: Sequence[float] = (0.8, 0.12, 0.05, 0.03)
    shape: float = 0.0
    size: float = 0.0
    rate: float = 0.0

    @property
    def unit(self) -> str:
        if self.rate:
            return "percent"
        return "EUR" if self.size else "count"

    def weeks(self, random: Random, count: int) -> Rows:
        """Return the values of so many weeks by age."""
        return [self._week(random) for _ in range(count)]

    def _week(self, random: Random) -> list[Value]:
        mean = self.mean
        if self.shape:
            mean = random.gammavariate(self.shape, mean / self.shape)
        total, counting = 0.0, 0.0
        values: list[Value] = []
        for share in self.shares:
            for _ in range(poisson(random, mean * share)):
                total += random.lognormvariate(3, self.size) if self.size else 1
                counting += random.random() < self.rate
            values.append((counting, max(total, 1)) if self.rate else total)
        return values


def poisson(random: Random, mean: float) -> int:
    """Return a number of records, by the waiting times between them."""
    count, waited = 0, -math.log(1 - random.random())
    while waited < mean:
        count += 1
        waited -= math.log(1 - random.random())
    return count
