"""A review reads what was stored at its instant."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from core.catalog import load_catalogue
from core.engines import Access, open_store
from core.errors import UsageError
from core.model import Review, Runner
from core.review.facts import ReviewFacts
from core.review.reading import instant_of, read_facts
from core.run import CommentRequest, EventRequest, Options, add_comment, add_event
from tests.core.review.reviews import W46
from tests.forms import edit, fill_forms
from tests.project import settings_of
from tests.runs import run

BERLIN = ZoneInfo("Europe/Berlin")


def test_a_locked_review_shows_nothing_later_than_its_lock() -> None:
    runner = Runner(
        title="S", timezone="Europe/Berlin", schedule={}, review=Review(lock="Monday 09:00")
    )
    nine = datetime(2026, 11, 16, 9, tzinfo=BERLIN)
    early, late = nine - timedelta(hours=1), nine + timedelta(days=30)

    assert instant_of(runner, W46, early) == early
    assert instant_of(runner, W46, late) == nine


def test_a_review_without_lock_shows_what_is_stored_now() -> None:
    now = datetime(2026, 11, 20, tzinfo=BERLIN)

    assert instant_of(Runner(title="S", timezone="UTC", schedule={}), W46, now) == now


def read(root: Path, url: str, instant: datetime) -> ReviewFacts:
    settings = settings_of(root, SCORECARD_WAREHOUSE=url)
    catalogue = load_catalogue(root, ["success"])
    database = open_store(settings, Access("test", write=False, wait=0))
    try:
        return read_facts(database, catalogue, "success", W46, instant, instant - timedelta(days=7))
    finally:
        database.close()


def test_values_comments_and_events_are_those_of_the_domain(root: Path, url: str) -> None:
    run(root, url, "2026-W43..2026-W46")
    settings = settings_of(root, SCORECARD_WAREHOUSE=url)
    add_comment(settings, CommentRequest("success", 6, "2026-W46", "a fair"), Options("note"))
    add_event(settings, EventRequest("2026-W46", "A strike"), Options("event"))
    found = read(root, url, settings.now)

    assert [line.value for line in found.lines] == [5.5, 7.0]
    assert [line.comment.text if line.comment else "" for line in found.lines] == ["", "a fair"]
    assert [event.text for event in found.events] == ["A strike"]


def test_what_was_said_later_is_not_shown(root: Path, url: str) -> None:
    run(root, url, "2026-W46")
    now = settings_of(root, SCORECARD_WAREHOUSE=url).now
    later = settings_of(root, now + timedelta(seconds=1), SCORECARD_WAREHOUSE=url)
    add_event(later, EventRequest("2026-W46", "A strike"), Options("event"))

    assert read(root, url, now).events == []
    assert len(read(root, url, later.now).events) == 1


def test_a_review_of_a_time_before_all_values_is_refused(root: Path, url: str) -> None:
    run(root, url, "2026-W46")
    before = settings_of(root, SCORECARD_WAREHOUSE=url).now - timedelta(days=1)

    with pytest.raises(UsageError, match="nothing of success up to 2026-W46 was stored on"):
        read(root, url, before)


def test_a_change_says_how_far_the_period_before_was_restated(root: Path, url: str) -> None:
    edit(root, "scorecards/success/kpi_06.py", "name='Forms'", "name='Forms', kind='north star'")
    run(root, url, "2026-W45..2026-W46")
    fill_forms(url, {"2026-W45": 2})
    run(root, url, "2026-W45")
    change = read(root, url, settings_of(root, SCORECARD_WAREHOUSE=url).now).change

    assert change is not None
    assert (change.before, change.after, change.restated) == (8, 7, 2)
