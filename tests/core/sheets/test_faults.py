"""Errors of a request as faults: transient or lasting, and whether a write is in doubt."""

from __future__ import annotations

import json

import pytest
import requests
from google.auth.exceptions import OAuthError, RefreshError, TransportError
from gspread.exceptions import APIError

from core.sheets.faults import ApiFault, judge


def answer(status: int, body: str = "<html>", **headers: str) -> APIError:
    response = requests.Response()
    response.status_code = status
    response._content = body.encode()
    response.headers.update({name.replace("_", "-"): text for name, text in headers.items()})
    return APIError(response)


def refused(text: str) -> str:
    return json.dumps({"error": {"code": 400, "message": text, "status": "X"}})


@pytest.mark.parametrize(
    ("status", "transient", "ambiguous"),
    [
        (400, False, False),
        (403, False, False),
        (408, True, False),
        (429, True, False),
        (500, True, True),
        (503, True, True),
    ],
)
def test_only_server_errors_leave_a_write_in_doubt(
    status: int, transient: bool, ambiguous: bool
) -> None:
    assert judge(answer(status)) == ApiFault(
        status, f"Google answers {status}: HTTP {status}", transient, ambiguous
    )


def test_the_message_of_the_api_is_quoted_up_to_300_characters() -> None:
    assert judge(answer(400, refused("No."))).text == "Google answers 400: No."
    assert judge(answer(400, refused("x" * 999))).text == f"Google answers 400: {'x' * 300}"


@pytest.mark.parametrize(("header", "seconds"), [("17", 17.0), ("soon", 0.0), ("-1", 0.0)])
def test_retry_after_counts_if_it_is_a_number_of_seconds(header: str, seconds: float) -> None:
    assert judge(answer(429, Retry_After=header)).retry_after == seconds


def test_retry_after_may_be_an_http_date(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.time", lambda: 1_795_000_000.0)  # 2026-11-18 11:06:40 UTC
    later, earlier = "Wed, 18 Nov 2026 11:07:10 GMT", "Wed, 18 Nov 2026 11:00:00 GMT"
    assert judge(answer(429, Retry_After=later)).retry_after == 30
    assert judge(answer(429, Retry_After=earlier)).retry_after == 0


@pytest.mark.parametrize(
    ("status", "text", "is_refusal"),
    [
        (400, "Unable to parse range: 'x'", True),
        (409, "Conflict", True),
        (403, "You are trying to edit a protected cell or object.", True),
        (403, "The caller does not have permission", False),
        (404, "Requested entity was not found.", False),
        (429, "Quota exceeded", False),
    ],
)
def test_a_refusal_does_not_fit_the_spreadsheet_as_it_is(
    status: int, text: str, is_refusal: bool
) -> None:
    assert judge(answer(status, refused(text))).is_refusal is is_refusal


def test_a_write_is_in_doubt_once_the_connection_was_made() -> None:
    with pytest.raises(requests.ConnectionError) as unreachable:
        requests.get("http://127.0.0.1:9", timeout=1)
    assert not judge(unreachable.value).ambiguous
    assert not judge(requests.ConnectTimeout()).ambiguous
    assert judge(requests.ReadTimeout()).ambiguous
    assert judge(requests.ConnectionError("reset")).ambiguous
    assert judge(requests.JSONDecodeError("no value", "", 0)).ambiguous


@pytest.mark.parametrize(
    ("error", "fault"),
    [
        (
            RefreshError("invalid_grant", {"error": "invalid_grant"}),
            ApiFault(0, "Google refused the key; create a new one", transient=False),
        ),
        (
            OAuthError("invalid_client"),
            ApiFault(0, "Google refused the key; create a new one", transient=False),
        ),
        (
            RefreshError("half an answer", "<html>"),
            ApiFault(
                0, "Google's token service returned no token; publish again later", transient=True
            ),
        ),
        (
            TransportError("no route"),
            ApiFault(
                0, "Google's token service cannot be reached; check the network", transient=True
            ),
        ),
    ],
)
def test_a_token_service_refuses_the_key_or_is_in_trouble(
    error: Exception, fault: ApiFault
) -> None:
    assert judge(error) == fault
