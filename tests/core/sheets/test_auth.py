"""Credentials from all the places they may be in, and the message if there are none."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from google.auth.transport.requests import Request

from core.errors import SettingsError
from core.sheets.auth import account_of, load_credentials
from tests.sheets_emulator import Emulator
from tests.spreadsheets import ACCOUNT


@pytest.fixture
def key(sheets: Emulator) -> dict[str, Any]:
    return sheets.service_account(ACCOUNT)


def message(environment: dict[str, str], root: Path) -> str:
    with pytest.raises(SettingsError) as caught:
        load_credentials(environment, root)
    return str(caught.value)


def test_a_key_may_be_in_the_variable_itself(key: dict[str, Any], tmp_path: Path) -> None:
    credentials = load_credentials({"GOOGLE_CREDENTIALS": f"  {json.dumps(key)}\n"}, tmp_path)
    assert account_of(credentials) == ACCOUNT


@pytest.mark.parametrize("variable", ["GOOGLE_CREDENTIALS", "GOOGLE_APPLICATION_CREDENTIALS"])
@pytest.mark.parametrize("absolute", [True, False])
def test_a_key_may_be_in_a_file(
    key: dict[str, Any], tmp_path: Path, variable: str, absolute: bool
) -> None:
    path = tmp_path / "secrets" / "key.json"
    path.parent.mkdir()
    path.write_text(json.dumps(key))
    credentials = load_credentials(
        {variable: str(path) if absolute else "secrets/key.json"}, tmp_path
    )
    assert account_of(credentials) == ACCOUNT


def test_only_the_scope_of_spreadsheets_is_requested(
    key: dict[str, Any], sheets: Emulator, tmp_path: Path
) -> None:
    credentials = load_credentials({"GOOGLE_CREDENTIALS": json.dumps(key)}, tmp_path)
    credentials.refresh(Request())  # type: ignore[no-untyped-call]
    token = sheets.accounts.tokens[credentials.token]
    assert (token.account, token.scopes) == (
        ACCOUNT,
        {"https://www.googleapis.com/auth/spreadsheets"},
    )


def test_workload_identity_ends_in_the_service_account(sheets: Emulator, tmp_path: Path) -> None:
    config = sheets.external_account(tmp_path / "token", "ci@emulator.iam.gserviceaccount.com")
    (tmp_path / "config.json").write_text(json.dumps(config))
    credentials = load_credentials({"GOOGLE_CREDENTIALS": "config.json"}, tmp_path)
    credentials.refresh(Request())  # type: ignore[no-untyped-call]
    assert account_of(credentials) == "ci@emulator.iam.gserviceaccount.com"
    assert (
        sheets.accounts.tokens[credentials.token].account == "ci@emulator.iam.gserviceaccount.com"
    )


def test_a_persons_login_is_an_authorized_user(tmp_path: Path) -> None:
    login = {
        "type": "authorized_user",
        "client_id": "1",
        "client_secret": "2",
        "refresh_token": "3",
    }
    assert account_of(load_credentials({"GOOGLE_CREDENTIALS": json.dumps(login)}, tmp_path)) == ""


def test_without_a_variable_the_application_default_credentials_are_taken(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    login = {
        "type": "authorized_user",
        "client_id": "1",
        "client_secret": "2",
        "refresh_token": "hidden",
    }
    (tmp_path / "application_default_credentials.json").write_text(json.dumps(login))
    monkeypatch.setenv("CLOUDSDK_CONFIG", str(tmp_path))
    monkeypatch.setenv("GOOGLE_CLOUD_PROJECT", "p")
    credentials: Any = load_credentials({}, tmp_path)
    assert credentials.refresh_token == "hidden"


def test_without_any_credentials_the_message_says_where_to_put_them(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("CLOUDSDK_CONFIG", str(tmp_path))
    monkeypatch.setenv("NO_GCE_CHECK", "true")
    assert (
        message({}, tmp_path)
        == "no Google credentials; set GOOGLE_CREDENTIALS to the path of a service account's JSON"
        " key, or to the JSON itself, or log in with gcloud auth application-default login"
    )


PEM = "-----BEGIN PRIVATE KEY-----\nMIITOPSECRET\n-----END PRIVATE KEY-----\n"


@pytest.mark.parametrize("variable", ["GOOGLE_CREDENTIALS", "GOOGLE_APPLICATION_CREDENTIALS"])
@pytest.mark.parametrize(
    "text",
    [
        "TOPSECRET.json",
        PEM,
        PEM.replace("\n", "\\n"),
        base64.b64encode(PEM.encode()).decode(),
        '{"private_key": "TOPSECRET',
        "TOPSECRET\0",
        "~TOPSECRET",
        "TOPSECRET" * 1000,
        "https://me:TOPSECRET@example.com/key.json",
    ],
)
def test_a_text_that_is_neither_a_key_nor_a_file_is_not_shown(
    tmp_path: Path, variable: str, text: str
) -> None:
    assert message({variable: text}, tmp_path) == (
        f"{variable} is neither the JSON of a Google key, plain or as base64, nor the path of a"
        " file that can be read; download the key again and copy all of it, or fix the path"
    )


@pytest.mark.parametrize("variable", ["GOOGLE_CREDENTIALS", "GOOGLE_APPLICATION_CREDENTIALS"])
@pytest.mark.parametrize(
    "write",
    [
        lambda text: base64.b64encode(text.encode()).decode(),
        lambda text: f"'{text}'",
        json.dumps,
        lambda text: "'" + text.replace("\\n", "\\\\n") + "'",
        lambda text: f"\ufeff{text}\r\n",
    ],
    ids=["base64", "quotes", "a JSON string", "escaped newlines", "byte order mark"],
)
def test_a_key_may_be_pasted_as_it_comes(
    key: dict[str, Any], tmp_path: Path, variable: str, write: Callable[[str], str]
) -> None:
    text = write(json.dumps(key))
    (tmp_path / "key.json").write_text(text)

    assert account_of(load_credentials({variable: text}, tmp_path)) == ACCOUNT
    assert account_of(load_credentials({variable: "'key.json'"}, tmp_path)) == ACCOUNT


@pytest.mark.parametrize("text", ["", "no JSON", "[1]", b"\xff\xfe"])
def test_a_file_that_holds_no_key_names_its_variable(tmp_path: Path, text: str | bytes) -> None:
    path = tmp_path / "key.json"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    assert message({"GOOGLE_CREDENTIALS": "key.json"}, tmp_path) == (
        "the file that GOOGLE_CREDENTIALS names is not the JSON of a Google key; download the key"
        " again and copy all of it"
    )


@pytest.mark.parametrize(
    "damage",
    [
        {"private_key": "-----BEGIN PRIVATE KEY-----\nTOP-SECRET\n-----END PRIVATE KEY-----\n"},
        {"private_key": None},
        {"client_email": None},
        {"token_uri": None},
        {"type": "service-account"},
        {"type": None},
        {"type": "external_account"},
        {"type": "external_account", "credential_source": "x"},
        {"type": "impersonated_service_account"},
        {"type": "authorized_user"},
    ],
)
def test_a_damaged_key_is_refused_and_no_part_of_it_shown(
    key: dict[str, Any], tmp_path: Path, damage: dict[str, Any]
) -> None:
    found = {name: value for name, value in (key | damage).items() if value is not None}
    text = message({"GOOGLE_CREDENTIALS": json.dumps(found)}, tmp_path)
    kind = found.get("type")
    unknown = kind in (None, "service-account")
    assert text == (
        f"GOOGLE_CREDENTIALS is not a usable Google key"
        f" ({'its type is unknown' if unknown else f'type {kind!r}'}); download it again and copy"
        " all of it"
    )
    assert "TOP-SECRET" not in text
    assert key["private_key"][40:80] not in text


def test_half_a_key_in_the_variable_is_not_json(key: dict[str, Any], tmp_path: Path) -> None:
    text = message({"GOOGLE_CREDENTIALS": json.dumps(key)[:-20]}, tmp_path)
    assert text.startswith("GOOGLE_CREDENTIALS is neither the JSON of a Google key, plain or as ")
