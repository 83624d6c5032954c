"""Tabs read from a spreadsheet and from its `.xlsx` download: the same text either way."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from core.errors import SourceError
from core.kpi import Tab
from core.sheets.workbooks import Workbooks
from tests.sheets_emulator import Emulator, Person
from tests.spreadsheets import ACCOUNT, Waits

DEALS = Tab("DEALS_SHEET", "Deals", columns=("Name", "Amount"))
PEOPLE = Tab("DEALS_SHEET", "Our people", columns=("Name",))


class Source:
    """A spreadsheet that a person fills, and both ways to it."""

    def __init__(self, sheets: Emulator, root: Path) -> None:
        self.sheets, self.root = sheets, root
        self.book = sheets.create("Deals", readers=(ACCOUNT,))
        self.ann: Person = sheets.person(self.book)
        self.ann.rename("Sheet1", "Deals")
        self.environment = {
            "DEALS_SHEET": self.book,
            "GOOGLE_CREDENTIALS": json.dumps(sheets.service_account(ACCOUNT)),
            "GOOGLE_SHEETS_ENDPOINT": sheets.url,
        }

    def online(self, *tabs: Tab) -> Workbooks:
        return Workbooks(self.root, self.environment, tabs)

    def downloaded(self) -> Workbooks:
        (self.root / "deals.xlsx").write_bytes(self.sheets.xlsx(self.book))
        return Workbooks(self.root, {"DEALS_SHEET": "deals.xlsx"})

    def shaped(self, cells: str, kind: str, pattern: str = "") -> None:
        """Give cells a number format."""
        shown = {"type": kind, **({"pattern": pattern} if pattern else {})}
        body = {
            "range": self.ann._range("Deals", cells),
            "cell": {"userEnteredFormat": {"numberFormat": shown}},
            "fields": "userEnteredFormat.numberFormat",
        }
        self.ann._do({"repeatCell": body})


@pytest.fixture
def source(sheets: Emulator, tmp_path: Path) -> Source:
    return Source(sheets, tmp_path)


@pytest.fixture(params=["online", "downloaded"])
def text_in(request: pytest.FixtureRequest, source: Source) -> Callable[[], str | None]:
    """Return a reader of the one cell below the header, online or in the download."""
    source.ann.type("Deals", "A1", [["Name", "Amount"], ["x"]])

    def read() -> str | None:
        books = source.online(DEALS) if request.param == "online" else source.downloaded()
        ((number, (name, text)),) = books.read(DEALS).rows
        assert (number, name) == (2, "x")
        return text

    return read


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("Berlin", "Berlin"),
        (" a  b ", " a  b "),
        ("007x", "007x"),
        ("12", "12"),
        ("12.50", "12.5"),
        ("0.1", "0.1"),
        ("-3", "-3"),
        ("1e21", "1e+21"),
        ("12%", "0.12"),
        ("$100.15", "100.15"),
        ("TRUE", "TRUE"),
        ("false", "FALSE"),
        ("=1+2", "3"),
        ('="a"&"b"', "ab"),
        ("=1=1", "TRUE"),
        ("", None),
        ("   ", None),
        ("Grüße 😀", "Grüße 😀"),
    ],
)
def test_a_typed_value_is_read_as_text(
    text_in: Callable[[], str | None], source: Source, typed: str, text: str | None
) -> None:
    source.ann.type("Deals", "B2", typed)
    assert text_in() == text


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        ("=1/0", "#DIV/0!"),
        ("=NA()", "#N/A"),
        ("=NOSUCH(1)", "#NAME?"),
        ('=1+"a"', "#VALUE!"),
    ],
)
def test_an_error_reads_as_its_sign(
    text_in: Callable[[], str | None], source: Source, formula: str, text: str
) -> None:
    source.ann.type("Deals", "B2", formula)
    assert text_in() == text


@pytest.mark.parametrize(
    ("number", "kind", "pattern", "text"),
    [
        (46341, "DATE", "", "2026-11-15"),
        (46341, "DATE", "d. mmm yyyy", "2026-11-15"),
        (46341, "DATE_TIME", "", "2026-11-15"),
        (46341.5, "DATE_TIME", "", "2026-11-15 12:00:00"),
        (46341.99999999, "DATE_TIME", "", "2026-11-16"),
        (46341.604166666664, "DATE_TIME", "yyyy-mm-dd hh:mm", "2026-11-15 14:30:00"),
        (46341.25, "DATE", "yyyy-mm-dd", "2026-11-15 06:00:00"),
        (0.25, "TIME", "", "06:00:00"),
        (0.604166666666667, "TIME", "h:mm am/pm", "14:30:00"),
        (1.5, "TIME", "[h]:mm:ss", "36:00:00"),
        (0.5, "TIME", "[h]:mm", "12:00:00"),
        (46341, "NUMBER", "#,##0.00", "46341"),
        (46341, "TEXT", "", "46341"),
        (0.125, "PERCENT", "0.0%", "0.125"),
        (1234.5, "CURRENCY", "", "1234.5"),
        (12, "NUMBER", '0" days"', "12"),
        (12, "NUMBER", '"d"0', "12"),
        (12, "NUMBER", "[<1000]0.00;0", "12"),
        (61, "DATE", "yyyy-mm-dd", "1900-03-01"),
    ],
)
def test_a_number_is_read_as_its_format_shows_it(
    text_in: Callable[[], str | None],
    source: Source,
    number: float,
    kind: str,
    pattern: str,
    text: str,
) -> None:
    source.shaped("B2", kind, pattern)
    source.ann._do(
        {
            "updateCells": {
                "range": source.ann._range("Deals", "B2"),
                "rows": [{"values": [{"userEnteredValue": {"numberValue": number}}]}],
                "fields": "userEnteredValue",
            }
        }
    )
    assert text_in() == text


def test_all_tabs_of_a_run_come_in_one_request(source: Source) -> None:
    source.ann.type("Deals", "A1", [["Name", "Amount"], ["x", 1]])
    source.ann.add_tab("Our people")
    source.ann.type("Our people", "C4", [["Name"], ["Ann"]])
    books = source.online(DEALS, PEOPLE)
    assert books.read(DEALS).rows == ((2, ("x", "1")),)
    assert books.read(PEOPLE).rows == ((5, ("Ann",)),)
    assert books.read(DEALS).columns == ("name", "amount")
    assert source.sheets.counters["reads"] == 1


def test_a_missing_tab_is_named_and_the_others_are_still_read(source: Source) -> None:
    source.ann.type("Deals", "A1", [["Name", "Amount"], ["x", 1]])
    books = source.online(DEALS, PEOPLE)
    with pytest.raises(SourceError) as caught:
        books.read(PEOPLE)
    assert str(caught.value) == (
        f"DEALS_SHEET ({source.book}) has no tab 'Our people'; it has 'Deals'"
    )
    assert books.read(DEALS).rows == ((2, ("x", "1")),)


def test_a_title_with_a_quotation_mark_is_found(source: Source) -> None:
    source.ann.add_tab("Ann's")
    source.ann.type("Ann's", "A1", [["Name"], ["x"]])
    tab = Tab("DEALS_SHEET", "Ann's", columns=("Name",))
    assert source.online(tab).read(tab).rows == ((2, ("x",)),)


def test_an_empty_tab_has_no_header(source: Source) -> None:
    with pytest.raises(SourceError, match="no header row among the first 50"):
        source.online(DEALS).read(DEALS)


def test_a_viewers_permission_is_enough_and_without_it_the_address_is_named(
    source: Source, waits: Waits
) -> None:
    source.ann.unshare(ACCOUNT)
    with pytest.raises(SourceError) as caught:
        source.online(DEALS).read(DEALS)
    assert str(caught.value) == (
        f"DEALS_SHEET: spreadsheet {source.book}: no permission; share it with {ACCOUNT} as editor"
    )


def test_a_quota_that_stays_used_up_ends_in_one_sentence(source: Source, waits: Waits) -> None:
    source.sheets.faults.add("quota", count=None, path="*/spreadsheets/*")
    with pytest.raises(SourceError, match=r"quota is used up; .*\(tried 9 times in 180 s\)$"):
        source.online(DEALS).read(DEALS)


def test_missing_credentials_are_reported_with_the_variable_of_the_tab(
    source: Source, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("CLOUDSDK_CONFIG", str(tmp_path))
    monkeypatch.setenv("NO_GCE_CHECK", "true")
    with pytest.raises(
        SourceError, match="DEALS_SHEET: no Google credentials; set GOOGLE_CREDENTIALS"
    ):
        Workbooks(tmp_path, {"DEALS_SHEET": source.book}).read(DEALS)


def test_hidden_rows_and_columns_are_read_like_others(source: Source) -> None:
    source.ann.type("Deals", "A1", [["Name", "Amount"], ["x", 1], ["y", 2]])
    source.ann.hide_rows("Deals", 2)
    source.ann.hide_columns("Deals", "B")
    for books in (source.online(DEALS), source.downloaded()):
        assert books.read(DEALS).rows == ((2, ("x", "1")), (3, ("y", "2")))
