"""Targets that people set: recorded once, applied at once, and moved with their series."""

from __future__ import annotations

import re
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from core.errors import UsageError
from core.explain import list_targets
from core.explain.targets import target_origins
from core.model import Band, Row
from core.run.context import Options
from core.run.renaming import SeriesName, rename
from core.run.targets import TargetRequest, TargetResult, end_target, set_target
from core.settings import user
from core.store import Store, apply_targets
from tests.forms import edit
from tests.project import settings_of
from tests.runs import run
from tests.warehouses import HOLDER, open_for

KPI_06 = "scorecards/success/kpi_06.py"
OPTIONS = Options(HOLDER, publish=False)


@pytest.fixture
def aiming(root: Path, url: str) -> Path:
    """Return a project whose KPI 6 has the target 5, stored for W44 to W46."""
    edit(root, KPI_06, "unit='count',", "unit='count', better='higher', target=5,")
    run(root, url, "2026-W44..2026-W46")
    return root


def asked(since: str = "2026-W45", **given: Any) -> TargetRequest:
    return TargetRequest(domain="success", kpi=6, since=since, **({"note": "agreed"} | given))


def aim(root: Path, url: str, request: TargetRequest) -> TargetResult:
    return set_target(settings_of(root, SCORECARD_WAREHOUSE=url), request, OPTIONS)


def end(root: Path, url: str, request: TargetRequest) -> TargetResult:
    return end_target(settings_of(root, SCORECARD_WAREHOUSE=url), request, OPTIONS)


def rows(root: Path, url: str, number: int = 6) -> list[Row]:
    with closing(open_for(settings_of(root, SCORECARD_WAREHOUSE=url))) as database:
        return apply_targets(database, Store(database).rows("success", [number]))


def targets(root: Path, url: str) -> list[float | None]:
    return [row.target for row in rows(root, url)]


def test_a_target_judges_stored_periods_at_once_and_later_ones(aiming: Path, url: str) -> None:
    result = aim(aiming, url, asked(value=6))
    assert result.periods == ("2026-W45", "2026-W46")
    assert targets(aiming, url) == [5, 6, 6]

    edit(aiming, KPI_06, "target=5", "target=9")
    run(aiming, url, "2026-W44..2026-W46")
    assert targets(aiming, url) == [5, 6, 6]

    end(aiming, url, asked("2026-W46"))
    assert targets(aiming, url) == [5, 6, 5]


def test_nothing_of_the_history_is_lost(aiming: Path, url: str) -> None:
    aim(aiming, url, asked(value=6, note="agreed in June"))
    aim(aiming, url, asked(value=7, until="2026-W45", note="corrected"))
    end(aiming, url, asked("2026-W46", note="over"))

    with closing(open_for(settings_of(aiming, SCORECARD_WAREHOUSE=url))) as database:
        found = [(each.source, each.text, each.why) for each in list_targets(database, "success")]
    assert ("file", "≥ 5", "") in found
    assert [each for each in found if each[0] != "file"] == [
        ("set", "≥ 6", "agreed in June"),
        ("set", "≥ 7", "corrected"),
        ("ended", "that of the file", "over"),
    ]


def test_the_origin_of_a_target_is_known(aiming: Path, url: str) -> None:
    aim(aiming, url, asked("2026-W46", value=6))
    first, _, newest = rows(aiming, url)

    with closing(open_for(settings_of(aiming, SCORECARD_WAREHOUSE=url))) as database:
        file, person = target_origins(database, [first, newest])
    assert file is not None
    assert (file.source, file.text) == ("file", "≥ 5")
    assert person is not None
    assert (person.source, person.by, person.why) == ("set", user(), "agreed")


def test_targets_move_with_a_renamed_series(aiming: Path, url: str) -> None:
    aim(aiming, url, asked(value=6))
    settings = settings_of(aiming, SCORECARD_WAREHOUSE=url)
    old, new = SeriesName("forms", 6, "success"), SeriesName("letters", 6, "success")
    rename(settings, old, new, "", OPTIONS)

    assert [(row.field_name, row.target) for row in rows(aiming, url)] == [
        ("letters", 5),
        ("letters", 6),
        ("letters", 6),
    ]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"value": Band(1, 2)}, "has better='higher', so its target is one number"),
        ({"value": 0.1, "is_share": True}, "has unit='count'; give its target without %"),
        ({"value": 5, "since": "2026-W50", "until": "2026-W40"}, "2026-W40 is before 2026-W50"),
        ({"value": 5, "since": "soon"}, "period 'soon' is not a day"),
        ({"value": 5, "label": "north"}, "no stored value of success/kpi_06 north is known"),
    ],
)
def test_a_target_that_fits_not_is_refused(
    aiming: Path, url: str, given: dict[str, Any], message: str
) -> None:
    with pytest.raises(UsageError, match=message):
        aim(aiming, url, asked(**{"since": "2026-W45", **given}))


def test_a_share_is_given_in_per_cent(root: Path, url: str) -> None:
    edit(root, KPI_06, "unit='count',", "unit='percent', better='higher',")
    with pytest.raises(UsageError, match=re.escape("is in per cent; write 10% or 0.1")):
        aim(root, url, asked(value=10.0, is_share=False))


def test_a_kpi_without_direction_has_no_target(root: Path, url: str) -> None:
    run(root, url, "2026-W46")

    with pytest.raises(UsageError, match="has no direction"):
        aim(root, url, asked(value=5))


def test_only_what_was_set_can_end(aiming: Path, url: str) -> None:
    with pytest.raises(UsageError, match="no target of success/kpi_06 is set, so none can end"):
        end(aiming, url, asked())
