"""Who may do what: tokens, scopes, roles, Drive."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import google.auth.crypt
import google.auth.jwt
import pytest
import requests
from google.auth import identity_pool
from google.auth.exceptions import OAuthError, RefreshError
from google.auth.transport.requests import AuthorizedSession, Request
from google.oauth2.service_account import Credentials

from tests.sheets_emulator import Emulator
from tests.sheets_emulator.auth import AUDIENCE, GRANT, SCOPE

from .conftest import EDITOR, Api

ROBOT = "robot@emulator.iam.gserviceaccount.com"


def exchanged(sheets: Emulator, key: dict[str, Any], **claims: Any) -> tuple[int, dict[str, Any]]:
    """The token endpoint's answer to a signed assertion."""
    now = int(time.time())
    body = {
        "iss": ROBOT,
        "scope": SCOPE + "spreadsheets",
        "aud": AUDIENCE,
        "iat": now,
        "exp": now + 3600,
    } | claims
    signer = google.auth.crypt.RSASigner.from_service_account_info(key)  # type: ignore[no-untyped-call]
    assertion = google.auth.jwt.encode(signer, body)  # type: ignore[no-untyped-call]
    form = {"grant_type": GRANT, "assertion": assertion}
    answer = requests.post(f"{sheets.url}/token", data=form, timeout=10)
    return answer.status_code, answer.json()


def signed_in(key: dict[str, Any]) -> Any:
    """Credentials of Google's library with a fresh token."""
    scopes = [SCOPE + "spreadsheets"]
    credentials: Any = Credentials.from_service_account_info(key, scopes=scopes)  # type: ignore[no-untyped-call]
    credentials.refresh(Request())
    return credentials


def test_googles_own_library_gets_a_token_and_uses_it(sheets: Emulator) -> None:
    number = sheets.create("Scores", writers=(ROBOT,))
    session = AuthorizedSession(signed_in(sheets.service_account(ROBOT)))  # type: ignore[no-untyped-call]
    answer = session.get(f"{sheets.url}/v4/spreadsheets/{number}?fields=properties.title")
    assert answer.json() == {"properties": {"title": "Scores"}}


def test_a_workload_identity_becomes_its_service_account(sheets: Emulator, tmp_path: Path) -> None:
    number = sheets.create("Scores", writers=(ROBOT,))
    config = sheets.external_account(tmp_path / "subject", ROBOT)
    session = AuthorizedSession(federated(config))  # type: ignore[no-untyped-call]
    answer = session.get(f"{sheets.url}/v4/spreadsheets/{number}")
    assert answer.status_code == 200
    (tmp_path / "subject").write_text("stolen")
    with pytest.raises(OAuthError, match="invalid_grant"):
        federated(config).refresh(Request())


def federated(config: dict[str, Any]) -> Any:
    """Credentials of Google's library from a workload identity file."""
    scopes = [SCOPE + "spreadsheets"]
    return identity_pool.Credentials.from_info(config, scopes=scopes)  # type: ignore[no-untyped-call]


def test_a_token_has_a_type_and_expires_in_an_hour(sheets: Emulator) -> None:
    status, answer = exchanged(sheets, sheets.service_account(ROBOT))
    assert (status, answer["token_type"]) == (200, "Bearer")
    assert 3500 < answer["expires_in"] <= 3600


@pytest.mark.parametrize(
    ("claims", "error"),
    [
        ({"aud": "http://127.0.0.1/token"}, "invalid_grant"),
        ({"iss": "stranger@emulator.iam.gserviceaccount.com"}, "invalid_grant"),
        ({"exp": 1}, "invalid_grant"),
        ({"exp": int(time.time()) + 90_000}, "invalid_grant"),
        ({"scope": ""}, "invalid_scope"),
    ],
)
def test_a_wrong_claim_is_refused(sheets: Emulator, claims: dict[str, Any], error: str) -> None:
    status, answer = exchanged(sheets, sheets.service_account(ROBOT), **claims)
    assert (status, answer["error"]) == (400, error)


def test_a_wrong_signature_is_refused(sheets: Emulator) -> None:
    sheets.service_account(ROBOT)
    other = sheets.service_account("other@emulator.iam.gserviceaccount.com")
    other["private_key_id"] = next(iter(sheets.accounts.keys[ROBOT]))
    assert exchanged(sheets, other) == (
        400,
        {"error": "invalid_grant", "error_description": "Invalid JWT Signature."},
    )


