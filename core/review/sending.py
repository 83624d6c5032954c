"""Sends an edition to a scorecard's readers, with a picture of its first page and the PDF."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from html import escape
from itertools import chain

from core.alerts import Attachment, ChannelError, Channels
from core.model import AlertMessage, Runner
from core.review.document import ReviewDocument, ReviewList, ReviewPart, plain_text
from core.review.editions import MadeEdition
from core.review.pdf import first_page, review_pdf
from core.store import Messages

_SEVERITY = "review"  # in place of a severity
_PICTURE = "first-page"


@dataclass(frozen=True)
class ReviewSender:
    """Sends an edition to each channel once; `now` is in UTC."""

    messages: Messages
    channels: Channels
    now: datetime

    def send(self, made: MadeEdition) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the channels that took the edition, and a sentence on each that did not.

        One that took it before is left out. What was not taken is sent when this is called again.

        Raises:
            UsageError: typst is not installed.
        """
        runner, document = made.plan.runner, made.document
        id_ = f"{document.domain}.{document.period}.{made.plan.number}.review@scorecard"
        done = self.messages.sent_to(id_)
        open_ = [channel for channel in channels_of(runner) if channel not in done]
        files = attachments(document) if open_ else ()
        taken, faults = [], []
        for channel in open_:
            message = make_message(document, id_, channel, self.now)
            if fault := self._attempt(message, files):
                faults.append(f"{channel} did not get {message.subject!r}: {fault}")
            else:
                taken.append(channel)
        return tuple(taken), tuple(faults)

    def _attempt(self, message: AlertMessage, files: Sequence[Attachment]) -> str:
        """Send a message; return why it was not taken, empty if it was."""
        # Given up until it is sent: the outbox of alerts would send it without its files.
        self.messages.add([message])
        try:
            self.channels.send(message, files)
        except ChannelError as error:
            self.messages.update(replace(message, attempts=1, error=str(error)))
            return str(error)
        self.messages.update(replace(message, attempts=1, status="sent"))
        return ""


def channels_of(runner: Runner) -> tuple[str, ...]:
    """Return the channels of a review: the recipients by mail, and those that it names itself."""
    recipients = ",".join(dict.fromkeys(runner.recipients))
    named = runner.review.channels if runner.review else ()
    return tuple(dict.fromkeys(filter(None, (recipients, *named))))


def attachments(document: ReviewDocument) -> tuple[Attachment, ...]:
    """Return the picture of the first page, and the PDF."""
    name = f"{document.domain}-{document.period}"
    return (
        Attachment(f"{name}.png", "image/png", first_page(document), cid=_PICTURE),
        Attachment(f"{name}.pdf", "application/pdf", review_pdf(document)),
    )


def make_message(
    document: ReviewDocument, message_id: str, channel: str, now: datetime
) -> AlertMessage:
    """Return an edition as a message: its first lines, and in HTML the picture of its first page.

    Its status is that of one that was given up, until it is sent.
    """
    text = "\n".join(_lines(document)) + "\n"
    paragraphs = "<br>\n".join(map(escape, text.splitlines()))
    picture = f'<img src="cid:{_PICTURE}" width="640" alt="First page of the review">'
    return AlertMessage(
        message_id=message_id,
        channel=channel,
        domain=document.domain,
        severity=_SEVERITY,
        subject=f"{document.title} {document.period}: the review",
        text=text,
        html=f"<html><body><p>{paragraphs}</p>\n<p>{picture}</p></body></html>",
        planned_at=now,
        changed_at=now,
        status="given up",
    )


def _lines(document: ReviewDocument) -> Iterator[str]:
    yield f"{document.title}, {document.days}"
    yield document.edition
    yield ""
    for item in document.facts:
        yield f"{item.label}: {plain_text(item.text)}"
    changes = [part for part in document.parts if part.name == "changes"]
    for part in changes:
        yield from ("", part.title)
        yield from _sentences(part)


def _sentences(part: ReviewPart) -> Iterator[str]:
    lists = [block for block in part.blocks if isinstance(block, ReviewList)]
    for item in chain.from_iterable(block.items for block in lists):
        remark = f" ({plain_text(item.remark)})" if item.remark else ""
        yield f"  {plain_text(item.text)}{remark}"
