"""What a request may contain: unknown names and wrong types are refused as Google's JSON parser
refuses them.
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from .errors import ApiError, Json, violations

ENUM = re.compile(r"^(\w+)\((.*)\)$")
NUMBER_TYPES = {"double": "TYPE_DOUBLE", "float": "TYPE_FLOAT"}
ONE_OF: dict[str, tuple[str, tuple[str, ...]]] = {
    "ExtendedValue": (
        "value",
        ("numberValue", "stringValue", "boolValue", "formulaValue", "errorValue"),
    ),
    "DataFilter": ("filter", ("developerMetadataLookup", "a1Range", "gridRange")),
    "DeveloperMetadataLocation": ("location", ("spreadsheet", "sheetId", "dimensionRange")),
    "Request.updateCells": ("area", ("start", "range")),
    "Request.findReplace": ("scope", ("range", "sheetId", "allSheets")),
}


@dataclass(frozen=True)
class Field:
    """One field of a message: its type as written in schema.txt, and whether zero is kept in
    answers.
    """

    type: str
    presence: bool


def _tables() -> tuple[dict[str, dict[str, Field]], frozenset[str]]:
    text = (Path(__file__).parent / "schema.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    messages: dict[str, dict[str, Field]] = {}
    unsupported: frozenset[str] = frozenset()
    for line in re.sub(r"\n\s+", " ", "\n".join(lines)).splitlines():
        name, *fields = line.split()
        if name == "Unsupported":
            unsupported = frozenset(fields)
        elif fields and fields[0].startswith("+"):
            messages[name] = messages[fields[0][1:]]
        else:
            split = [field.partition(":") for field in fields]
            messages[name] = {
                key: Field(kind.rstrip("!"), kind.endswith("!")) for key, _, kind in split
            }
    return messages, unsupported


MESSAGES, UNSUPPORTED = _tables()
KINDS = {name.removeprefix("Request.") for name in MESSAGES if name.startswith("Request.")}


@cache
def snake(name: str) -> str:
    """Google's parser names fields in snake case."""
    return re.sub(r"([A-Z])", lambda match: "_" + match.group(1).lower(), name)


