"""The emulator's own endpoint, /emulator/…, for tests that run the server as another process."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .calls import Call
from .errors import ApiError, Json, invalid, not_found
from .render import URL


def faults(call: Call) -> Any:
    """POST one fault or a list of them; {"clear": true} removes all."""
    body = call.json()
    for item in body if isinstance(body, list) else [body]:
        if item.get("clear"):
            call.emulator.faults.clear()
        else:
            options = {key: value for key, value in item.items() if key != "kind"}
            call.emulator.faults.add(item.get("kind", ""), **options)
    return {"faults": call.emulator.faults.waiting()}


def person(call: Call) -> Any:
    """POST {"spreadsheet": id, "do": "type", "args": ["Sheet1", "A1", 5]}, or a list of such;
    "account" is optional.
    """
    body = call.json()
    answers = []
    for item in body if isinstance(body, list) else [body]:
        options = {"account": item["account"]} if "account" in item else {}
        someone = call.emulator.person(item.get("spreadsheet", ""), **options)
        name = str(item.get("do", ""))
        if name.startswith("_") or not callable(getattr(someone, name, None)):
            raise invalid(f"A person cannot {name}.")
        if item.get("spreadsheet") not in call.emulator.store.workbooks:
            raise not_found()
        answers.append(getattr(someone, name)(*item.get("args", []), **item.get("kwargs", {})))
    return {"answers": answers}


def spreadsheets(call: Call) -> Any:
    """POST {"title", "owner", "writers", "readers", "spreadsheet_id"}, all optional; GET lists what
    there is.
    """
    if call.raw:
        given = call.json()
        given |= {key: tuple(given[key]) for key in ("writers", "readers") if key in given}
        number = call.emulator.create(**given)
        return {"id": number, "url": URL.format(number)}
    return {
        "spreadsheets": [
            {
                "id": book.id,
                "title": book.properties["title"],
                "tabs": [sheet.title for sheet in book.sheets],
                "permissions": book.permissions,
            }
            for book in call.emulator.store.workbooks.values()
        ]
    }


def service_accounts(call: Call) -> Any:
    """POST {"email": …}: the contents of a key file."""
    return call.emulator.service_account(**call.json())


def tokens(call: Call) -> Any:
    """POST {"account", "scopes", "lifetime"}: an access token."""
    given = call.json()
    if "scopes" in given:
        given["scopes"] = frozenset(given["scopes"])
    return {"access_token": call.emulator.token(**given)}


def counters(call: Call) -> Any:
    """GET the counters; POST {"reset": true} starts them anew."""
    if call.json().get("reset"):
        call.emulator.journal.clear()
    return call.emulator.counters


def log(call: Call) -> Any:
    return {"log": call.emulator.journal.log()}


def reset(call: Call) -> Any:
    call.emulator.reset()
    return {}


ACTIONS: dict[str, Callable[[Call], Any]] = {
    action.__name__: action
    for action in (faults, person, spreadsheets, service_accounts, tokens, counters, log, reset)
}


def run(call: Call, path: str) -> Any:
    """Carry out /emulator/<action>, or /emulator/export/<id>.xlsx."""
    name = path.removeprefix("/emulator/")
    if name.startswith("export/"):
        number = name.removeprefix("export/").removesuffix(".xlsx")
        if number not in call.emulator.store.workbooks:
            raise not_found()
        return call.emulator.xlsx(number)
    if name not in ACTIONS:
        raise ApiError(404, f"The emulator has no action {name}.")
    try:
        answer: Json | bytes = ACTIONS[name](call)
    except TypeError as error:
        raise invalid(str(error)) from None
    return answer
