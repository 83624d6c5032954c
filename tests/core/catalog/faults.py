"""Findings on a project of one KPI file that breaks a rule."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.project import findings_of, kpi_text

KPI = "success/kpi_05.py"
HISTORY = "SELECT avg(value) AS value FROM kpi_06"
OTHER = {"success/kpi_06.py": kpi_text(name="Other")}


def findings(root: Path, text: str) -> list[str]:
    """Return the findings on a project whose only KPI file is `success/kpi_01.py`."""
    return findings_of(root, {"success/kpi_01.py": text})


def line_with(text: str, fragment: str) -> int:
    """Return the number of the one line that holds `fragment`."""
    (found,) = [number for number, line in enumerate(text.splitlines(), 1) if fragment in line]
    return found


def fault(
    root: Path,
    at: str,
    query: str = "SELECT 1 AS value",
    others: dict[str, str] | None = None,
    **given: Any,
) -> str:
    """Return the message of the only finding on a KPI with these attributes.

    The finding must be on the line of the attribute `at`.
    """
    text = kpi_text(query, **given)
    (found,) = findings_of(root, {KPI: text, **(others or {})})
    place = f"scorecards/{KPI}:{line_with(text, f'    {at}=')}: "
    assert found.startswith(place)
    return found.removeprefix(place)
