"""The part of a series that may be compared: since its last break. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from core.catalog import VersionKey
from core.model import AlertPoint, AlertSubject


def since_break(
    points: Sequence[AlertPoint], subject: AlertSubject, equivalents: Mapping[VersionKey, str]
) -> Sequence[AlertPoint]:
    """Return the newest points of a series whose definitions decide values alike.

    `equivalents` has the newest version that decides as each other one does. A manual value
    follows no definition.
    """
    newest = ""
    for index in reversed(range(len(points))):
        version = points[index].definition
        version = equivalents.get((subject.domain, subject.kpi_number, version), version)
        if version and newest and version != newest:
            return points[index + 1 :]
        newest = newest or version
    return points
