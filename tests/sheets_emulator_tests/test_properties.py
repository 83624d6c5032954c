"""What holds whatever is done: metadata stays with its content, and nothing crashes."""

from __future__ import annotations

import json
import re
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.sheets_emulator import OWNER, batch, schema, values
from tests.sheets_emulator.a1 import Rect
from tests.sheets_emulator.compute import Calculator
from tests.sheets_emulator.context import Context
from tests.sheets_emulator.errors import ApiError
from tests.sheets_emulator.model import Workbook
from tests.sheets_emulator.render import spreadsheet
from tests.sheets_emulator.store import Store

from .conftest import box, span

SIZE = 8


def labelled() -> Workbook:
    """Row 0 and column 0 hold labels; each labelled line carries metadata of the same name."""
    workbook = Store().create("Labels", OWNER)
    grid = {"rowCount": SIZE, "columnCount": SIZE}
    resize = {"properties": {"sheetId": 0, "gridProperties": grid}, "fields": "gridProperties"}
    requests: list[Any] = [{"updateSheetProperties": resize}]
    for dimension, letter in (("ROWS", "r"), ("COLUMNS", "c")):
        for index in range(1, SIZE):
            name = f"{letter}{index}"
            start = (
                {"rowIndex": index, "columnIndex": 0}
                if letter == "r"
                else {"rowIndex": 0, "columnIndex": index}
            )
            rows = [{"values": [{"userEnteredValue": {"stringValue": name}, "note": name}]}]
            location = {"dimensionRange": span(dimension, index, index + 1)}
            entry = {"metadataKey": name, "visibility": "DOCUMENT", "location": location}
            requests.append(
                {"updateCells": {"start": start, "rows": rows, "fields": "userEnteredValue,note"}}
            )
            requests.append({"createDeveloperMetadata": {"developerMetadata": entry}})
    return batch.run(workbook, OWNER, requests)[0]


dimensions = st.sampled_from(["ROWS", "COLUMNS"])
indexes = st.integers(1, SIZE + 2)
spans = (
    st.tuples(dimensions, indexes, indexes).filter(lambda s: s[1] < s[2]).map(lambda s: span(*s))
)
edits = st.one_of(
    spans.map(lambda s: {"insertDimension": {"range": s, "inheritFromBefore": True}}),
    spans.map(lambda s: {"deleteDimension": {"range": s}}),
    st.tuples(spans, indexes).map(
        lambda t: {"moveDimension": {"source": t[0], "destinationIndex": t[1]}}
    ),
    st.sampled_from(["ASCENDING", "DESCENDING"]).map(
        lambda order: {
            "sortRange": {"range": box(1, SIZE - 3, 0, 3), "sortSpecs": [{"sortOrder": order}]}
        }
    ),
    indexes.map(lambda i: {"mergeCells": {"range": box(0, 1, i, i + 2), "mergeType": "MERGE_ALL"}}),
)


def labels_of(workbook: Workbook) -> tuple[list[str], list[str]]:
    """(labels read off the cells, labels read off the metadata), with their places."""
    sheet = workbook.sheets[0]
    cells = [
        f"{cell['note']}@{row}/{column}"
        for row, line in sheet.cells.items()
        for column, cell in line.items()
        if "note" in cell
    ]
    rows = [f"{entry.key}@{i}/0" for i, line in enumerate(sheet.rows) for entry in line.metadata]
    columns = [
        f"{entry.key}@0/{i}" for i, line in enumerate(sheet.columns) for entry in line.metadata
    ]
    return sorted(cells), sorted(rows + columns)


@given(st.lists(edits, max_size=12))
@settings(max_examples=60, deadline=None)
def test_metadata_stays_with_the_line_that_holds_its_label(changes: list[Any]) -> None:
    workbook = labelled()
    for change in changes:
        try:
            workbook, _ = batch.run(workbook, OWNER, [change])
        except ApiError as error:
            assert error.code == 400
    cells, entries = labels_of(workbook)
    assert cells == entries


