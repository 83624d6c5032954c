"""All workbooks, and who may do what with them."""

from __future__ import annotations

import copy
import hashlib
import secrets
import string
import threading
from datetime import UTC, datetime, timedelta

from .context import Context
from .defaults import SPREADSHEET_PROPERTIES
from .errors import ApiError, Json, forbidden, not_found
from .model import Workbook, new_sheet

ANYONE = "anyone"
READERS = ("owner", "organizer", "fileOrganizer", "writer", "commenter", "reader")
WRITERS = ("owner", "organizer", "fileOrganizer", "writer")
ID_LETTERS = string.ascii_letters + string.digits + "-_"


class Store:
    """Holds workbooks; hands out contexts to read, and takes changed copies back."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.workbooks: dict[str, Workbook] = {}
        self._last = datetime.fromtimestamp(0, UTC)

    def now(self) -> str:
        """A time stamp later than any before, so that every edit changes modifiedTime."""
        self._last = max(datetime.now(UTC), self._last + timedelta(milliseconds=1))
        return f"{self._last:%Y-%m-%dT%H:%M:%S}.{self._last.microsecond // 1000:03}Z"

    def create(self, title: str, owner: str, spreadsheet_id: str | None = None) -> Workbook:
        """A new spreadsheet with one empty sheet."""
        number = spreadsheet_id or "1" + "".join(secrets.choice(ID_LETTERS) for _ in range(43))
        properties = copy.deepcopy(SPREADSHEET_PROPERTIES) | {"title": title}
        stamp = self.now()
        workbook = Workbook(
            number,
            properties,
            [new_sheet(0, "Sheet1")],
            {owner: "owner"},
            created=stamp,
            modified=stamp,
        )
        self.workbooks[number] = workbook
        return workbook

    def role(self, workbook: Workbook, account: str) -> str | None:
        return workbook.permissions.get(account) or workbook.permissions.get(ANYONE)

    def visible(self, account: str) -> list[Workbook]:
        """What Drive lists: the files shared with the account, newest first."""
        mine = [workbook for workbook in self.workbooks.values() if account in workbook.permissions]
        return sorted(mine, key=lambda workbook: workbook.modified, reverse=True)

    def get(self, spreadsheet_id: str, account: str, write: bool = False) -> Workbook:
        """A workbook that the account may read, or write; 404 and 403 as Sheets has them."""
        workbook = self.workbooks.get(spreadsheet_id)
        if workbook is None:
            raise not_found()
        if self.role(workbook, account) not in (WRITERS if write else READERS):
            raise forbidden()
        return workbook

    def reading(self, spreadsheet_id: str, account: str) -> Context:
        return Context(self.get(spreadsheet_id, account), account)

    def writing(self, spreadsheet_id: str, account: str) -> Context:
        """A context over a copy, to be handed to `commit` when all went well."""
        return Context(self.get(spreadsheet_id, account, write=True).copy(), account)

    def commit(self, workbook: Workbook) -> None:
        workbook.modified = self.now()
        self.workbooks[workbook.id] = workbook


def share(workbook: Workbook, account: str, role: str | None) -> None:
    """Give an account a role, or none."""
    if role is None:
        workbook.permissions.pop(account, None)
    elif role not in READERS:
        raise ApiError(400, f"Unknown role: {role}")
    else:
        workbook.permissions[account] = role


def permission_id(account: str) -> str:
    """Drive's id of a permission: the same for an account in every file."""
    return (
        "anyoneWithLink"
        if account == ANYONE
        else f"{int(hashlib.sha256(account.encode()).hexdigest(), 16) % 10**20:020}"
    )


def permission(account: str, role: str) -> Json:
    kind = "anyone" if account == ANYONE else "domain" if "@" not in account else "user"
    answer: Json = {
        "kind": "drive#permission",
        "id": permission_id(account),
        "type": kind,
        "role": role,
    }
    if kind == "user":
        answer |= {
            "emailAddress": account,
            "displayName": account.partition("@")[0],
            "deleted": False,
        }
    return answer
