"""Secrets in the environment, and texts without them. Pure."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import quote, unquote

MASK = "***"

# A shorter secret is also a part of ordinary words, and digits are a part of other numbers. Both
# are masked as whole words only.
_SHORTEST = 6
_SHORTEST_WORD = 3
_SHORTEST_IN_JSON = 20

_NAME = re.compile(r"SECRET|PASSWORD|PASSWD|CREDENTIAL|(?:TOKEN|KEY)S?(?![A-Z])")
_NAME_OF_PATH = re.compile(r"(?:FILE|PATH|DIR|DIRECTORY)$")
_PATH = re.compile(r"[^\n{]*\.(?:json|pem|key|crt|p12|pfx|txt)", re.IGNORECASE)
_PUBLIC_IN_JSON = re.compile(r"@|://|^/|^urn:")
_SPACE = "\ufeff \t\r\n"


def find_secrets(environment: Mapping[str, str]) -> tuple[str, ...]:
    """Return the secrets of an environment, the longest first.

    These are the values whose variable is named like a secret, the long texts in a Google key, and
    the passwords in URLs.
    """
    secrets: set[str] = set()
    for name, value in environment.items():
        secrets.update(_passwords(value))
        if name == "PGPASSWORD":
            secrets.add(value)
        if len(value) >= _SHORTEST and _is_named_secret(name) and not _PATH.fullmatch(value):
            secrets.update(_parts(value))
    long_enough = [secret for secret in secrets if len(secret) >= _SHORTEST_WORD]
    return tuple(sorted(long_enough, key=lambda secret: (-len(secret), secret)))


def scrub(text: str, secrets: Iterable[str]) -> str:
    """Return a text with `***` in place of each secret; `secrets` are the longest first."""
    for secret in secrets:
        if secret not in text:
            continue
        if len(secret) >= _SHORTEST and not secret.isdigit():
            text = text.replace(secret, MASK)
        else:
            text = re.sub(rf"(?<!\w){re.escape(secret)}(?!\w)", MASK, text)
    return text


def read_json(text: str) -> dict[str, Any] | None:
    """Return the JSON object that a setting holds: plain, in quotes, escaped or as base64.

    None if it holds anything else.
    """
    for candidate in _readings(text):
        try:
            value = json.loads(candidate, strict=False)
        except (ValueError, RecursionError):
            continue
        if isinstance(value, str) and len(value) < len(text):
            value = read_json(value)
        if isinstance(value, dict):
            return value
    return None


def unquoted(text: str) -> str:
    """Return a setting without a byte order mark, and space or quotes around it."""
    text = text.strip(_SPACE)
    if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"":
        return text[1:-1].strip(_SPACE)
    return text


def _readings(text: str) -> Iterator[str]:
    plain = unquoted(text)
    yield text.strip(_SPACE)
    yield plain
    yield plain.replace('\\"', '"').replace("\\r", "\r").replace("\\n", "\n")
    if decoded := _decode(plain):
        yield unquoted(decoded)


def _decode(text: str) -> str:
    """Return the text that is given as base64; empty if it is not."""
    letters = "".join(text.replace("\\n", "\n").split()).rstrip("=")
    padded = letters.translate(str.maketrans("-_", "+/")) + "=" * (-len(letters) % 4)
    try:
        return base64.b64decode(padded, validate=True).decode("utf-8-sig")
    except (binascii.Error, ValueError):
        return ""


def _is_named_secret(name: str) -> bool:
    capitals = name.upper()
    return bool(_NAME.search(capitals)) and not _NAME_OF_PATH.search(capitals)


def _parts(value: str) -> Iterator[str]:
    """Yield the parts of a secret that alone give it away, or the secret as a whole."""
    yield value
    yield unquoted(value)
    content = read_json(value)
    if content is not None:
        yield from _secrets_in_json(content)
        return
    for line in value.splitlines():
        if len(line.strip()) >= _SHORTEST and not line.startswith("-----"):
            yield line.strip()


def _secrets_in_json(content: Mapping[str, Any]) -> Iterator[str]:
    for name, value in content.items():
        if isinstance(value, dict):
            yield from _secrets_in_json(value)
        if not isinstance(value, str) or _PUBLIC_IN_JSON.search(value):
            continue
        shortest = _SHORTEST if _is_named_secret(name) else _SHORTEST_IN_JSON
        lines = value.replace("\\n", "\n").splitlines()
        for text in (value, *lines):
            if len(text) >= shortest and not text.startswith("-----"):
                yield text


def _passwords(url: str) -> Iterator[str]:
    """Yield each reading of a URL's password: one that is not encoded has several."""
    _, separator, address = url.partition("://")
    if not separator or len(address.split()) > 1:
        return
    for parameter in re.findall(r"[?&](?:password|token|\w+_token)=([^&]+)", address):
        yield from _encodings(parameter)
    _, colon, password = address.partition(":")
    if not colon or "@" not in password:
        return
    for reading in (password.partition("@")[0], password.rpartition("@")[0]):
        yield from _encodings(reading)


def _encodings(text: str) -> Iterator[str]:
    yield text
    yield unquote(text)
    yield quote(unquote(text), safe="")
