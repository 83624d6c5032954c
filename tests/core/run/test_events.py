"""Events that a person notes by a command."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import UsageError
from core.run.context import Options
from core.run.events import EventRequest, add_event, take_back_event
from core.settings import user
from tests.project import settings_of
from tests.warehouses import stored

OPTIONS = Options("scorecard event")


def test_an_event_is_stored_with_its_author_also_in_an_empty_store(root: Path, url: str) -> None:
    settings = settings_of(root, SCORECARD_WAREHOUSE=url)
    add_event(settings, EventRequest("2026-W46", "A fair"), OPTIONS)

    columns = "number, domain, cadence, period, text, author"
    assert stored(url, columns, "scorecard_event", "number") == [
        (1, "", "weekly", "2026-W46", "A fair", user())
    ]


def test_an_event_is_taken_back_once(root: Path, url: str) -> None:
    settings = settings_of(root, SCORECARD_WAREHOUSE=url)
    add_event(settings, EventRequest("2026-11", "A strike"), OPTIONS)

    assert take_back_event(settings, 1, OPTIONS).text == "A strike"
    with pytest.raises(UsageError, match="event 1 is not stored; see scorecard events"):
        take_back_event(settings, 1, OPTIONS)


def test_an_event_of_an_unknown_domain_or_no_period_is_refused(root: Path, url: str) -> None:
    settings = settings_of(root, SCORECARD_WAREHOUSE=url)

    with pytest.raises(UsageError, match="nothing is stored of a domain 'nowhere'"):
        add_event(settings, EventRequest("2026-W46", "A fair", "nowhere"), OPTIONS)
    with pytest.raises(UsageError, match="2026-W60"):
        add_event(settings, EventRequest("2026-W60", "A fair"), OPTIONS)
