"""The part of a catalogue that can run: KPIs with findings and their readers are left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from core.catalog.runnable import RunnableCatalogue, load_runnable
from core.errors import CatalogueError
from core.kpi import Values
from tests.project import kpi_text, settings_of, write_project

SOUND = kpi_text(name="Sound")
BROKEN = "KPI = nothing\n"


def reading(number: int, name: str, domain: str = "") -> str:
    query = f"SELECT avg(value) AS value FROM kpi_{number:02}"
    return kpi_text(query, name=name, sources=[Values(number, last=2, domain=domain)])


def load(
    root: Path, kpis: Mapping[str, str], domains: Sequence[str] = ("success",)
) -> RunnableCatalogue:
    return load_runnable(settings_of(write_project(root, kpis)), domains)


def ids(loaded: RunnableCatalogue) -> list[str]:
    return [entry.id for entry in loaded.catalogue.entries]


def test_a_kpi_with_a_finding_is_left_out_with_all_that_read_it(tmp_path: Path) -> None:
    kpis = {
        "success/kpi_01.py": BROKEN,
        "success/kpi_02.py": reading(1, "Reader"),
        "success/kpi_03.py": reading(2, "Reader of a reader"),
        "success/kpi_04.py": SOUND,
    }
    loaded = load(tmp_path, kpis)

    assert ids(loaded) == ["success/kpi_04"]
    assert loaded.catalogue.findings == ()
    assert loaded.excluded.keys() == {("success", 1), ("success", 2), ("success", 3)}
    assert [str(finding) for finding in loaded.findings] == [
        "scorecards/success/kpi_01.py:1: does not import: NameError: name 'nothing' is not defined",
        "scorecards/success/kpi_02.py:9: reads success/kpi_01, which cannot run; fix that first",
        "scorecards/success/kpi_03.py:9: reads success/kpi_02, which cannot run; fix that first",
    ]


@pytest.mark.parametrize(
    ("kpis", "left"),
    [
        ({"success/kpi_01.py": kpi_text(owner="x")}, ["success/kpi_04"]),
        ({"success/kpi_01.py": SOUND, "success/kpi_001.py": SOUND}, ["success/kpi_04"]),
        ({"success/churn.py": SOUND}, ["success/kpi_04"]),
        (
            {"success/kpi_01.py": reading(2, "a"), "success/kpi_02.py": reading(1, "b")},
            ["success/kpi_04"],
        ),
    ],
    ids=["attribute", "number twice", "name of the file", "cycle"],
)
def test_each_kind_of_finding_leaves_out_its_own_kpi(
    tmp_path: Path, kpis: dict[str, str], left: list[str]
) -> None:
    loaded = load(tmp_path, {**kpis, "success/kpi_04.py": kpi_text(name="Alone")})

    assert ids(loaded) == left
    assert loaded.findings


def test_a_sql_file_with_a_finding_leaves_out_the_kpis_that_use_it(tmp_path: Path) -> None:
    own = kpi_text(name="Own").replace('"""SELECT 1 AS value"""', "sql_file()")
    own = own.replace("import Kpi", "import Kpi, sql_file")
    write_project(tmp_path, files={"sql/success/kpi_01.sql": "SELECT 1 +"})
    loaded = load(tmp_path, {"success/kpi_01.py": own, "success/kpi_02.py": SOUND})

    assert ids(loaded) == ["success/kpi_02"]
    assert [finding.file for finding in loaded.findings] == ["sql/success/kpi_01.sql"]


def test_another_domain_loses_the_readers_only(tmp_path: Path) -> None:
    kpis = {
        "board/kpi_01.py": reading(1, "Reader", domain="success"),
        "board/kpi_02.py": SOUND,
        "hiring/kpi_01.py": BROKEN,
        "success/kpi_01.py": BROKEN,
        "success/kpi_02.py": SOUND,
    }
    loaded = load(tmp_path, kpis)

    assert ids(loaded) == ["board/kpi_02", "success/kpi_02"]
    assert loaded.left_out == ("hiring",)
    assert [finding.file for finding in loaded.findings] == [
        "scorecards/board/kpi_01.py",
        "scorecards/success/kpi_01.py",
    ]


def test_a_finding_of_a_runner_stops_its_domain(tmp_path: Path) -> None:
    root = write_project(tmp_path, {"success/kpi_01.py": SOUND}, {"success": "RUNNER = 3\n"})

    with pytest.raises(CatalogueError, match=r"runners/success\.py:1: defines no RUNNER"):
        load_runnable(settings_of(root), ["success"])


def test_a_domain_of_which_nothing_can_run_is_refused(tmp_path: Path) -> None:
    kpis = {
        "success/kpi_01.py": BROKEN,
        "success/kpi_02.py": reading(1, "Reader"),
        "board/kpi_01.py": SOUND,
    }
    with pytest.raises(CatalogueError) as raised:
        load(tmp_path, kpis)
    assert len(raised.value.findings) == 2


def test_a_sound_catalogue_is_whole(tmp_path: Path) -> None:
    loaded = load(tmp_path, {"success/kpi_01.py": SOUND, "board/kpi_01.py": SOUND})

    assert ids(loaded) == ["board/kpi_01", "success/kpi_01"]
    assert (loaded.findings, loaded.excluded, loaded.left_out) == ((), {}, ())
