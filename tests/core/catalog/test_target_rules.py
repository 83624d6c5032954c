"""Findings on the target and the thresholds of a KPI file."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.catalog.target_rules import target_warnings
from tests.core.catalog.faults import KPI, line_with
from tests.project import catalogue_of, findings_of, kpi_text

NUMBERS = "from core.kpi import Band, Kpi, Target, Thresholds"


def text_with(better: str, unit: str = "percent", **attributes: str) -> str:
    """Return a KPI file whose attributes are written as an author writes them."""
    text = kpi_text(better=better, unit=unit, target=0).replace("from core.kpi import Kpi", NUMBERS)
    written = [f"    {name}={value},\n" for name, value in attributes.items()]
    return text.replace("    target=0,\n", "".join(written))


@pytest.mark.parametrize(
    ("better", "target", "fault"),
    [
        ("higher", "Band(1, 2)", "target is a Band, and better is 'higher'; set better='within'"),
        ("neutral", "Band(1, 2)", "target has no direction; add better='within'"),
        ("within", "3", "better='within' needs two ends; write target=Band(0.02, 0.05)"),
        ("within", "Band(2, 1)", "Band(2, 1) is empty; write the low end first"),
        (
            "higher",
            "Target(3, since='2026-W60')",
            "target period '2026-W60': Invalid week: 60; give one that the calendar has",
        ),
        (
            "higher",
            "Target(3, since='last')",
            "target 'last' is not a day, an ISO week, a month, a quarter or a year",
        ),
        (
            "higher",
            "Target(3, since='2026-W30', until='2026-W20')",
            "the target since 2026-W30 ends in 2026-W20, before it begins",
        ),
        (
            "higher",
            "[Target(3), Target(4, since='2026-W20', until='2026-W30')]",
            "the targets since ever and since 2026-W20 until 2026-W30 overlap; end one with until="
            " before the other begins",
        ),
        (
            "higher",
            "Target(3, per='month')",
            "per='month' of a Target is unknown; use quarter or year",
        ),
        (
            "within",
            "Target(Band(1, 2), per='year')",
            "a Band cannot be spread over a year; leave out per=",
        ),
        (
            "higher",
            "10 ** 400",
            "target inf is not a finite number; leave it out if the KPI has none",
        ),
    ],
)
def test_a_target_is_one_by_which_periods_can_be_judged(
    tmp_path: Path, better: str, target: str, fault: str
) -> None:
    text = text_with(better, target=target)
    (found,) = findings_of(tmp_path, {KPI: text})

    assert found == f"scorecards/{KPI}:{line_with(text, '    target=')}: {fault}"


@pytest.mark.parametrize(
    "target",
    [
        "[Target(3, until='2026-W10'), Target(4, since='2026-W20')]",
        "[Target(4, since='2026-W20'), Target(3, until='2026-W19')]",
        "Target(-2, why='a loss is planned')",
        "0",
    ],
)
def test_gaps_and_any_order_are_fine(tmp_path: Path, target: str) -> None:
    assert findings_of(tmp_path, {KPI: text_with("higher", target=target)}) == []


@pytest.mark.parametrize(
    ("thresholds", "fault"),
    [
        (
            "Thresholds(80, 90)",
            "thresholds do not fall from exceeds over on_track to needs_attention; order them",
        ),
        (
            "Thresholds(float('inf'))",
            "thresholds are not finite numbers; give them in per cent, such as 100, 80 and 60",
        ),
    ],
)
def test_thresholds_fall(tmp_path: Path, thresholds: str, fault: str) -> None:
    text = text_with("higher", target="1", thresholds=thresholds)
    (found,) = findings_of(tmp_path, {KPI: text})

    assert found == f"scorecards/{KPI}:{line_with(text, '    thresholds=')}: {fault}"


def test_a_share_of_more_than_1000_per_cent_is_hardly_meant(tmp_path: Path) -> None:
    entry = catalogue_of(tmp_path, {KPI: text_with("lower", target="12")}).entries[0]

    assert list(target_warnings(entry)) == ["target 12 reads 1,200%; for 12 % write 0.12"]
