"""Requests as the API's methods see them, and the table that finds the method for a path."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, unquote

from . import auth, schema
from .errors import Json, violations

if TYPE_CHECKING:
    from .emulator import Emulator

# Parameters that every method of every Google API has.
SYSTEM = {
    "alt",
    "fields",
    "key",
    "prettyPrint",
    "quotaUser",
    "access_token",
    "callback",
    "oauth_token",
    "uploadType",
    "upload_protocol",
    "$.xgafv",
}
ENUMS = {
    "valueInputOption": ("ValueInputOption", ("RAW", "USER_ENTERED")),
    "insertDataOption": ("InsertDataOption", ("OVERWRITE", "INSERT_ROWS")),
    "majorDimension": ("Dimension", ("ROWS", "COLUMNS")),
    "valueRenderOption": ("ValueRenderOption", ("FORMATTED_VALUE", "UNFORMATTED_VALUE", "FORMULA")),
    "dateTimeRenderOption": ("DateTimeRenderOption", ("SERIAL_NUMBER", "FORMATTED_STRING")),
    "responseValueRenderOption": (
        "ValueRenderOption",
        ("FORMATTED_VALUE", "UNFORMATTED_VALUE", "FORMULA"),
    ),
    "responseDateTimeRenderOption": ("DateTimeRenderOption", ("SERIAL_NUMBER", "FORMATTED_STRING")),
}


@dataclass
class Call:
    """One request to an API method: who, where, and with what."""

    emulator: Emulator
    account: str = ""
    parts: dict[str, str] = field(default_factory=dict)
    query: dict[str, list[str]] = field(default_factory=dict)
    raw: bytes = b""

    def one(self, name: str, default: str | None = None) -> str | None:
        return self.query.get(name, [default])[-1]

    def flag(self, name: str) -> bool:
        """`true`, `True`, `1`."""
        text = str(self.one(name, "false"))
        if text.lower() not in ("true", "false", "1", "0"):
            where = schema.snake(name)
            raise violations([(where, f"Invalid value at '{where}' (TYPE_BOOL), \"{text}\"")])
        return text.lower() in ("true", "1")

    def json(self) -> Any:
        if not self.raw:
            return {}
        try:
            return json.loads(self.raw, parse_constant=_no_constant)
        except ValueError as error:
            raise violations([("", f"Invalid JSON payload received. {error}")]) from None

    def message(self, name: str, path: str = "") -> Json:
        """The body as a message of the schema, checked."""
        return schema.check(self.json(), name, path)

    def enums(self) -> Json:
        """The enumerated query parameters, checked."""
        given: Json = {}
        for name, (kind, allowed) in ENUMS.items():
            value = self.one(name)
            if value is not None and value not in allowed and not value.endswith("UNSPECIFIED"):
                where = schema.snake(name)
                text = (
                    f"Invalid value at '{where}'"
                    f' (type.googleapis.com/google.apps.sheets.v4.{kind}), "{value}"'
                )
                raise violations([(where, text)])
            if value is not None:
                given[name] = value
        return given


def _no_constant(name: str) -> Any:
    raise ValueError(f"Unexpected token.\n{name}")


@dataclass(frozen=True)
class Access:
    """What a method counts as in the quota, and the scopes of which it needs one."""

    kind: str
    scopes: frozenset[str]


READ = Access("read", auth.SHEETS_READ)
WRITE = Access("write", auth.SHEETS_WRITE)
# Developer metadata and data filters need a scope that may write, even to be read.
GUARDED_READ = Access("read", auth.SHEETS_WRITE)
DRIVE_READ = Access("drive", auth.DRIVE_READ)
DRIVE_WRITE = Access("drive", auth.DRIVE_WRITE)


@dataclass(frozen=True)
class Route:
    """An API method: how it is addressed, what it needs, and what carries it out."""

    verb: str
    pattern: re.Pattern[str]
    api: str
    run: Callable[[Call], Any]
    access: Access
    params: frozenset[str] | None


def route(
    address: str, api: str, run: Callable[[Call], Any], access: Access, params: str | None = ""
) -> Route:
    """An address is `GET /path/{name}`: a name is one segment without a colon, unless it is a
    range.

    `params` are the query parameters; None takes any.
    """
    verb, _, path = address.partition(" ")
    text = re.sub(
        r"\{(\w+)\}",
        lambda m: f"(?P<{m[1]}>[^/]+?)" if m[1] == "range" else f"(?P<{m[1]}>[^/:]+)",
        path,
    )
    known = None if params is None else frozenset(params.split()) | SYSTEM
    return Route(verb, re.compile(f"^{text}$"), api, run, access, known)


def find(routes: list[Route], verb: str, path: str) -> tuple[Route, dict[str, str]] | None:
    for candidate in routes:
        if candidate.verb == verb and (match := candidate.pattern.match(path)):
            return candidate, {name: unquote(text) for name, text in match.groupdict().items()}
    return None


def query_of(text: str, route: Route) -> dict[str, list[str]]:
    """The query parameters; the Sheets API refuses those it does not know."""
    query = parse_qs(text, keep_blank_values=True)
    unknown = [name for name in query if route.params is not None and name not in route.params]
    if unknown:
        raise violations(
            [
                (
                    "",
                    f'Invalid JSON payload received. Unknown name "{name}": Cannot bind query'
                    " parameter. "
                    f"Field '{name}' could not be found in request message.",
                )
                for name in unknown
            ]
        )
    return query
