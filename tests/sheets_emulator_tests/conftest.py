"""A running emulator, and a bare HTTP client for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
import requests

from tests.sheets_emulator import OWNER, Emulator

EDITOR = "editor@example.com"


@dataclass
class Api:
    """Requests to one spreadsheet, as one account."""

    sheets: Emulator
    id: str
    token: str
    session: requests.Session = field(default_factory=requests.Session)

    def call(self, method: str, path: str, body: Any = None, **query: Any) -> tuple[int, Any]:
        headers = {"Authorization": f"Bearer {self.token}"}
        url = f"{self.sheets.url}/v4/spreadsheets/{self.id}{path}"
        answer = self.session.request(
            method, url, params=query, json=body, headers=headers, timeout=20
        )
        return answer.status_code, answer.json()

    def ok(self, method: str, path: str, body: Any = None, **query: Any) -> Any:
        status, answer = self.call(method, path, body, **query)
        assert status == 200, answer
        return answer

    def refusal(self, method: str, path: str, body: Any = None, **query: Any) -> str:
        """The message of a 400."""
        status, answer = self.call(method, path, body, **query)
        assert status == 400, answer
        assert answer["error"]["status"] == "INVALID_ARGUMENT"
        return str(answer["error"]["message"])

    def batch(self, *changes: Any) -> Any:
        """The replies of a batchUpdate."""
        return self.ok("POST", ":batchUpdate", {"requests": list(changes)})["replies"]

    def refused_batch(self, *changes: Any) -> str:
        return self.refusal("POST", ":batchUpdate", {"requests": list(changes)})

    def get(self, fields: str, **query: Any) -> Any:
        return self.ok("GET", "", fields=fields, **query)

    def write(self, cells: str, values: Any, option: str = "RAW") -> Any:
        return self.ok("PUT", f"/values/{cells}", {"values": values}, valueInputOption=option)

    def values(self, cells: str, **query: Any) -> Any:
        return self.ok("GET", f"/values/{cells}", **query).get("values")

    def cell(self, cell: str, fields: str) -> Any:
        """One CellData."""
        answer = self.get(f"sheets.data.rowData.values({fields})", ranges=cell)
        rows = answer["sheets"][0]["data"][0].get("rowData", [{}])
        return rows[0].get("values", [{}])[0]

    def as_account(self, account: str) -> Api:
        return Api(self.sheets, self.id, self.sheets.token(account))


def span(dimension: str, start: int, end: int) -> dict[str, Any]:
    return {"sheetId": 0, "dimension": dimension, "startIndex": start, "endIndex": end}


def box(top: int, bottom: int, left: int, right: int) -> dict[str, Any]:
    rows = {"startRowIndex": top, "endRowIndex": bottom}
    return {"sheetId": 0, **rows, "startColumnIndex": left, "endColumnIndex": right}


def put(text: str, row: int = 0, column: int = 0) -> dict[str, Any]:
    start = {"sheetId": 0, "rowIndex": row, "columnIndex": column}
    rows = [{"values": [{"userEnteredValue": {"stringValue": text}}]}]
    return {"updateCells": {"start": start, "rows": rows, "fields": "userEnteredValue"}}


@pytest.fixture(scope="module")
def server() -> Iterator[Emulator]:
    with Emulator() as emulator:
        yield emulator


@pytest.fixture
def sheets(server: Emulator) -> Emulator:
    server.reset()
    return server


@pytest.fixture
def api(sheets: Emulator) -> Api:
    """An editor of a new spreadsheet that somebody else owns."""
    number = sheets.create("Scores", owner=OWNER, writers=(EDITOR,))
    return Api(sheets, number, sheets.token(EDITOR))
