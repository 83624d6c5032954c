"""Google credentials: a service account's key, workload identity, or the machine's defaults."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.errors import SettingsError
from core.secrets import read_json, unquoted

if TYPE_CHECKING:
    from google.auth.credentials import Credentials

SCOPES = ("https://www.googleapis.com/auth/spreadsheets",)
KEY = "GOOGLE_CREDENTIALS"
DEFAULT_KEY = "GOOGLE_APPLICATION_CREDENTIALS"

_KINDS = (
    "service_account",
    "authorized_user",
    "external_account",
    "impersonated_service_account",
)
_ADVICE = (
    f"set {KEY} to the path of a service account's JSON key, or to the JSON itself, "
    "or log in with gcloud auth application-default login"
)


def load_credentials(environment: Mapping[str, str], root: Path) -> Credentials:
    """Return the credentials that the environment names, for the scope `spreadsheets` alone.

    `GOOGLE_CREDENTIALS` holds JSON, plain or as base64, or the path of a file with either: a
    service account's key, or an external account's configuration for workload identity. Without
    it, `GOOGLE_APPLICATION_CREDENTIALS` holds the same. Without both, Application Default
    Credentials.

    Raises:
        SettingsError: There are none, or they cannot be used. No part of them is in the message.
    """
    for variable in (KEY, DEFAULT_KEY):
        if text := unquoted(environment.get(variable, "")):
            return _from_setting(environment[variable], root, Path(text), variable)
    return _from_machine()


def has_google_credentials(environment: Mapping[str, str]) -> bool:
    """Return whether the environment names credentials; those of the machine do not count."""
    return any(unquoted(environment.get(variable, "")) for variable in (KEY, DEFAULT_KEY))


def account_of(credentials: Credentials) -> str:
    """Return the address to share a spreadsheet with; empty if the credentials have none."""
    return str(getattr(credentials, "service_account_email", "") or "")


def _from_setting(text: str, root: Path, path: Path, variable: str) -> Credentials:
    """Return the credentials that a setting holds as text, or else in the file at `path`."""
    info = read_json(text)
    if info is not None:
        return _from_json(info, variable)
    # A text that is not a path may be a damaged key, so no message shows either.
    content = _read_file(root, path)
    if content is None:
        raise SettingsError(
            f"{variable} is neither the JSON of a Google key, plain or as base64, nor the path of a"
            " file that can be read; download the key again and copy all of it, or fix the path"
        )
    info = read_json(content)
    if info is None:
        raise SettingsError(
            f"the file that {variable} names is not the JSON of a Google key; download the key"
            " again and copy all of it"
        )
    return _from_json(info, variable)


def _read_file(root: Path, path: Path) -> str | None:
    try:
        return (root / path.expanduser()).read_text(encoding="utf-8-sig", errors="replace")
    except (OSError, ValueError, RuntimeError):  # no file, no path, no such user
        return None


def _from_json(info: dict[str, Any], variable: str) -> Credentials:
    # google-auth is imported where it is used, because it is slow to import.
    from google.auth.exceptions import GoogleAuthError

    kind = str(info.get("type"))
    if "private_key" in info:
        # A key that was escaped twice on its way here.
        info["private_key"] = str(info["private_key"]).replace("\\n", "\n")
    try:
        return _load(kind, info)
    except (GoogleAuthError, ValueError, KeyError, TypeError, AttributeError):
        shown = f"type {kind!r}" if kind in _KINDS else "its type is unknown"
        raise SettingsError(
            f"{variable} is not a usable Google key ({shown}); download it again and copy all of it"
        ) from None


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