class Checker:
    """Walks a JSON body; gathers everything wrong with it, and returns it cleaned: nulls gone,
    numbers typed.
    """

    def __init__(self) -> None:
        self.found: list[tuple[str, str]] = []

    def message(self, body: Any, name: str, path: str) -> Json:
        if not isinstance(body, dict):
            self._wrong(path, f"type.googleapis.com/google.apps.sheets.v4.{name}", body)
            return {}
        fields = MESSAGES[name]
        clean: Json = {}
        for key, value in body.items():
            if key not in fields:
                self._unknown(path, key)
            elif value is not None:
                clean[key] = self.value(value, fields[key].type, f"{path}.{snake(key)}".lstrip("."))
        if name in ONE_OF:
            self._one_of(clean, *ONE_OF[name], path)
        return clean

    def value(self, value: Any, kind: str, path: str) -> Any:
        if kind == "Request":
            return self.request(value, path)
        if kind in MESSAGES:
            return self.message(value, kind, path)
        if kind.startswith("["):
            return self._list(value, kind[1:-1], path)
        if kind.startswith("{"):
            return {
                str(key): self.value(item, kind[1:-1], path) for key, item in dict(value).items()
            }
        if enum := ENUM.match(kind):
            return self._enum(value, enum.group(1), enum.group(2).split("|"), path)
        return self._scalar(value, kind, path)

    def request(self, body: Any, path: str) -> Json:
        """One member of the union of request kinds."""
        if not isinstance(body, dict):
            self._wrong(path, "type.googleapis.com/google.apps.sheets.v4.Request", body)
            return {}
        clean: Json = {}
        for kind, content in body.items():
            if kind in UNSUPPORTED:
                raise ApiError(501, f"The emulator does not carry out {kind}.")
            if kind not in KINDS:
                self._unknown(path, kind)
            elif content is not None:
                clean[kind] = self.message(content, f"Request.{kind}", f"{path}.{snake(kind)}")
        self._one_of(clean, "kind", tuple(clean), path)
        return clean

    def _list(self, value: Any, kind: str, path: str) -> list[Any]:
        if not isinstance(value, list):
            if kind != "[any]":
                value = [value]
                return [self.value(item, kind, f"{path}[{i}]") for i, item in enumerate(value)]
            self._wrong(path, "type.googleapis.com/google.protobuf.ListValue", value)
            return []
        if kind == "any":
            return value
        if (
            kind in MESSAGES or kind == "Request"
        ):  # the parser takes nested lists of messages as one
            value = [
                inner for item in value for inner in (item if isinstance(item, list) else [item])
            ]
        return [
            self.value(item, kind, f"{path}[{i}]")
            for i, item in enumerate(value)
            if item is not None
        ]

    def _enum(self, value: Any, name: str, allowed: list[str], path: str) -> str:
        if value not in allowed and not str(value).endswith("_UNSPECIFIED"):
            self._wrong(path, f"type.googleapis.com/google.apps.sheets.v4.{name}", value)
        return str(value)

    def _scalar(self, value: Any, kind: str, path: str) -> Any:
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if kind in ("str", "mask"):
            if not isinstance(value, str):
                self._wrong(path, "TYPE_STRING", value)
        elif kind == "bool":
            if not isinstance(value, bool):
                self._wrong(path, "TYPE_BOOL", value)
        elif kind == "int":
            return self._integer(value, path)
        elif kind in NUMBER_TYPES:
            if not number:
                self._wrong(path, NUMBER_TYPES[kind], value)
            elif kind == "double":
                return whole(value)
        return value

    def _integer(self, value: Any, path: str) -> int:
        text = str(value)
        if isinstance(value, bool) or not re.fullmatch(r"-?\d{1,10}(\.0+)?", text):
            self._wrong(path, "TYPE_INT32", value)
            return 0
        return int(float(text))

    def _unknown(self, path: str, key: str) -> None:
        at = f" at '{path}'" if path else ""
        text = f'Invalid JSON payload received. Unknown name "{key}"{at}: Cannot find field.'
        self.found.append((path, text))

    def _wrong(self, path: str, kind: str, value: Any) -> None:
        shown = (
            f'"{value}"'
            if isinstance(value, str)
            else str(value).lower()
            if isinstance(value, bool)
            else value
        )
        self.found.append((path, f"Invalid value at '{path}' ({kind}), {shown}"))

    def _one_of(self, clean: Json, name: str, members: tuple[str, ...], path: str) -> None:
        given = [key for key in clean if key in members]
        if len(given) > 1:
            text = f"oneof field '{name}' is already set. Cannot set '{given[1]}'"
            self.found.append((path, f"Invalid value at '{path}' (oneof), {text}"))


def whole(value: float) -> float | int:
    """JSON from Google has 2, not 2.0."""
    return (
        int(value)
        if isinstance(value, float) and value.is_integer() and abs(value) < 1e15
        else value
    )


def check(body: Any, name: str, path: str = "") -> Json:
    """The body of a request as a clean message, or a 400 that lists every violation."""
    checker = Checker()
    clean = checker.message({} if body is None else body, name, path)
    if checker.found:
        raise violations(checker.found)
    return clean


def without_defaults(message: Json, name: str) -> Json:
    """An answer as proto3 writes it: zero, false and empty are left out unless the field has
    presence.
    """
    fields = MESSAGES[name]
    answer: Json = {}
    for key, value in message.items():
        field = fields[key]
        if isinstance(value, dict) and field.type in MESSAGES:
            answer[key] = without_defaults(value, field.type)
        elif isinstance(value, list) and field.type[1:-1] in MESSAGES:
            if value:
                answer[key] = [without_defaults(item, field.type[1:-1]) for item in value]
        elif field.type == "float":
            if value:
                answer[key] = float32(value)
        elif field.presence or value not in (0, "", [], {}, None):
            answer[key] = value
    return answer


@cache
def float32(value: float) -> float | int:
    """A float as Google prints it: the shortest text that names the same 32-bit number."""
    exact = struct.unpack("f", struct.pack("f", value))[0]
    for digits in range(1, 10):
        short = float(f"{exact:.{digits}g}")
        if struct.unpack("f", struct.pack("f", short))[0] == exact:
            return whole(short)
    return float(exact)
