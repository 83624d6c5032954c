"""An edition on record is made again, byte for byte, from values as they were."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from core.catalog import load_catalogue
from core.engines import Access, open_store
from core.errors import UsageError
from core.model import Review
from core.review.editions import ReviewMaker
from core.run import EventRequest, ManualCell, ManualValue, Options, add_event, enter
from tests.core.review.reviews import W46
from tests.project import settings_of
from tests.runs import run, say_nothing

MONDAY = datetime.fromisoformat("2026-11-20T12:00+01:00")
LATER = MONDAY + timedelta(days=1)


@contextmanager
def maker(
    root: Path, url: str, now: datetime = MONDAY, review: Review | None = None
) -> Iterator[ReviewMaker]:
    settings = settings_of(root, now, SCORECARD_WAREHOUSE=url)
    catalogue = load_catalogue(root, None)
    runner = replace(catalogue.runners["success"], review=review)
    catalogue = replace(catalogue, runners={"success": runner})
    database = open_store(settings, Access("test", write=True, wait=0))
    try:
        yield ReviewMaker(settings, database, catalogue, "success", W46)
    finally:
        database.close()


def make(root: Path, url: str, now: datetime = MONDAY, review: Review | None = None) -> bytes:
    """Make and record the newest edition; return its HTML."""
    with maker(root, url, now, review) as making:
        made = making.make(["html"])
        making.record(made)
        return made.files["html"]


def test_an_edition_that_would_show_the_same_is_the_last_one(root: Path, url: str) -> None:
    run(root, url, "2026-W43..2026-W46")
    first = make(root, url)

    assert make(root, url, LATER) == first


def test_what_changed_since_makes_a_new_edition_and_the_old_one_stays(root: Path, url: str) -> None:
    run(root, url, "2026-W43..2026-W46")
    first = make(root, url)
    settings = settings_of(root, LATER, SCORECARD_WAREHOUSE=url)
    add_event(settings, EventRequest("2026-W46", "A strike"), Options("event"))
    cell = ManualCell("success", 6, "2026-W46", "", False)
    enter(settings, cell, ManualValue(70.0, "by post"), Options("set", publish=False), say_nothing)
    second = make(root, url, LATER)

    assert b"A strike" not in first
    assert b"A strike" in second
    assert b">70<" in second
    with maker(root, url, LATER) as making:
        made, faults = making.make_again(1)
    assert faults == ()
    assert made.files["html"] == first


def test_a_locked_review_shows_nothing_later(root: Path, url: str) -> None:
    run(root, url, "2026-W43..2026-W46")
    review = Review(lock="Friday 12:30")
    locked = make(root, url, MONDAY + timedelta(hours=1), review)
    settings = settings_of(root, LATER, SCORECARD_WAREHOUSE=url)
    add_event(settings, EventRequest("2026-W46", "A strike"), Options("event"))

    assert make(root, url, LATER, review) == locked


def test_an_edition_is_made_with_the_runner_as_it_was(root: Path, url: str) -> None:
    run(root, url, "2026-W43..2026-W46")
    first = make(root, url)
    with maker(root, url, LATER, Review(north_star=6, sections=["health"])) as making:
        made, faults = making.make_again(1)

    assert (made.files["html"], faults) == (first, ())


def test_an_edition_that_cannot_be_made_again_says_so(root: Path, url: str) -> None:
    run(root, url, "2026-W43..2026-W46")
    make(root, url)
    (root / "scorecards/success/kpi_05.py").unlink()
    with maker(root, url, LATER) as making:
        _, faults = making.make_again(1)

    assert faults == (
        "edition 1 of 2026-W46 as html differs from the one of 2026-11-20 on record: the KPI"
        " files, the runner or the framework's code changed since",
    )


def test_another_page_from_the_same_values_is_a_new_edition(root: Path, url: str) -> None:
    run(root, url, "2026-W43..2026-W46")
    first = make(root, url)
    (root / "scorecards/success/kpi_05.py").unlink()
    second = make(root, url, LATER)

    assert b"Edition 1" in first
    assert b"Edition 2" in second


def test_an_edition_that_is_not_on_record_is_refused(root: Path, url: str) -> None:
    run(root, url, "2026-W46")
    with maker(root, url) as making:
        making.record(making.make(["html"]))
        with pytest.raises(UsageError, match="2026-W46 has no edition 3 on record"):
            making.make_again(3)
