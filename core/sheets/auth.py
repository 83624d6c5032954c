"""Google credentials: a service account's key, workload identity, or the machine's defaults."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.errors import SettingsError

if TYPE_CHECKING:
    from google.auth.credentials import Credentials

SCOPES = ("https://www.googleapis.com/auth/spreadsheets",)
KEY = "GOOGLE_CREDENTIALS"
DEFAULT_KEY = "GOOGLE_APPLICATION_CREDENTIALS"

_ADVICE = (
    f"set {KEY} to the path of a service account's JSON key, or to the JSON itself, "
    "or log in with gcloud auth application-default login"
)


def load_credentials(environment: Mapping[str, str], root: Path) -> Credentials:
    """Return the credentials that the environment names, for the scope `spreadsheets` alone.

    `GOOGLE_CREDENTIALS` holds JSON or the path of a file: a service account's key, or an external
    account's configuration for workload identity. Without it, Application Default Credentials.

    Raises:
        SettingsError: There are none, or they cannot be used. No part of a key is in the message.
    """
    text = environment.get(KEY, "").strip()
    if text.startswith("{"):
        return _from_json(text, KEY)
    for variable in (KEY, DEFAULT_KEY):
        name = environment.get(variable, "").strip()
        if name:
            return _from_file(root / Path(name).expanduser(), variable)
    return _from_machine()


def account_of(credentials: Credentials) -> str:
    """Return the address to share a spreadsheet with; empty if the credentials have none."""
    return str(getattr(credentials, "service_account_email", "") or "")


def _from_file(path: Path, variable: str) -> Credentials:
    try:
        text = path.read_text()
    except (OSError, UnicodeDecodeError):
        raise SettingsError(
            f"{variable}: {path} cannot be read; put the key there, or fix the path"
        ) from None
    return _from_json(text, f"{variable} ({path.name})")


def _from_json(text: str, place: str) -> Credentials:
    # google-auth is imported where it is used, because it is slow to import.
    from google.auth.exceptions import GoogleAuthError

    info = _parse(text, place)
    kind = str(info.get("type"))[:40]
    try:
        return _load(kind, info)
    except (GoogleAuthError, ValueError, KeyError, TypeError, AttributeError):
        raise SettingsError(
            f"{place} is not a usable Google key (type {kind!r}); download it again and copy"
            " all of it"
        ) from None


def _parse(text: str, place: str) -> dict[str, Any]:
    try:
        info = json.loads(text)
    except ValueError:
        info = None
    if not isinstance(info, dict):
        raise SettingsError(
            f"{place} is not the JSON of a Google key; download the key again and copy all of it"
        )
    return info


def _load(kind: str, info: dict[str, Any]) -> Credentials:
    """Return credentials of a kind that we know: google-auth warns against loading any kind.

    Its constructors have no types, so each call has a `type: ignore`.
    """
    scopes = list(SCOPES)
    loaded: Any
    match kind:
        case "service_account":
            from google.oauth2.service_account import Credentials as ServiceAccount

            loaded = ServiceAccount.from_service_account_info(info, scopes=scopes)  # type: ignore[no-untyped-call]
        case "authorized_user":
            from google.oauth2.credentials import Credentials as User

            loaded = User.from_authorized_user_info(info, scopes=scopes)  # type: ignore[no-untyped-call]
        case "external_account" if "aws" in str(
            info["credential_source"].get("environment_id", "")
        ):
            from google.auth.aws import Credentials as Amazon

            loaded = Amazon.from_info(info, scopes=scopes)  # type: ignore[no-untyped-call]
        case "external_account":
            from google.auth.identity_pool import Credentials as Pool

            loaded = Pool.from_info(info, scopes=scopes)  # type: ignore[no-untyped-call]
        case "impersonated_service_account":
            from google.auth.impersonated_credentials import Credentials as Impersonated

            loaded = Impersonated.from_impersonated_service_account_info(info, scopes=scopes)  # type: ignore[no-untyped-call]
        case _:
            raise ValueError(kind)
    credentials: Credentials = loaded
    return credentials


def _from_machine() -> Credentials:
    import google.auth
    from google.auth.exceptions import GoogleAuthError

    try:
        credentials, _ = google.auth.default(scopes=list(SCOPES))
    except GoogleAuthError:
        raise SettingsError(f"no Google credentials; {_ADVICE}") from None
    return credentials
