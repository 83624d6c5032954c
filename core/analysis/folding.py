"""Small segments of a breakdown, folded into one. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import reduce
from typing import Protocol, Self, TypeVar

OTHER = "other"

# A segment below this share of both wholes is small.
_SMALL_SHARE = Fraction(2, 100)
_FEWEST = 2  # a small one alone keeps its name


class Weighted(Protocol):
    """A segment that has a weight, and that can be joined with another."""

    @property
    def weight(self) -> Fraction:
        """Its weight, not negative."""
        ...

    def __add__(self, other: Self, /) -> Self:
        """Return the two together."""
        ...


AnyPart = TypeVar("AnyPart", bound=Weighted)


def fold(
    before: Mapping[str, AnyPart], after: Mapping[str, AnyPart]
) -> tuple[dict[str, AnyPart], dict[str, AnyPart]]:
    """Return segments with small ones together as "other", if there are at least two."""
    labels = sorted(before.keys() | after.keys())
    small = [label for label in labels if label == OTHER or _is_small(label, before, after)]
    if len(small) < _FEWEST:
        return dict(before), dict(after)
    return _folded(before, small), _folded(after, small)


def whole(parts: Mapping[str, AnyPart]) -> Fraction:
    """Return the sum of the weights."""
    return sum((part.weight for part in parts.values()), Fraction(0))


def _is_small(label: str, before: Mapping[str, AnyPart], after: Mapping[str, AnyPart]) -> bool:
    return all(
        label not in parts or parts[label].weight < _SMALL_SHARE * whole(parts)
        for parts in (before, after)
    )


def _folded(parts: Mapping[str, AnyPart], small: Sequence[str]) -> dict[str, AnyPart]:
    kept = {label: part for label, part in parts.items() if label not in small}
    folded = [parts[label] for label in small if label in parts]
    if folded:
        kept[OTHER] = reduce(lambda one, other: one + other, folded)
    return kept
