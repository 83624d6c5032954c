"""The files of Drive v3, as far as gspread uses them."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

from . import export, masks, values
from .a1 import Rect
from .calls import DRIVE_READ, DRIVE_WRITE, Call, Route, route
from .context import Context
from .errors import ApiError, Json, drive_error
from .model import Workbook, new_sheet
from .store import ANYONE, WRITERS, permission, permission_id, share

SHEET_TYPE = "application/vnd.google-apps.spreadsheet"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DELIMITERS = {"text/csv": ",", "text/tab-separated-values": "\t"}
FILES = "/drive/v3/files"
CLAUSE = re.compile(r"""(mimeType|name|trashed)\s*=\s*("[^"]*"|'(?:[^'\\]|\\.)*'|true|false)""")


def resource(workbook: Workbook) -> Json:
    return {
        "kind": "drive#file",
        "id": workbook.id,
        "name": workbook.properties["title"],
        "mimeType": SHEET_TYPE,
        "createdTime": workbook.created,
        "modifiedTime": workbook.modified,
        "trashed": False,
        "permissions": [
            permission(account, role) for account, role in workbook.permissions.items()
        ],
    }


def shown(item: Json, fields: str | None, default: str) -> Any:
    return masks.project(item, masks.parse(fields or default))


def find(call: Call, write: bool = False) -> Workbook:
    """A file by id. To who may not see it, it does not exist."""
    store, number = call.emulator.store, call.parts["file"]
    workbook = store.workbooks.get(number)
    role = store.role(workbook, call.account) if workbook else None
    if workbook is None or role is None:
        where = {"locationType": "parameter", "location": "fileId"}
        raise drive_error(404, "notFound", f"File not found: {number}.", **where)
    if write and role not in WRITERS:
        message = "The user does not have sufficient permissions for this file."
        raise drive_error(403, "insufficientFilePermissions", message)
    return workbook


def _check_storage(call: Call) -> None:
    """Service accounts have no storage of their own, and so cannot make files."""
    if call.emulator.accounts.is_service(call.account):
        message = "The user's Drive storage quota has been exceeded."
        raise drive_error(403, "storageQuotaExceeded", message, domain="usageLimits")


def list_files(call: Call) -> Any:
    wanted = dict(CLAUSE.findall(call.one("q") or ""))
    title, kind = wanted.get("name"), wanted.get("mimeType", f'"{SHEET_TYPE}"')
    found = call.emulator.store.visible(call.account) if kind[1:-1] == SHEET_TYPE else []
    if title is not None:
        found = [
            book for book in found if book.properties["title"] == title[1:-1].replace("\\'", "'")
        ]
    answer = {
        "kind": "drive#fileList",
        "incompleteSearch": False,
        "files": [resource(book) for book in found],
    }
    return shown(answer, call.one("fields"), "kind,incompleteSearch,files(kind,id,name,mimeType)")


def create(call: Call) -> Any:
    _check_storage(call)
    title = call.json().get("name") or "Untitled"
    return shown(
        resource(call.emulator.store.create(title, call.account)),
        call.one("fields"),
        "kind,id,name,mimeType",
    )


def copy(call: Call) -> Any:
    source = find(call)
    _check_storage(call)
    store = call.emulator.store
    title = call.json().get("name") or f"Copy of {source.properties['title']}"
    made, copied = store.create(title, call.account), source.copy()
    made.sheets, made.named, made.metadata = copied.sheets, copied.named, copied.metadata
    made.properties = copied.properties | {"title": title}
    return shown(resource(made), call.one("fields"), "kind,id,name,mimeType")


def get(call: Call) -> Any:
    return shown(resource(find(call)), call.one("fields"), "kind,id,name,mimeType")


def update(call: Call) -> Any:
    workbook = find(call, write=True).copy()
    if call.raw and "name" in (body := call.json()):
        workbook.properties["title"] = body["name"]
    call.emulator.store.commit(workbook)
    return shown(resource(workbook), call.one("fields"), "kind,id,name,mimeType")


def delete(call: Call) -> Any:
    workbook = find(call)
    if workbook.permissions.get(call.account) != "owner":
        message = "The user does not have sufficient permissions for this file."
        raise drive_error(403, "insufficientFilePermissions", message)
    del call.emulator.store.workbooks[workbook.id]
    return None


