"""Files that go along with messages, to real servers."""

from __future__ import annotations

import base64
from dataclasses import replace

from core.alerts.attachments import Attachment
from core.alerts.channels import Channels
from tests.channels import Hook, MailBox
from tests.core.alerts.examples import MESSAGE

PICTURE = Attachment("page.png", "image/png", b"\x89PNG picture", cid="first-page")
PDF = Attachment("review.pdf", "application/pdf", b"%PDF-1.7 pages")


def test_a_mail_shows_a_picture_and_has_a_file(mail: MailBox) -> None:
    html = '<p><img src="cid:first-page"></p>'
    Channels({"SCORECARD_SMTP": mail.url}).send(replace(MESSAGE, html=html), (PICTURE, PDF))

    (sent,) = mail.mails
    parts = {part.get_content_type(): part for part in sent.walk()}
    assert [*parts] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "multipart/related",
        "text/html",
        "image/png",
        "application/pdf",
    ]
    assert parts["image/png"]["Content-ID"] == "<first-page>"
    assert parts["image/png"].get_payload(decode=True) == PICTURE.content
    assert parts["application/pdf"].get_filename() == "review.pdf"
    assert parts["application/pdf"].get_payload(decode=True) == PDF.content


def test_a_service_gets_the_files_that_it_takes(slack: Hook) -> None:
    channels = Channels({"SLACK_URL": slack.url})
    channels.send(replace(MESSAGE, channel="SLACK_URL"), (PICTURE,))

    (sent,) = slack.bodies[0]["attachments"]
    assert (sent["filename"], sent["mimetype"]) == ("page.png", "image/png")
    assert base64.b64decode(sent["base64"]) == PICTURE.content


def test_the_content_of_a_file_is_not_in_its_text() -> None:
    assert "pages" not in repr(PDF)
