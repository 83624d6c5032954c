"""Mail by SMTP to a real server."""

from __future__ import annotations

import pytest

from core.alerts.failure import ChannelError
from core.alerts.mail import parse_server
from tests.channels import MailBox, free_port, mail_server, text_of
from tests.core.alerts.examples import MESSAGE


def test_a_mail_keeps_its_id_and_date_at_every_attempt(mail: MailBox) -> None:
    server = parse_server(mail.url)
    for _ in range(2):
        server.send(MESSAGE, ("ana@example.com", "ben@example.com"))

    for sent in mail.mails:
        assert sent["Message-ID"] == "<1.critical@scorecard>"
        assert sent["Date"] == "Mon, 16 Nov 2026 05:00:00 +0000"
        assert (sent["To"], sent["From"]) == (
            "ana@example.com, ben@example.com",
            "scorecard@127.0.0.1",
        )
        assert sent["Subject"] == MESSAGE.subject
        assert text_of(sent).replace("\r\n", "\n") == MESSAGE.text
        assert [part.get_content_type() for part in sent.walk()][1:] == ["text/plain", "text/html"]


def test_a_user_logs_in_and_is_the_sender() -> None:
    with mail_server("s3cret!pw") as box:
        address = f"127.0.0.1:{box.port}"
        server = parse_server(f"smtp://ana%40example.com:s3cret%21pw@{address}")
        server.send(MESSAGE, ("ben@example.com",))
        assert "s3cret!pw" not in repr(server)
        wrong = parse_server(f"smtp://ana%40example.com:wr0ng!pw@{address}")
        with pytest.raises(ChannelError, match="535") as refused:
            wrong.send(MESSAGE, ("ben@example.com",))

    assert [sent["From"] for sent in box.mails] == ["ana@example.com"]
    assert "wr0ng" not in str(refused.value)


def test_a_server_that_is_away_or_refuses_is_a_failure(mail: MailBox) -> None:
    mail.refuses = True
    with pytest.raises(ChannelError, match="try again later"):
        parse_server(mail.url).send(MESSAGE, ("ana@example.com",))
    with pytest.raises(ChannelError, match="Connection refused"):
        parse_server(f"smtp://127.0.0.1:{free_port()}").send(MESSAGE, ("ana@example.com",))


@pytest.mark.parametrize("url", ["", "mail.example.com", "https://me:s3cret@x", "smtp://x:port"])
def test_what_is_not_a_mail_server_is_refused_without_its_secret(url: str) -> None:
    with pytest.raises(ChannelError, match="SCORECARD_SMTP is not the URL of a mail") as refused:
        parse_server(url)
    assert "s3cret" not in str(refused.value)


def test_the_usual_ports_and_a_sender_of_its_own() -> None:
    plain, encrypted = parse_server("smtp://mx"), parse_server("smtps://me@mx", "kpi@example.com")

    assert (plain.port, plain.is_encrypted, plain.sender) == (25, False, "scorecard@mx")
    assert (encrypted.port, encrypted.is_encrypted) == (465, True)
    assert encrypted.sender == "kpi@example.com"
