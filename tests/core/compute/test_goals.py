"""The goal of a period: the one on record, or that of the file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.catalog.tasks import Task
from core.compute.goals import Revisions, find_goal
from core.model import Definition, Row, parse_period
from core.store.definitions import StoredDefinition, UsedDefinition
from tests.core.cli.text.origins import DEFINITION
from tests.project import catalogue_of, kpi_text
from tests.rows import row

TUESDAY = datetime(2026, 11, 17, 5, tzinfo=UTC)  # 2026-W46 is the newest week that has ended


def found(
    root: Path, period: str, *stored: Row, revisions: Revisions | None = None
) -> float | None:
    """Return the target of a period of a KPI whose file says 6."""
    text = kpi_text(target=6, better="higher")
    catalogue = catalogue_of(root, {"success/kpi_06.py": text})
    task = Task(catalogue.entry("success", 6), parse_period(period))
    goal = find_goal(catalogue, task, TUESDAY, stored, revisions)
    return goal.target if goal else None


def revision(number: int, target: float, day: int) -> StoredDefinition:
    """Return a definition that came into force on a day of October."""
    definition: Definition = Definition(
        **{name: getattr(DEFINITION, name) for name in DEFINITION.__slots__}
        | {"kpi_number": 6, "target": target}
    )
    return StoredDefinition(
        number, UsedDefinition(definition, "run", datetime(2026, 10, day, 12, tzinfo=UTC))
    )


REVISIONS = {("success", 6): [revision(1, 4, 6), revision(2, 5, 20)]}


@pytest.mark.parametrize(
    ("stored", "target"),
    [
        ((), 6),
        ((row(target=5.0, better="higher"),), 5),  # judged already
        ((row(),), 6),  # it had none
        ((row(target=5.0, unit="hours"),), 6),  # in another unit
        ((row(target=5.0, partial=True),), 6),  # not judged, for it had not ended
    ],
)
def test_the_newest_week_has_its_own_target_or_that_of_the_file(
    tmp_path: Path, stored: tuple[Row, ...], target: float
) -> None:
    assert found(tmp_path, "2026-W46", *stored) == target


def test_an_earlier_week_keeps_its_own(tmp_path: Path) -> None:
    assert found(tmp_path, "2026-W44", row(target=5.0, period="2026-W44")) == 5
    assert found(tmp_path, "2026-W44", row(period="2026-W44")) is None


@pytest.mark.parametrize(
    ("period", "target"),
    [
        ("2026-W30", 4),  # before the first record
        ("2026-W42", 4),  # published on 19 October, a day before the second
        ("2026-W43", 5),
        ("2026-W46", 6),  # the newest: the file
    ],
)
def test_a_week_without_rows_has_the_target_of_its_time(
    tmp_path: Path, period: str, target: float
) -> None:
    assert found(tmp_path, period, revisions=REVISIONS) == target
