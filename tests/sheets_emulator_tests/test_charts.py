"""Charts over cells: ids, what they draw, and where they float."""

from __future__ import annotations

from typing import Any

from .conftest import Api, box, span


def chart(number: int | None = 7, row: int = 4) -> dict[str, Any]:
    weeks, values = (
        {"sourceRange": {"sources": [box(line, line + 1, 3, 10)]}} for line in (2, row)
    )
    basic = {
        "chartType": "LINE",
        "domains": [{"domain": weeks}],
        "series": [{"series": values, "targetAxis": "LEFT_AXIS"}],
    }
    anchor = {"sheetId": 0, "rowIndex": row, "columnIndex": 2}
    position = {"overlayPosition": {"anchorCell": anchor, "widthPixels": 720}}
    named = {} if number is None else {"chartId": number}
    return {"addChart": {"chart": {**named, "spec": {"basicChart": basic}, "position": position}}}


def charts(api: Api) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = api.get("sheets.charts")["sheets"][0].get("charts", [])
    return found


def drawn(api: Api) -> list[dict[str, Any]]:
    (series,) = charts(api)[0]["spec"]["basicChart"]["series"]
    sources: list[dict[str, Any]] = series["series"]["sourceRange"]["sources"]
    return sources


def test_a_chart_has_the_id_that_was_asked_for_or_one_of_its_own(api: Api) -> None:
    api.batch(chart(), chart(None))

    first, second = (each["chartId"] for each in charts(api))
    assert first == 7
    assert second not in (0, 7)


def test_an_id_that_exists_is_refused_with_the_whole_batch(api: Api) -> None:
    api.batch(chart())

    assert api.refused_batch(chart(8), chart()).startswith("Invalid requests[1].addChart: ")
    assert [each["chartId"] for each in charts(api)] == [7]


def test_a_chart_of_nothing_or_of_a_block_is_refused(api: Api) -> None:
    empty = {"addChart": {"chart": {"position": {"overlayPosition": {"anchorCell": {}}}}}}
    block = chart()
    series = block["addChart"]["chart"]["spec"]["basicChart"]["series"]
    series[0]["series"]["sourceRange"]["sources"] = [box(2, 4, 3, 10)]

    assert api.refused_batch(empty).startswith("Invalid requests[0].addChart: ")
    assert "length of 1" in api.refused_batch(block)


def test_charts_follow_their_cells(api: Api) -> None:
    api.batch(
        chart(),
        {"insertDimension": {"range": span("ROWS", 1, 3), "inheritFromBefore": True}},
        {"insertDimension": {"range": span("COLUMNS", 5, 6), "inheritFromBefore": True}},
    )

    assert charts(api)[0]["position"]["overlayPosition"]["anchorCell"]["rowIndex"] == 6
    assert drawn(api) == [
        {"startRowIndex": 6, "endRowIndex": 7, "startColumnIndex": 3, "endColumnIndex": 11}
    ]


def test_a_chart_stays_when_its_cells_are_deleted(api: Api) -> None:
    api.batch(chart(), {"deleteDimension": {"range": span("ROWS", 4, 5)}})

    assert len(charts(api)) == 1
    assert charts(api)[0]["spec"]["basicChart"]["series"][0]["series"]["sourceRange"] == {}


def test_a_chart_can_be_changed_moved_and_deleted(api: Api) -> None:
    api.batch(chart())
    spec = charts(api)[0]["spec"] | {"title": "Theirs"}
    moved = {"overlayPosition": {"anchorCell": {"sheetId": 0, "rowIndex": 9}, "widthPixels": 300}}
    place = {"objectId": 7, "newPosition": moved, "fields": "anchorCell,widthPixels"}
    api.batch(
        {"updateChartSpec": {"chartId": 7, "spec": spec}},
        {"updateEmbeddedObjectPosition": place},
    )

    (found,) = charts(api)
    assert found["spec"]["title"] == "Theirs"
    assert found["position"]["overlayPosition"] == {
        "anchorCell": {"rowIndex": 9},
        "widthPixels": 300,
    }
    api.batch({"deleteEmbeddedObject": {"objectId": 7}})
    assert charts(api) == []
    assert "No embedded object" in api.refused_batch({"deleteEmbeddedObject": {"objectId": 7}})


def test_a_copy_of_a_tab_has_charts_of_its_own(api: Api) -> None:
    api.batch(chart(), {"duplicateSheet": {"sourceSheetId": 0, "newSheetId": 5}})

    copies = [sheet["charts"][0] for sheet in api.get("sheets.charts")["sheets"]]
    assert len({copy["chartId"] for copy in copies}) == 2
    anchors = [copy["position"]["overlayPosition"]["anchorCell"].get("sheetId") for copy in copies]
    assert sorted(anchors, key=str) == [5, None]