def test_an_unregistered_key_makes_googles_library_fail(sheets: Emulator) -> None:
    key = sheets.service_account(ROBOT) | {"private_key_id": "unknown"}
    with pytest.raises(RefreshError, match="Invalid JWT Signature"):
        signed_in(key)


def test_an_unknown_or_expired_token_is_401(api: Api, sheets: Emulator) -> None:
    for token in ("nonsense", sheets.token(EDITOR, lifetime=-1)):
        status, answer = Api(sheets, api.id, token).call("GET", "")
        assert (status, answer["error"]["status"]) == (401, "UNAUTHENTICATED")


def test_a_read_only_scope_cannot_write(api: Api, sheets: Emulator) -> None:
    reader = Api(sheets, api.id, sheets.token(EDITOR, frozenset({SCOPE + "spreadsheets.readonly"})))
    status, answer = reader.call("PUT", "/values/A1", {"values": [["x"]]}, valueInputOption="RAW")
    assert status == 403
    assert answer["error"]["details"][0]["reason"] == "ACCESS_TOKEN_SCOPE_INSUFFICIENT"


def test_a_missing_spreadsheet_is_404_and_a_foreign_one_403(api: Api, sheets: Emulator) -> None:
    missing = Api(sheets, "test", api.token).call("GET", "")
    assert missing == (
        404,
        {
            "error": {
                "code": 404,
                "message": "Requested entity was not found.",
                "status": "NOT_FOUND",
            }
        },
    )
    words = {
        "code": 403,
        "message": "The caller does not have permission",
        "status": "PERMISSION_DENIED",
    }
    assert api.as_account("stranger@example.com").call("GET", "") == (403, {"error": words})


def test_a_reader_reads_and_does_not_write(api: Api, sheets: Emulator) -> None:
    sheets.person(api.id).share("reader@example.com", "reader")
    reader = api.as_account("reader@example.com")
    assert reader.call("GET", "")[0] == 200
    assert reader.call("POST", ":batchUpdate", {"requests": [{"addSheet": {}}]})[0] == 403


def drive(
    sheets: Emulator, token: str, method: str, path: str, body: Any = None
) -> requests.Response:
    url = f"{sheets.url}/drive/v3/files{path}"
    return requests.request(
        method, url, json=body, headers={"Authorization": f"Bearer {token}"}, timeout=10
    )


def test_service_accounts_cannot_create_files(sheets: Emulator) -> None:
    sheets.service_account(ROBOT)
    answer = drive(sheets, sheets.token(ROBOT), "POST", "", {"name": "Mine"})
    error = answer.json()["error"]["errors"][0]
    assert answer.status_code == 403
    assert (error["domain"], error["message"]) == (
        "usageLimits",
        "The user's Drive storage quota has been exceeded.",
    )


def test_drive_needs_its_own_scope(sheets: Emulator) -> None:
    token = sheets.token(EDITOR, frozenset({SCOPE + "spreadsheets"}))
    assert drive(sheets, token, "GET", "").status_code == 403


def test_every_edit_changes_modified_time(api: Api, sheets: Emulator) -> None:
    def modified() -> str:
        return str(
            drive(sheets, api.token, "GET", f"/{api.id}?fields=modifiedTime").json()["modifiedTime"]
        )

    stamps = [modified()]
    for value in "abc":
        api.write("A1", [[value]])
        stamps.append(modified())
    assert stamps == sorted(set(stamps))


def test_sharing_through_drive_gives_and_takes_access(api: Api, sheets: Emulator) -> None:
    guest = api.as_account("guest@example.com")
    body = {"type": "user", "role": "reader", "emailAddress": "guest@example.com"}
    number = drive(sheets, api.token, "POST", f"/{api.id}/permissions", body).json()["id"]
    assert guest.call("GET", "")[0] == 200
    listed = drive(sheets, api.token, "GET", f"/{api.id}/permissions").json()["permissions"]
    assert number in [item["id"] for item in listed]
    assert drive(sheets, api.token, "DELETE", f"/{api.id}/permissions/{number}").status_code == 204
    assert guest.call("GET", "")[0] == 403