def values_of(key: str, kind: str, depth: int) -> st.SearchStrategy[Any]:
    """JSON that fits a type of the schema."""
    if enum := re.match(r"\w+\((.*)\)", kind):
        return st.sampled_from(enum.group(1).split("|"))
    if kind in schema.MESSAGES:
        return messages(kind, depth) if depth else st.just({})
    if kind.startswith("["):
        return st.lists(values_of(key, kind[1:-1], depth), min_size=1, max_size=2)
    if kind.startswith("{"):
        return st.just({})
    plain: dict[str, st.SearchStrategy[Any]] = {
        "int": st.just(0)
        if key == "sheetId"
        else st.integers(6, 9)
        if key.startswith("end")
        else st.integers(0, 5),
        "bool": st.booleans(),
        "mask": st.sampled_from(
            ["*", "*", "title", "note,userEnteredValue", "pixelSize,hiddenByUser", "nope("]
        ),
        "str": st.sampled_from(["A1", "A1:B2", "=A1+1", "x", "5", "n1", ""]),
    }
    return plain.get(kind, st.sampled_from([0, 0.5, 7]))


def messages(name: str, depth: int) -> st.SearchStrategy[Any]:
    """A message with one member of its union; requests and dimension ranges are complete."""
    fields = {
        key: values_of(key, field.type, depth - 1) for key, field in schema.MESSAGES[name].items()
    }
    members = schema.ONE_OF.get(name, ("", ()))[1]
    rest = {key: value for key, value in fields.items() if key not in members}
    complete = name.startswith("Request.") or name in (
        "DimensionRange",
        "DeveloperMetadata",
        "BooleanCondition",
    )
    some = st.fixed_dictionaries(rest) if complete else st.fixed_dictionaries({}, optional=rest)
    if not members:
        return some
    one = st.sampled_from(members).flatmap(lambda key: st.fixed_dictionaries({key: fields[key]}))
    return st.tuples(some, one).map(lambda pair: pair[0] | pair[1])


requests_of_any_kind = st.sampled_from(sorted(schema.KINDS)).flatmap(
    lambda kind: st.fixed_dictionaries({kind: messages(f"Request.{kind}", 4)})
)


@given(st.lists(requests_of_any_kind, min_size=1, max_size=6))
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_request_crashes_the_emulator_and_every_state_can_be_shown(changes: list[Any]) -> None:
    workbook = labelled()
    for change in changes:
        try:
            body = schema.check({"requests": [change]}, "Method.batchUpdate")
            workbook, _ = batch.run(workbook, OWNER, body["requests"])
        except ApiError as error:
            assert error.code in (400, 501)
    spreadsheet(Context(workbook, OWNER), {}, None, True)


PIECES = [
    "=",
    "IF(",
    "SUM(",
    ")",
    "(",
    ",",
    "A1",
    "$B$2",
    "A1:B9",
    "+",
    "/",
    "%",
    '"',
    "{",
    "}",
    "1",
    "0",
    " ",
    "TRUE",
]
FORMULAS = st.lists(st.sampled_from(PIECES), max_size=8).map(lambda parts: "=" + "".join(parts))
TEXTS = st.text(alphabet="0123456789.,-/:%$=+*()\"'#@;? ABymdhsEe", max_size=14) | FORMULAS
FORMATS = st.sampled_from(
    ["NUMBER", "PERCENT", "CURRENCY", "DATE", "TIME", "DATE_TIME", "SCIENTIFIC", "TEXT"]
)


@given(TEXTS, TEXTS, FORMATS, st.floats(allow_nan=False, allow_infinity=False))
@settings(max_examples=300, deadline=None)
def test_any_text_can_be_typed_and_any_number_shown(
    typed: str, pattern: str, kind: str, number: float
) -> None:
    workbook = labelled()
    sheet = workbook.sheets[0]
    values.update(
        Context(workbook, OWNER),
        sheet,
        Rect(3, 4, 3, 4),
        {
            "values": [
                [
                    typed,
                ]
            ]
        },
        "USER_ENTERED",
    )
    look = {"numberFormat": {"type": kind, "pattern": pattern}}
    sheet.put(4, 4, {"userEnteredValue": {"numberValue": number}, "userEnteredFormat": look})
    calculator = Calculator(workbook)
    for row, column in ((3, 3), (4, 4)):
        assert isinstance(calculator.shown(sheet, row, column), str)
        json.dumps(calculator.extended(sheet, row, column), allow_nan=False)
