"""Failures on demand, counters, quota, and the server as another process."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import openpyxl  # type: ignore[import-untyped]
import pytest
import requests

from tests.sheets_emulator import Emulator

from .conftest import EDITOR, Api

NOTE = {
    "repeatCell": {
        "range": {"sheetId": 0, "endRowIndex": 1},
        "cell": {"note": "n"},
        "fields": "note",
    }
}
BATCH = "*:batchUpdate"


def send(api: Api, timeout: float = 5) -> requests.Response:
    url = f"{api.sheets.url}/v4/spreadsheets/{api.id}:batchUpdate"
    headers = {"Authorization": f"Bearer {api.token}"}
    return requests.post(url, json={"requests": [NOTE]}, headers=headers, timeout=timeout)


def noted(api: Api) -> bool:
    return api.sheets.person(api.id).note_of("Sheet1", "A1") == "n"


def test_quota_answers_in_googles_words_as_often_as_asked(api: Api) -> None:
    api.sheets.faults.add("quota", path=BATCH, count=2, retry_after=7)
    first, second, third = send(api), send(api), send(api)
    assert [first.status_code, second.status_code, third.status_code] == [429, 429, 200]
    assert first.headers["Retry-After"] == "7"
    error = first.json()["error"]
    assert error["status"] == "RESOURCE_EXHAUSTED"
    assert error["message"].startswith(
        "Quota exceeded for quota metric 'Write requests' and limit 'Write requests per minute per"
        " user' of service 'sheets.googleapis.com' for consumer 'project_number:"
    )
    info = error["details"][0]
    assert (info["reason"], info["metadata"]["quota_limit"]) == (
        "RATE_LIMIT_EXCEEDED",
        "WriteRequestsPerMinutePerUser",
    )


@pytest.mark.parametrize("applied", [False, True])
def test_a_503_may_or_may_not_have_been_applied(api: Api, applied: bool) -> None:
    api.sheets.faults.add("status", method="POST", code=503, applied=applied)
    assert send(api).json()["error"]["status"] == "UNAVAILABLE"
    assert noted(api) is applied


def test_an_error_may_be_a_page(api: Api) -> None:
    api.sheets.faults.add("html", code=502)
    answer = send(api)
    assert (answer.status_code, answer.headers["Content-Type"]) == (502, "text/html; charset=UTF-8")
    assert answer.text.startswith("<!DOCTYPE html>")


@pytest.mark.parametrize("applied", [False, True])
def test_the_connection_may_be_reset(api: Api, applied: bool) -> None:
    api.sheets.faults.add("reset", applied=applied)
    with pytest.raises(requests.ConnectionError, match="reset"):
        send(api)
    assert noted(api) is applied


@pytest.mark.parametrize("applied", [False, True])
def test_a_timeout_may_come_before_or_after_the_change(api: Api, applied: bool) -> None:
    api.sheets.faults.add("timeout", seconds=5, applied=applied)
    with pytest.raises(requests.ReadTimeout):
        send(api, timeout=0.3)
    assert noted(api) is applied


def test_a_slow_answer_is_right(api: Api) -> None:
    api.sheets.faults.add("slow", seconds=0.3)
    started = time.monotonic()
    assert send(api).status_code == 200
    assert time.monotonic() - started >= 0.3


def test_an_answer_may_end_half_way(api: Api) -> None:
    api.sheets.faults.add("cut")
    with pytest.raises((requests.exceptions.ChunkedEncodingError, requests.ConnectionError)):
        send(api)
    assert noted(api)


def test_the_token_endpoint_fails_too(sheets: Emulator) -> None:
    sheets.faults.add("html", path="/token", code=502)
    assert requests.post(f"{sheets.url}/token", timeout=5).status_code == 502


def test_a_fault_lets_others_pass_first_and_waits_for_its_path(api: Api) -> None:
    api.sheets.faults.add("status", path="*/values/*", skip=1)
    assert send(api).status_code == 200
    assert [api.call("GET", "/values/A1")[0] for _ in range(3)] == [200, 503, 200]


def test_requests_are_counted_as_the_quota_counts_them(api: Api) -> None:
    api.sheets.journal.clear()
    api.get("properties.title")
    api.ok("POST", "/developerMetadata:search", {"dataFilters": [{}]})
    send(api)
    counters = api.sheets.counters
    assert (counters["requests"], counters["reads"], counters["writes"]) == (3, 2, 1)
    assert counters["by_method"]["spreadsheets.batchUpdate"] == 1
    assert counters["largest_in"] == counters["bytes_in"] - len(b'{"dataFilters": [{}]}')


def test_a_real_quota_is_sixty_a_minute_for_each_account() -> None:
    with Emulator(quota=3) as sheets:
        number = sheets.create(writers=(EDITOR,))
        api = Api(sheets, number, sheets.token(EDITOR))
        assert [api.call("GET", "")[0] for _ in range(4)] == [200, 200, 200, 429]
        assert send(api).status_code == 200


def test_writes_at_the_same_time_all_count(api: Api) -> None:
    with ThreadPoolExecutor(8) as pool:
        rows = [pool.submit(append, api, number) for number in range(40)]
    assert {row.result() for row in rows} == {200}
    assert sorted(int(row[0]) for row in api.values("A1:A99")) == list(range(40))


def append(api: Api, number: int) -> int:
    url = f"{api.sheets.url}/v4/spreadsheets/{api.id}/values/A1:append?valueInputOption=RAW"
    headers = {"Authorization": f"Bearer {api.token}"}
    return requests.post(url, json={"values": [[number]]}, headers=headers, timeout=10).status_code


@pytest.fixture
def address() -> Iterator[str]:
    """A server in another process."""
    command = [sys.executable, "-m", "tests.sheets_emulator", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
        process.send_signal(signal.SIGTERM)
        assert process.wait(5) == 0


def test_another_process_is_driven_over_the_control_endpoint(address: str) -> None:
    def control(action: str, body: object = None) -> dict[str, object]:
        answer = requests.post(f"{address}/emulator/{action}", json=body, timeout=5)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    number = control("spreadsheets", {"title": "Scores", "writers": [EDITOR]})["id"]
    token = control("tokens", {"account": EDITOR})["access_token"]
    assert "private_key" in control("service_accounts", {"email": "robot@example.com"})
    typed = {"spreadsheet": number, "do": "type", "args": ["Sheet1", "A1", "1-2-2020"]}
    control(
        "person", [typed, {"spreadsheet": number, "do": "note", "args": ["Sheet1", "A1", "mine"]}]
    )
    seen = control("person", {"spreadsheet": number, "do": "read", "args": ["Sheet1"]})
    assert seen == {"answers": [[["1-2-2020"]]]}
    control("faults", {"kind": "status", "code": 500, "count": 1})
    url, headers = f"{address}/v4/spreadsheets/{number}", {"Authorization": f"Bearer {token}"}
    assert [requests.get(url, headers=headers, timeout=5).status_code for _ in range(2)] == [
        500,
        200,
    ]
    assert control("counters")["reads"] == 2
    book = openpyxl.load_workbook(
        BytesIO(requests.get(f"{address}/emulator/export/{number}.xlsx", timeout=5).content)
    )
    assert book["Sheet1"]["A1"].comment.text == "mine"
    control("reset")
    assert requests.get(url, headers=headers, timeout=5).status_code == 404
