"""Charts come with their rows, and belong to people from then on."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest

from tests.core.publish.google.weeks import LEADS, TWO, weeks
from tests.core.publish.samples import row
from tests.spreadsheets import TAB, Office, entered

CHARTS = f"Charts {TAB}"
YEAR_BEFORE = [row(each, "2025-W46", each.kpi_number * 10.0) for each in TWO]


@pytest.fixture
def charted(office: Office) -> Office:
    """Return an office whose two KPIs are published for 46 weeks, with their charts."""
    office.charts = True
    office.store([*YEAR_BEFORE, *weeks(TWO)], TWO)
    office.publish()
    office.asked()
    return office


def charts(office: Office, tab: str = CHARTS) -> list[dict[str, Any]]:
    return office.sheet(tab).charts


def titles(office: Office) -> list[str]:
    return [str(chart["spec"]["title"]) for chart in charts(office)]


def drawn(office: Office, chart: dict[str, Any]) -> list[list[object]]:
    """Return the contents of the cells that each series of a chart draws."""
    found = []
    for series in chart["spec"]["basicChart"]["series"]:
        (box,) = series["series"]["sourceRange"]["sources"]
        line, columns = box["startRowIndex"], range(box["startColumnIndex"], box["endColumnIndex"])
        found.append([entered(office.sheet(CHARTS), line, column) for column in columns])
    return found


def chart_id(office: Office, place: int = 0) -> int:
    return int(charts(office)[place]["chartId"])


def ask(office: Office, **request: object) -> None:
    """Do something to a chart, as a person or another tool does."""
    office.person._do(request)


def next_week(office: Office) -> None:
    office.store(weeks(TWO, first=47, last=47))
    office.publish(now="2026-11-23T06:00+01:00")


def test_the_first_publish_makes_a_chart_for_each_kpi_in_one_write(office: Office) -> None:
    office.charts = True
    office.store([*YEAR_BEFORE, *weeks(TWO)], TWO)
    published = office.publish()

    assert office.asked()[1] == 1
    assert office.tabs()[-1] == CHARTS
    assert titles(office) == ["Calls", "Forms"]
    assert f"{CHARTS}: new tab of 6 rows and 109 columns" in published.lines


def test_a_chart_draws_this_year_and_the_year_before(charted: Office) -> None:
    before, this_year = drawn(charted, charts(charted)[0])

    assert this_year == [*(3000.0 + week for week in range(1, 47)), *[None] * 7]
    assert before == [*[None] * 45, 30.0, *[None] * 6, 3001.0]  # a year before W53 is W01
    dashes = [s["lineStyle"]["type"] for s in charts(charted)[0]["spec"]["basicChart"]["series"]]
    assert dashes == ["MEDIUM_DASHED", "SOLID"]


def test_a_second_publish_reads_once_and_writes_nothing(charted: Office) -> None:
    again = charted.publish()

    assert charted.asked() == (1, 0)
    assert not again.written


def test_a_new_week_changes_cells_and_no_chart(charted: Office) -> None:
    before = deepcopy(charts(charted))
    next_week(charted)

    assert charts(charted) == before
    assert drawn(charted, charts(charted)[0])[1][46] == 3047.0


def test_a_missing_value_is_an_empty_cell(charted: Office) -> None:
    failed = replace(weeks(TWO, first=46, last=46)[0], value=None, reason="division by zero")
    charted.store([failed])
    charted.publish()

    assert drawn(charted, charts(charted)[0])[1][45] is None


def test_changes_of_a_person_to_a_chart_stay(charted: Office) -> None:
    spec = charts(charted)[0]["spec"] | {"title": "Calls, with target"}
    ask(charted, updateChartSpec={"chartId": chart_id(charted), "spec": spec})
    place = {"overlayPosition": {"anchorCell": {"rowIndex": 0}, "offsetXPixels": 50}}
    ask(
        charted,
        updateEmbeddedObjectPosition={
            "objectId": chart_id(charted, 1),
            "newPosition": place,
            "fields": "offsetXPixels",
        },
    )
    theirs = deepcopy(charts(charted))
    next_week(charted)

    assert charts(charted) == theirs
    assert "Calls, with target" in titles(charted)


def test_a_deleted_chart_stays_away(charted: Office) -> None:
    ask(charted, deleteEmbeddedObject={"objectId": chart_id(charted)})
    next_week(charted)
    charted.publish(restore=True)

    assert titles(charted) == ["Forms"]


def test_a_deleted_row_comes_back_with_a_chart_of_its_own_when_restored(charted: Office) -> None:
    old = chart_id(charted)
    charted.person.delete_row(CHARTS, 5)
    next_week(charted)
    assert titles(charted) == ["Calls", "Forms"]  # the row is gone, its chart is a person's
    published = charted.publish(restore=True)

    assert published.faults == ()
    assert sorted(titles(charted)) == ["Calls", "Calls", "Forms"]
    assert charts(charted)[-1]["chartId"] != old


def test_a_deleted_tab_of_charts_stays_away_and_keeps_nothing_out(charted: Office) -> None:
    charted.person.delete_tab(CHARTS)
    charted.store(weeks(TWO, first=47, last=47))
    published = charted.publish(now="2026-11-23T06:00+01:00")

    assert CHARTS not in charted.tabs()
    assert published.faults == ()


def test_a_new_kpi_gets_a_row_and_a_chart(charted: Office) -> None:
    charted.store(weeks((LEADS,)), (LEADS,))
    charted.publish()

    assert titles(charted) == ["Calls", "Forms", "Leads"]
    assert charts(charted)[2]["position"]["overlayPosition"]["anchorCell"]["rowIndex"] == 6


def test_a_retired_kpi_keeps_its_row_and_its_chart(charted: Office) -> None:
    before = deepcopy(charts(charted))
    charted.numbers = frozenset({TWO[0].kpi_number})
    published = charted.publish()

    assert charts(charted) == before
    assert drawn(charted, charts(charted)[1])[1][45] == 6046.0
    assert published.faults == ()


def test_charts_and_comments_go_together(office: Office) -> None:
    office.charts = office.comments = True
    office.store([*YEAR_BEFORE, *weeks(TWO)], TWO)
    office.publish()
    office.person.type(TAB, office.cell("Forms", "Comments W46"), "the form was down")
    office.publish()
    office.asked()
    again = office.publish()

    assert (office.asked(), again.written) == ((1, 0), False)
    assert titles(office) == ["Calls", "Forms"]


def test_a_publish_of_one_week_fills_its_cells_only(charted: Office) -> None:
    charted.store(weeks(TWO, first=45, last=46, plus=100))
    charted.publish(period="2026-W46")

    assert drawn(charted, charts(charted)[0])[1][44:46] == [3045.0, 3146.0]


def test_the_plan_lists_the_charts_and_writes_none(office: Office) -> None:
    office.charts = True
    office.store(weeks(TWO), TWO)
    plan = office.publish(plan_only=True)

    (line,) = [line for line in plan.lines if line.startswith(f"{CHARTS}: ") and "2 charts" in line]
    assert "marks" in line
    effects = [each for each in plan.details["effects"] if each["kind"] == "chart"]
    assert [(each["tab"], each["where"]) for each in effects] == [(CHARTS, "C5"), (CHARTS, "C6")]
    assert CHARTS not in office.tabs()


def test_the_charts_of_a_year_that_is_over_are_kept_up_to_date(charted: Office) -> None:
    charted.store([row(each, "2027-W01", 5.0) for each in TWO])
    charted.store(weeks(TWO, first=46, last=46, plus=1000))
    charted.publish(now="2027-01-11T06:00+01:00")

    assert {CHARTS, "Charts sc2027"} <= set(charted.tabs())
    assert "Charts sc2025" not in charted.tabs()
    assert drawn(charted, charts(charted)[0])[1][45] == 4046.0


def test_without_charts_nothing_of_them_is_sent_or_read(published: Office) -> None:
    published.store(weeks(TWO, first=47, last=47))
    published.publish(now="2026-11-23T06:00+01:00")

    assert published.asked() == (1, 1)
    assert not any(tab.startswith("Charts") for tab in published.tabs())
    assert not any(sheet.charts for sheet in published.emulator.workbook(published.book).sheets)
