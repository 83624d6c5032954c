"""Files that go along with a message."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes along with a message; `mime` is its type, such as `image/png`.

    One with a `cid` is shown within the HTML of a mail, which names it as `cid:`.
    """

    name: str
    mime: str
    content: bytes = field(repr=False)
    cid: str = ""
