"""An edition is sent to each channel once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from core.alerts import Channels
from core.engines import Access, EngineConnection, open_store
from core.model import Review
from core.review.editions import EditionPlan, MadeEdition
from core.review.sections import make_document
from core.review.sending import ReviewSender, channels_of, make_message
from core.store import Messages
from core.store.schema import migrate
from tests.channels import MailBox, text_of
from tests.core.review.reviews import MONDAY, RUNNER, facts, weeks
from tests.project import settings_of

pytest.importorskip("typst", reason="a PDF needs typst: pip install -e '.[dev]'")

READERS = replace(
    RUNNER,
    recipients=("ana@example.com", "ben@example.com"),
    review=Review(north_star=6, channels=["TEAM"]),
)
FACTS = facts(weeks([4, 5]), runner=READERS)


@pytest.fixture
def warehouse(warehouse_url: str, root: Path) -> Iterator[EngineConnection]:
    settings = settings_of(root, SCORECARD_WAREHOUSE=warehouse_url)
    with closing(open_store(settings, Access("test", write=True))) as database:
        yield database


def made() -> MadeEdition:
    plan = EditionPlan(2, MONDAY, FACTS.since, READERS)
    return MadeEdition(plan, make_document(FACTS), {}, (6,))


def test_a_review_goes_to_recipients_by_one_mail_and_to_its_own_channels() -> None:
    assert channels_of(READERS) == ("ana@example.com,ben@example.com", "TEAM")
    assert channels_of(RUNNER) == ()


def test_the_message_has_the_first_lines_and_shows_the_first_page() -> None:
    message = make_message(made().document, "id", "TEAM", MONDAY)

    assert message.subject == "Success scorecard 2026-W46: the review"
    assert "What moved: KPI 6 5, +1 (+25.0%); nothing unusual" in message.text
    assert "  KPI 6 rose to 5 from 4, +1 (+25.0%). (ana)" in message.text
    assert 'src="cid:first-page"' in message.html


def test_a_channel_that_fails_gets_it_with_the_next_attempt_and_no_one_twice(
    warehouse: EngineConnection, mail: MailBox
) -> None:
    migrate(warehouse, [])
    environment = {"SCORECARD_SMTP": mail.url}
    sender = ReviewSender(Messages(warehouse), Channels(environment), MONDAY)
    taken, faults = sender.send(made())

    assert taken == ("ana@example.com,ben@example.com",)
    assert faults == (
        "TEAM did not get 'Success scorecard 2026-W46: the review': TEAM is not set; set it in"
        " .env to a URL of apprise, or to mailto: and an address",
    )
    environment["TEAM"] = "mailto:cem@example.com"
    assert sender.send(made()) == (("TEAM",), ())
    assert sender.send(made()) == ((), ())
    assert [sent["To"] for sent in mail.mails] == [
        "ana@example.com, ben@example.com",
        "cem@example.com",
    ]
    types = [part.get_content_type() for part in mail.mails[0].walk()]
    assert {"image/png", "application/pdf"} <= set(types)
    assert "Success scorecard, Week 46, 2026" in text_of(mail.mails[0])