def export_file(call: Call) -> Any:
    """The first sheet as CSV or TSV, all of them as .xlsx."""
    workbook, kind = find(call), call.one("mimeType") or ""
    if kind == XLSX:
        return export.xlsx(workbook)
    if kind not in DELIMITERS:
        raise drive_error(
            400, "badRequest", f"The requested conversion is not supported by the emulator: {kind}"
        )
    text = io.StringIO()
    sheet = workbook.first_visible()
    area = values.readable(sheet, Rect())
    rows = values.read(Context(workbook, call.account), area, values.Rendering())
    width = max((len(row) for row in rows), default=0)
    writer = csv.writer(text, delimiter=DELIMITERS[kind], lineterminator="\r\n")
    writer.writerows(row + [""] * (width - len(row)) for row in rows)
    return text.getvalue().removesuffix("\r\n").encode()


def upload(call: Call) -> Any:
    """Drive v2's upload of a CSV over a spreadsheet: one sheet is left, with the file's contents
    and title.
    """
    workbook = find(call, write=True).copy()
    rows = list(csv.reader(io.StringIO(call.raw.decode("utf-8-sig"))))
    width = max((len(row) for row in rows), default=1)
    sheet = new_sheet(0, workbook.properties["title"], max(len(rows), 1000), max(width, 26))
    workbook.sheets, workbook.named = [sheet], []
    workbook.properties["timeZone"] = "America/Los_Angeles"
    values.update(Context(workbook, call.account), sheet, Rect(), {"values": rows}, "USER_ENTERED")
    call.emulator.store.commit(workbook)
    return {
        "kind": "drive#file",
        "id": workbook.id,
        "title": workbook.properties["title"],
        "mimeType": SHEET_TYPE,
    }


def list_permissions(call: Call) -> Any:
    answer = {"kind": "drive#permissionList", "permissions": resource(find(call))["permissions"]}
    return shown(answer, call.one("fields"), "kind,permissions(kind,id,type,role)")


def create_permission(call: Call) -> Any:
    workbook, body = find(call, write=True).copy(), call.json()
    account = (
        ANYONE if body.get("type") == "anyone" else body.get("emailAddress") or body.get("domain")
    )
    if not account or not body.get("role"):
        raise drive_error(400, "required", "The permission type and role fields are required.")
    try:
        share(workbook, account, body["role"])
    except ApiError as error:
        raise drive_error(400, "invalid", error.message) from None
    call.emulator.store.commit(workbook)
    return shown(permission(account, body["role"]), call.one("fields"), "kind,id,type,role")


def delete_permission(call: Call) -> Any:
    workbook = find(call, write=True).copy()
    for account in list(workbook.permissions):
        if permission_id(account) == call.parts["permission"]:
            share(workbook, account, None)
            call.emulator.store.commit(workbook)
            return None
    raise drive_error(404, "notFound", f"Permission not found: {call.parts['permission']}.")


def comments(call: Call) -> Any:
    find(call)
    return {"comments": []}


FILE, PERMISSIONS = FILES + "/{file}", FILES + "/{file}/permissions"
ROUTES: list[Route] = [
    route("GET " + FILES, "drive.files.list", list_files, DRIVE_READ, None),
    route("POST " + FILES, "drive.files.create", create, DRIVE_WRITE, None),
    route("POST " + FILE + "/copy", "drive.files.copy", copy, DRIVE_WRITE, None),
    route("GET " + FILE + "/export", "drive.files.export", export_file, DRIVE_READ, None),
    route("GET " + FILE + "/comments", "drive.comments.list", comments, DRIVE_READ, None),
    route("GET " + PERMISSIONS, "drive.permissions.list", list_permissions, DRIVE_READ, None),
    route("POST " + PERMISSIONS, "drive.permissions.create", create_permission, DRIVE_WRITE, None),
    route(
        "DELETE " + PERMISSIONS + "/{permission}",
        "drive.permissions.delete",
        delete_permission,
        DRIVE_WRITE,
        None,
    ),
    route("GET " + FILE, "drive.files.get", get, DRIVE_READ, None),
    route("PATCH " + FILE, "drive.files.update", update, DRIVE_WRITE, None),
    route("DELETE " + FILE, "drive.files.delete", delete, DRIVE_WRITE, None),
    route("PUT /upload/drive/v2/files/{file}", "drive.files.upload", upload, DRIVE_WRITE, None),
]
