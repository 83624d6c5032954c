"""Errors: their messages, exit codes and attempts."""

from __future__ import annotations

import pytest

from core.errors import (
    CatalogueError,
    Finding,
    LockedError,
    NoTableError,
    PublishError,
    QueryError,
    ScorecardError,
    SettingsError,
    SourceError,
    TimeLimitError,
    UsageError,
    WarehouseError,
)

FINDING = Finding("scorecards/success/kpi_05.py", 7, "unit is missing; add it")


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (QueryError, 1),
        (TimeLimitError, 1),
        (SourceError, 1),
        (WarehouseError, 1),
        (NoTableError, 1),
        (PublishError, 1),
        (UsageError, 2),
        (SettingsError, 3),
        (LockedError, 4),
    ],
)
def test_each_error_has_its_exit_code(error: type[ScorecardError], code: int) -> None:
    assert error("it failed").exit_code == code


def test_an_error_says_after_how_many_attempts() -> None:
    error = QueryError("the server is gone", transient=True)
    assert (str(error), error.transient) == ("the server is gone", True)

    error.attempts = 3
    assert str(error) == "the server is gone (after 3 attempts)"


@pytest.mark.parametrize(
    ("message", "fault"),
    [
        ("kpi_05 has no unit; add one", "kpi_05 has no unit"),
        ("a; b; fix both", "a; b"),
        ("it failed", "it failed"),
    ],
)
def test_the_fault_of_an_error_is_its_message_without_the_remedy(message: str, fault: str) -> None:
    assert SourceError(message).fault == fault


def test_findings_read_as_file_line_and_message_and_sort_by_place() -> None:
    later = Finding("scorecards/success/kpi_05.py", 10, "another")

    assert str(FINDING) == "scorecards/success/kpi_05.py:7: unit is missing; add it"
    assert sorted([later, FINDING]) == [FINDING, later]


def test_a_catalogue_error_lists_its_findings() -> None:
    other = Finding("runners/success.py", 1, "no RUNNER; add one")
    error = CatalogueError((FINDING, other))

    assert (error.exit_code, error.findings) == (3, (FINDING, other))
    assert str(error) == f"{FINDING}\n{other}"
