"""The benchmark: its three sides agree, and differences end it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
import pytest

from benchmarks import ahead, forecasts, remote, review
from benchmarks.equal import must_equal
from benchmarks.floor import Weeks
from benchmarks.kpis import specs
from benchmarks.sides import Span, place

BERLIN = ZoneInfo("Europe/Berlin")


def test_the_loop_the_floor_and_ours_store_the_same_values(tmp_path: Path) -> None:
    with place("duckdb", tmp_path, one_of=100) as warehouse:
        taken = warehouse.measure(Span(weeks=2, kpis=50))

    assert [*taken] == ["bare", "floor", "ours"]
    assert len((tmp_path / "50-2026-W44-2026-W45.json").read_text().split(",")) == 100


def test_the_loop_on_a_remote_engine_and_ours_have_the_same_values(
    capsys: pytest.CaptureFixture[str],
) -> None:
    remote.main(["--engine", "chdb", "--rows", "20000", "--kpis", "12", "--rounds", "1"])

    assert capsys.readouterr().out.splitlines()[-1].startswith("| chdb | 20,000 | 12 | 1 | ")


def test_the_review_is_measured_in_each_form(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("typst", reason="a PDF needs typst: pip install -e '.[dev]'")
    monkeypatch.setattr(review, "WEEKS", ("2026-W46",))
    monkeypatch.setattr(review, "SPAN", "2026-W41..2026-W46")
    monkeypatch.setattr(review, "MOST", {"html": 60.0, "pdf": 60.0})
    review.main(["--kpis", "2"])

    html, pdf = capsys.readouterr().out.splitlines()
    assert html.startswith("| html | 2 | ")
    assert pdf.startswith("| pdf | 2 | ")


def test_unusual_values_and_outlooks_are_measured(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(ahead, "ROUNDS", 1)
    monkeypatch.setattr(ahead, "SPAN", "2026-W30..2026-W46")
    ahead.main(["--kpis", "4"])

    lines = capsys.readouterr().out.splitlines()
    assert [line.split("|")[1:3] for line in lines] == [[" unusual ", " 4 "], [" outlook ", " 4 "]]


def test_forecasts_have_the_errors_of_the_competition(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(forecasts, "find_spec", lambda name: None)
    train, test = tmp_path / "train.csv", tmp_path / "test.csv"
    train.write_text("name,1\nW1," + ",".join(["10", "12"] * 30) + "\n")
    test.write_text("name,1\nW1," + ",".join(["8"] * 13) + "\n")
    forecasts.main([str(train), str(test)])

    # The last value is 12: 200 × 4 / 20 = 40 %, and 4 by steps of 2.
    naive, ours, held = capsys.readouterr().out.splitlines()
    assert naive.startswith("| naive | 40.00 | 2.00 | ")
    assert ours.startswith("| ours | ")
    assert held == "intervals of 80 % held for 0.0% of 1 series"


def test_sides_that_differ_void_the_benchmark() -> None:
    with pytest.raises(
        SystemExit, match=r"bare and floor differ in 1 values: success 2 2026-W40 is 1\.5 and 1\.6"
    ):
        must_equal(
            "bare and floor",
            {"success 1 2026-W40": 0.1 + 0.2, "success 2 2026-W40": 1.5},
            {"success 1 2026-W40": 0.3, "success 2 2026-W40": 1.6},
        )


@pytest.mark.parametrize("kpis", [50, 200, 800])
def test_any_number_of_kpis_has_each_kind_and_reads_existing_kpis(kpis: int) -> None:
    made = specs(kpis)
    numbers = {(spec.domain, spec.number) for spec in made if spec.table}

    assert len(made) == kpis
    assert {spec.weeks for spec in made} == {1, 4, 52}
    assert {spec.kind for spec in made} == {"count", "average", "share", "clients", "derived"}
    assert all((spec.domain, read) in numbers for spec in made for read in spec.reads)


def test_the_floor_numbers_weeks_by_the_calendar_even_if_the_clocks_change() -> None:
    weeks = Weeks(["2026-W10", "2026-W45"], duckdb=True)
    first = date.fromisocalendar(2026, 10, 1) - timedelta(weeks=51)
    begin = datetime(first.year, first.month, first.day, tzinfo=BERLIN).timestamp()
    # The last and the first second of every hour of all the weeks, 52 + 35 of them.
    instants = [begin + 3600 * hour + second for hour in range(1, 87 * 168) for second in (-1, 0)]
    found = duckdb.execute(
        f"SELECT {weeks.number('instant')} FROM (SELECT to_timestamp(unnest($instants)) AS"
        " instant)",
        {"instants": instants},
    ).fetchall()

    assert [number for (number,) in found] == [
        (datetime.fromtimestamp(instant, BERLIN).date() - first).days // 7 + 1
        for instant in instants
    ]
