"""Comments that a person makes by a command."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import UsageError
from core.run.commenting import CommentRequest, add_comment
from core.run.pipeline import Options
from core.settings import user
from tests.project import settings_of
from tests.runs import run
from tests.warehouses import stored

OPTIONS = Options("scorecard note")
REQUEST = CommentRequest("success", 6, "2026-W46", "a public holiday")


def test_a_comment_is_stored_with_its_author(root: Path, url: str) -> None:
    run(root, url, "2026-W46")
    add_comment(settings_of(root, SCORECARD_WAREHOUSE=url), REQUEST, OPTIONS)

    columns = "kpi_number, field_name, period, text, author, source"
    assert stored(url, columns, "scorecard_comment", "number") == [
        (6, "forms", "2026-W46", "a public holiday", user(), "command")
    ]


def test_a_second_comment_and_one_without_a_value_are_refused(root: Path, url: str) -> None:
    run(root, url, "2026-W46")
    settings = settings_of(root, SCORECARD_WAREHOUSE=url)
    add_comment(settings, REQUEST, OPTIONS)

    with pytest.raises(UsageError, match=r"kpi_06 for 2026-W46 has a comment, 'a public holiday'"):
        add_comment(settings, REQUEST, OPTIONS)
    nothing = CommentRequest("success", 6, "2026-W30", "x", field="web")
    with pytest.raises(UsageError, match=r"no value of success/kpi_06 web for 2026-W30 is stored"):
        add_comment(settings, nothing, OPTIONS)
