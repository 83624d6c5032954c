"""One chart of each kind, and what is in its SVG."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from xml.etree import ElementTree

from core.charts import (
    ChartEvent,
    ChartFact,
    ChartPoint,
    Distribution,
    HealthCell,
    HealthGrid,
    HealthRow,
    MetricNode,
    PeriodPanel,
    SegmentComparison,
    SegmentValue,
    SmallMultiples,
    SmallPanel,
    Waterfall,
    WaterfallStep,
    WeeksAndMonths,
    distribution,
    health_grid,
    metric_tree,
    segment_comparison,
    six_weeks_and_twelve_months,
    small_multiples,
    sparkline,
    waterfall,
)
from core.charts.drawing import TextBox, TextStyle, box_of

PICTURES = Path(__file__).parents[3] / "docs/charts"
SVG = "{http://www.w3.org/2000/svg}"
MONTHS = ("Dec", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov")


def weeks(values: tuple[float | None, ...], first: int = 41) -> tuple[ChartPoint, ...]:
    """Return points of weeks; the last one is provisional."""
    last = len(values) - 1
    return tuple(
        ChartPoint(f"W{first + place}", value, place == last) for place, value in enumerate(values)
    )


SIX_WEEKS = PeriodPanel(
    name="6 weeks",
    points=weeks((1120, 1184, 1162, 1240, 1013, 1092)),
    year_ago=(980, 1010, 1002, 1050, 1061, 1070),
    target=1200,
    limits=(960, 1280),
)
TWELVE_MONTHS = PeriodPanel(
    name="12 months",
    points=tuple(map(ChartPoint, MONTHS, (*range(4100, 5200, 100), 3210))),
    year_ago=tuple(range(3600, 4800, 100)),
    target=4800,
)
WEEKS_AND_MONTHS = WeeksAndMonths(
    title="Orders placed",
    unit="count",
    weeks=SIX_WEEKS,
    months=TWELVE_MONTHS,
    events=(ChartEvent("W45", 1, "the form was down"), ChartEvent("Mar", 2, "new prices")),
    facts=(ChartFact("quarter to date", "8,145"), ChartFact("year to date", "48,210")),
)
WATERFALL = Waterfall(
    title="Orders from W45 to W46",
    unit="count",
    before_label="W45",
    before=1013,
    after_label="W46",
    after=1092,
    steps=(
        WaterfallStep("orders per client", 112),
        WaterfallStep("active clients", -41),
        WaterfallStep("restated since", 14),
        WaterfallStep("not explained", -6, "remainder"),
    ),
)
TREE = MetricNode(
    name="Orders placed",
    unit="count",
    value=1092,
    change=79,
    kind="north star",
    remark="✓ on track",
    tone="good",
    operator="×",
    children=(
        MetricNode(name="Orders per client", unit="number", value=4, change=0.25, kind="driver"),
        MetricNode(
            name="Active clients", unit="count", value=273, remark="✗ critical", tone="alarm"
        ),
        MetricNode(name="Complaints", unit="percent", value=None, kind="guardrail"),
    ),
)
SEGMENTS = SegmentComparison(
    title="Churn by plan",
    unit="percent",
    before_label="W45",
    after_label="W46",
    segments=(
        SegmentValue(label="All clients", before=0.102, after=0.121, is_whole=True),
        SegmentValue(label="Basic", before=0.14, after=0.131, remark="of 900"),
        SegmentValue(label="Enterprise", before=0.05, after=0.07, interval=(0.02, 0.17)),
        SegmentValue(label="Trial", before=None, after=0.2),
        SegmentValue(label="Legacy", before=0.1, after=None),
    ),
)
GOOD, BAD = HealthCell("★", "exceeds", "good"), HealthCell("✗", "critical", "alarm")
WARNING, NOTHING = (
    HealthCell("▲", "needs attention", "warning"),
    HealthCell("–", "no value", "missing"),
)
GRID = HealthGrid(
    title="Health",
    periods=("W44", "W45", "W46"),
    rows=(
        HealthRow("Orders placed", (GOOD, WARNING, BAD), "1,092"),
        HealthRow("Overall churn rate", (NOTHING, GOOD, GOOD), "12.1%"),
    ),
)
DISTRIBUTION = Distribution(
    title="W46 among the last weeks",
    unit="count",
    points=weeks((1100, 1100, 1130, 1010, 1240, 913)),
    marked="W46",
    limits=(960, 1280),
)
MULTIPLES = SmallMultiples(
    title="Orders by region",
    unit="count",
    panels=tuple(
        SmallPanel(name, weeks((base, base + 5, None, base + 12)))
        for name, base in (("North", 90), ("South", 130), ("East", 170), ("West", 60), ("Other", 9))
    ),
)
CHARTS: dict[str, Callable[[], str]] = {
    "six weeks and twelve months": lambda: six_weeks_and_twelve_months(WEEKS_AND_MONTHS),
    "waterfall": lambda: waterfall(WATERFALL),
    "tree": lambda: metric_tree("Orders", TREE),
    "segments": lambda: segment_comparison(SEGMENTS),
    "health grid": lambda: health_grid(GRID),
    "distribution": lambda: distribution(DISTRIBUTION),
    "small multiples": lambda: small_multiples(MULTIPLES),
    "sparkline": lambda: sparkline("Orders", SIX_WEEKS.points, "count"),
}


def renamed(name: str) -> dict[str, str]:
    """Return charts whose names, labels and texts are `name`."""
    points = tuple(replace(point, label=name) for point in SIX_WEEKS.points)
    panel = replace(SIX_WEEKS, name=name, points=points)
    chart = replace(
        WEEKS_AND_MONTHS,
        title=name,
        weeks=panel,
        months=panel,
        events=(ChartEvent(name, 1, name),),
        facts=(ChartFact(name, name),),
    )
    steps = (WaterfallStep(name, 79),)
    cell = HealthCell(name, name)
    return {
        "weeks": six_weeks_and_twelve_months(chart),
        "waterfall": waterfall(
            replace(WATERFALL, title=name, before_label=name, after_label=name, steps=steps)
        ),
        "tree": metric_tree(name, replace(TREE, name=name, kind=name, remark=name)),
        "segments": segment_comparison(
            replace(
                SEGMENTS,
                title=name,
                before_label=name,
                segments=(SegmentValue(label=name, before=1, after=2, remark=name),),
            )
        ),
        "grid": health_grid(
            HealthGrid(title=name, periods=(name,), rows=(HealthRow(name, (cell,), name),))
        ),
        "distribution": distribution(
            replace(DISTRIBUTION, title=name, marked=name, points=points, limits_name=name)
        ),
        "multiples": small_multiples(
            replace(MULTIPLES, title=name, panels=(SmallPanel(name, points),))
        ),
        "sparkline": sparkline(name, points, "count"),
    }


@dataclass(frozen=True)
class WrittenText:
    """A text of a chart, its space and its ink."""

    text: str
    box: TextBox
    ink: str


def texts_of(svg: str) -> list[WrittenText]:
    return [_written(each) for each in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def _written(element: ElementTree.Element) -> WrittenText:
    anchor = element.get("text-anchor", "start")
    assert anchor in ("start", "middle", "end")
    style = TextStyle(
        float(element.get("font-size", "")),
        element.get("fill", ""),
        element.get("font-weight") == "bold",
        anchor,  # type: ignore[arg-type]  # one of the three, as asserted
    )
    text = element.text or ""
    spot = (float(element.get("x", "")), float(element.get("y", "")))
    return WrittenText(text, box_of(spot, text, style), style.ink)


def shapes_of(svg: str, name: str) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(svg).iter(f"{SVG}{name}"))


def words_of(svg: str) -> str:
    """Return the text for readers who do not see the chart."""
    root = ElementTree.fromstring(svg)
    return f"{root.findtext(f'{SVG}title')}: {root.findtext(f'{SVG}desc')}"


def numbers_of(svg: str) -> set[str]:
    """Return all numbers that a reader sees or hears, without sign and unit."""
    texts = [written.text for written in texts_of(svg)]
    return set(re.findall(r"\d[\d,.]*\d|\d", " ".join((*texts, words_of(svg)))))


def picture_of(kind: str) -> Path:
    """Return where the documentation keeps a chart of this kind."""
    return PICTURES / f"{kind.replace(' ', '-')}.svg"


if __name__ == "__main__":  # draws the pictures of the documentation anew
    for drawn, draw in CHARTS.items():
        picture_of(drawn).write_text(f"{draw()}\n", encoding="utf-8")
