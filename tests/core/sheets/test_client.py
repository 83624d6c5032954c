"""Requests to a spreadsheet: attempts, pauses, the deadline, and the message in the end."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from core.errors import AmbiguousError, PublishError, RefusedError
from core.sheets.client import SheetsClient, open_client
from core.sheets.patience import AT_TERMINAL, Patience
from tests.sheets_emulator import Emulator
from tests.spreadsheets import ACCOUNT, Waits

TITLE = "properties(title)"
RENAME = {"updateSpreadsheetProperties": {"properties": {"title": "renamed"}, "fields": "title"}}


@pytest.fixture
def book(sheets: Emulator) -> str:
    return sheets.create("Ours", writers=(ACCOUNT,))


@pytest.fixture
def client(sheets: Emulator, book: str, waits: Waits, tmp_path: Path) -> SheetsClient:
    return client_for(sheets, book, tmp_path)


def opened(sheets: Emulator, book: str, root: Path) -> SheetsClient:
    environment = {
        "GOOGLE_CREDENTIALS": json.dumps(sheets.service_account(ACCOUNT)),
        "GOOGLE_SHEETS_ENDPOINT": sheets.url,
    }
    return open_client(environment, root, book, "OURS")


def client_for(sheets: Emulator, book: str, root: Path, **patience: Any) -> SheetsClient:
    client = opened(sheets, book, root)
    return SheetsClient(client.credentials, book, "OURS", client.endpoint, Patience(**patience))


def sent(sheets: Emulator) -> tuple[int, int]:
    return sheets.counters["reads"], sheets.counters["writes"]


def test_a_read_returns_only_what_the_mask_names(client: SheetsClient) -> None:
    assert client.get(TITLE) == {"properties": {"title": "Ours"}}


def test_a_write_returns_the_parts_that_were_asked_for(client: SheetsClient) -> None:
    assert client.batch_update([RENAME], TITLE) == {"properties": {"title": "renamed"}}


@pytest.mark.parametrize("kind", ["quota", "status", "html", "reset", "timeout", "cut"])
def test_a_read_that_fails_twice_is_tried_a_third_time(
    client: SheetsClient, sheets: Emulator, waits: Waits, kind: str
) -> None:
    sheets.faults.add(kind, method="GET", count=2, code=502, seconds=0)
    assert client.get(TITLE) == {"properties": {"title": "Ours"}}
    assert waits.slept == [1.0, 2.0]
    assert sent(sheets) == (3, 0)


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        ("quota", "Google's quota is used up; the next run publishes what is missing"),
        ("status", "Google answers 503: The service is currently unavailable."),
        ("html", "Google answers 503: HTTP 503"),
        ("reset", "Google Sheets cannot be reached; check the network"),
        ("timeout", "Google Sheets cannot be reached; check the network"),
        ("cut", "the answer is not JSON"),
    ],
)
def test_a_read_that_always_fails_ends_after_three_minutes(
    client: SheetsClient, sheets: Emulator, waits: Waits, book: str, kind: str, message: str
) -> None:
    sheets.faults.add(kind, method="GET", count=None, seconds=0)
    with pytest.raises(PublishError) as caught:
        client.get(TITLE)
    tried = "tried 9 times in 180 s"
    assert str(caught.value) == f"OURS: spreadsheet {book}: {message} ({tried})"
    assert sent(sheets) == (9, 0)
    # The last pause uses up the time that is left.
    assert waits.slept == [1, 2, 4, 8, 16, 32, 64, 53]


def test_an_outage_of_two_minutes_is_outlasted(
    client: SheetsClient, sheets: Emulator, waits: Waits
) -> None:
    sheets.faults.add("status", method="GET", count=7)
    assert client.get(TITLE) == {"properties": {"title": "Ours"}}
    assert sum(waits.slept) == 127


def test_a_person_at_a_terminal_waits_for_a_minute_and_sees_why(
    sheets: Emulator,
    book: str,
    waits: Waits,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    client = opened(sheets, book, tmp_path)
    sheets.faults.add("quota", method="GET", count=None)
    with pytest.raises(PublishError, match=r"\(tried 8 times in 65 s\)$"):
        client.get(TITLE)
    assert capsys.readouterr().err.splitlines()[4:] == [
        "Google's quota is used up; next attempt in 16 s",
        "Google's quota is used up; next attempt in 32 s",
        "Google's quota is used up; next attempt in 2 s",
    ]
    assert sum(waits.slept) == AT_TERMINAL


def test_from_cron_no_pause_is_announced(
    client: SheetsClient, sheets: Emulator, capsys: pytest.CaptureFixture[str]
) -> None:
    sheets.faults.add("quota", method="GET", count=3)
    client.get(TITLE)
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("code", [400, 404])
def test_a_lasting_error_is_not_retried(client: SheetsClient, sheets: Emulator, code: int) -> None:
    sheets.faults.add("status", method="GET", count=None, code=code, message="No.")
    with pytest.raises(PublishError):
        client.get(TITLE)
    assert sent(sheets) == (1, 0)


def test_a_refused_write_is_reported_in_googles_words(client: SheetsClient, book: str) -> None:
    with pytest.raises(RefusedError) as caught:
        client.batch_update([{"deleteSheet": {"sheetId": 77}}])
    assert (
        str(caught.value)
        == f"OURS: spreadsheet {book}: Google answers 400: Invalid requests[0].deleteSheet: No"
        " sheet with id: 77"
    )


@pytest.mark.parametrize("kind", ["status", "html", "reset", "timeout", "cut"])
@pytest.mark.parametrize("applied", [True, False])
def test_a_write_that_may_have_gone_through_is_not_sent_again(
    client: SheetsClient, sheets: Emulator, kind: str, applied: bool
) -> None:
    sheets.faults.add(kind, path="*:batchUpdate", applied=applied, code=502, seconds=0)
    with pytest.raises(AmbiguousError):
        client.batch_update([RENAME])
    assert sent(sheets) == (0, 1)


def test_a_write_over_quota_was_not_applied_and_is_sent_again(
    client: SheetsClient, sheets: Emulator, book: str, waits: Waits
) -> None:
    sheets.faults.add("quota", path="*:batchUpdate", count=2)
    client.batch_update([RENAME])
    assert sheets.workbook(book).properties["title"] == "renamed"
    assert waits.slept == [1.0, 2.0]


def test_a_write_that_never_left_is_sent_again(client: SheetsClient, sheets: Emulator) -> None:
    client._http.endpoint = "http://127.0.0.1:9"
    with pytest.raises(
        PublishError, match=r"cannot be reached; check the network \(tried 9 times in 180 s\)"
    ):
        client.batch_update([RENAME])


def test_a_write_to_a_host_without_an_address_is_not_ambiguous(client: SheetsClient) -> None:
    client._http.endpoint = "http://no-such-host.invalid"
    with pytest.raises(PublishError, match="check the network"):
        client.batch_update([RENAME])


@pytest.mark.parametrize("endpoint", ["sheets.example", "ftp://sheets.example", "http://"])
def test_an_endpoint_that_is_not_a_url_is_reported(client: SheetsClient, endpoint: str) -> None:
    client._http.endpoint = endpoint
    with pytest.raises(PublishError, match="its endpoint is not a URL; fix GOOGLE_SHEETS_ENDPOINT"):
        client.get(TITLE)


def test_retry_after_is_respected(client: SheetsClient, sheets: Emulator, waits: Waits) -> None:
    sheets.faults.add("quota", method="GET", retry_after=17)
    client.get(TITLE)
    assert waits.slept == [17.0]


def test_a_wait_beyond_the_deadline_is_not_begun(
    client: SheetsClient, sheets: Emulator, waits: Waits
) -> None:
    sheets.faults.add("quota", method="GET", retry_after=3600)
    with pytest.raises(PublishError, match=r"used up; the next run publishes what is missing$"):
        client.get(TITLE)
    assert waits.slept == []


def test_all_requests_of_a_publish_share_one_deadline(
    sheets: Emulator, book: str, waits: Waits, tmp_path: Path
) -> None:
    client = client_for(sheets, book, tmp_path, deadline=5)
    client.get(TITLE)
    waits.sleep(6)
    with pytest.raises(PublishError, match="no time left; the next run publishes what is missing"):
        client.get(TITLE)
    assert sent(sheets) == (1, 0)


def test_a_silent_server_is_given_up_after_the_time_for_an_answer(
    sheets: Emulator, book: str, waits: Waits, tmp_path: Path
) -> None:
    client = client_for(sheets, book, tmp_path, read=0.2, retries=0)
    client.get(TITLE)
    sheets.faults.add("slow", method="GET", seconds=2)
    with pytest.raises(PublishError, match="no answer in time"):
        client.get(TITLE)


@pytest.mark.parametrize("kind", ["status", "html", "reset"])
def test_a_token_endpoint_that_fails_is_retried(
    client: SheetsClient, sheets: Emulator, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr("google.auth._exponential_backoff.time.sleep", lambda _: None)
    sheets.faults.add(kind, path="/token", count=2, code=502)
    assert client.get(TITLE) == {"properties": {"title": "Ours"}}


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        ("status", "Google's token service returned no token; publish again later"),
        ("html", "Google's token service returned no token; publish again later"),
        ("reset", "Google's token service cannot be reached; check the network"),
    ],
)
def test_a_token_endpoint_that_always_fails_ends_after_three_minutes(
    client: SheetsClient, sheets: Emulator, monkeypatch: pytest.MonkeyPatch, kind: str, message: str
) -> None:
    monkeypatch.setattr("google.auth._exponential_backoff.time.sleep", lambda _: None)
    sheets.faults.add(kind, path="/token", count=None, code=502)
    with pytest.raises(PublishError) as caught:
        client.get(TITLE)
    assert str(caught.value).endswith(f"{message} (tried 9 times in 180 s)")


def test_a_token_that_google_no_longer_accepts_is_renewed(
    client: SheetsClient, sheets: Emulator
) -> None:
    client.get(TITLE)
    sheets.accounts.tokens.clear()
    assert client.get(TITLE) == {"properties": {"title": "Ours"}}


def test_missing_scopes_and_a_disabled_service_are_not_taken_for_a_missing_share(
    client: SheetsClient, sheets: Emulator
) -> None:
    message = "Google Sheets API has not been used in project 1 before or it is disabled."
    sheets.faults.add("status", method="GET", code=403, message=message)
    with pytest.raises(PublishError, match=f"Google answers 403: {message}"):
        client.get(TITLE)


def test_no_part_of_a_key_or_token_is_in_a_repr(client: SheetsClient, sheets: Emulator) -> None:
    client.get(TITLE)
    assert "ya29" not in repr(client)
    assert "PRIVATE" not in repr(client)
