"""The part of a series that may be compared: since its last break. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from core.catalog import VersionKey
from core.model import AlertPoint, AlertSubject

Equivalents = Mapping[VersionKey, str]  # the newest version that decides as each other one does


def since_break(
    points: Sequence[AlertPoint], subject: AlertSubject, equivalents: Equivalents
) -> Sequence[AlertPoint]:
    """Return the newest points of a series whose definitions decide values alike."""
    (*_, start) = (0, *comparable_starts(points, subject, equivalents))
    return points[start:]


def comparable_starts(
    points: Sequence[AlertPoint], subject: AlertSubject, equivalents: Equivalents
) -> Iterator[int]:
    """Yield for each point the index of the first one before it that may be compared with it.

    A manual value follows no definition.
    """
    start, newest, last = 0, "", -1  # `last` is the index of the point that follows `newest`
    for index, point in enumerate(points):
        key = subject.domain, subject.kpi_number, point.definition
        version = equivalents.get(key, point.definition)
        if version and newest and version != newest:
            start = last + 1
        if version:
            newest, last = version, index
        yield start
