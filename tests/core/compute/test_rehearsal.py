"""A rehearsal plans the query of a KPI with a run's parameters and over a run's sources."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from openpyxl import Workbook

from core.catalog import check, load_catalogue
from core.compute.extracts import Extracts
from core.compute.files import ProjectFiles
from core.compute.rehearsal import Rehearsal, Rehearsed
from core.errors import PlanError, SourceError
from core.kpi import File, Tab, Table, Values
from core.sheets import Workbooks
from tests.project import kpi_text, write_project
from tests.warehouses import execute, open_for, settings_for

FORMS = Table("stg.forms")
BETWEEN = "sent_on BETWEEN :first_day AND :last_day"
BOOK = "1" * 44


def rehearse(root: Path, url: str, kpis: Mapping[str, str], **environment: str) -> list[Rehearsed]:
    """Rehearse all KPIs of a project, in order of their numbers, over one table of one row."""
    execute(
        url,
        "CREATE SCHEMA stg",
        "CREATE TABLE stg.forms (id int, sent_on date)",
        "INSERT INTO stg.forms VALUES (1, '2026-11-09')",
    )
    write_project(root, {f"success/{name}.py": text for name, text in kpis.items()})
    settings = settings_for(root, url, **environment)
    catalogue = load_catalogue(root)
    result = check(catalogue)
    assert result.findings == ()
    files = ProjectFiles(root)
    sources = [source for entry in catalogue.entries for source in entry.kpi.sources]
    with (
        closing(open_for(settings, write=False)) as warehouse,
        warehouse.snapshot(20, files.find_all(sources)) as snapshot,
    ):
        extracts = Extracts(snapshot, files, Workbooks(root, settings.environment))
        rehearsal = Rehearsal(settings, catalogue, result.facts, snapshot, extracts)
        return [rehearsal.rehearse(entry) for entry in catalogue.entries]


def test_every_kind_of_source_is_planned(tmp_path: Path, warehouse_url: str) -> None:
    book = Workbook()
    book.active.title = "Plan"
    book.active.append(["Client"])
    book.save(tmp_path / "plan.xlsx")
    (tmp_path / "deals.csv").write_text("id,closed_at\n1,2026-11-02 10:00\n")
    tab = Tab("PLAN", "Plan", ["Client"])
    query = (
        "SELECT count(*) AS value FROM deals JOIN stg.forms USING (id) JOIN plan ON client = 'x'"
        " JOIN kpi_01 ON value = id WHERE closed_at < :end"
    )
    sources = [File("deals.csv"), FORMS, tab, Values(1, last=2)]
    kpis = {
        "kpi_01": kpi_text(
            f"SELECT count(*) AS value FROM stg.forms WHERE {BETWEEN}", sources=[FORMS]
        ),
        "kpi_02": kpi_text(query, name="Other", sources=sources),
    }
    first, second = rehearse(tmp_path, warehouse_url, kpis, PLAN="plan.xlsx")

    assert [name for name, _ in first.columns] == ["value"]
    assert (second.columns, second.error) == ((("value", "BIGINT"),), None)


def test_a_failure_is_a_result_and_stops_no_other(tmp_path: Path, warehouse_url: str) -> None:
    where = f"FROM stg.forms WHERE {BETWEEN}"
    (tmp_path / "deals.csv").write_text("id,closed_at\n1,2026-11-02 10:00\n")
    deals = [File("deals.csv")]
    kpis = {
        "kpi_01": kpi_text(f"SELECT nope AS value {where}", name="a", sources=[FORMS]),
        "kpi_02": kpi_text(f"SELECT id AS value {where}", name="b", sources=[FORMS]),
        "kpi_03": kpi_text("SELECT nope AS value FROM deals", name="c", sources=deals),
        "kpi_04": kpi_text("SELECT id AS value FROM deals", name="d", sources=deals),
        "kpi_05": kpi_text("SELECT 1 AS value FROM gone", name="e", sources=[File("gone.csv")]),
    }
    found = rehearse(tmp_path, warehouse_url, kpis)

    assert [type(each.error) for each in found] == [
        PlanError,
        type(None),
        PlanError,
        type(None),
        SourceError,
    ]
    assert found[2].sources == {"deals": ("id", "closed_at")}
    assert found[3].columns == (("value", "BIGINT"),)


def test_parameters_are_those_of_the_last_period_that_has_ended(
    tmp_path: Path, postgres_url: str
) -> None:
    # A plan computes what depends on parameters alone.
    query = "SELECT 1 / (:last_day - '2026-11-15'::date) AS value FROM stg.forms"
    (found,) = rehearse(tmp_path, postgres_url, {"kpi_01": kpi_text(query, sources=[FORMS])})

    assert str(found.error) == "division by zero"


def test_a_google_tab_without_credentials_is_planned_by_its_declared_columns(
    tmp_path: Path, warehouse_url: str
) -> None:
    tab = Tab("PLAN", "Plan", ["Client name"])
    kpis = {
        "kpi_01": kpi_text("SELECT max(sheet_row) AS value FROM plan", name="a", sources=[tab]),
        "kpi_02": kpi_text("SELECT clientname AS value FROM plan", name="b", sources=[tab]),
    }
    sound, faulty = rehearse(tmp_path, warehouse_url, kpis, PLAN=BOOK)

    note = "the tab 'Plan' of PLAN was not read: no Google credentials"
    assert (sound.columns, sound.notes) == ((("value", "BIGINT"),), (note,))
    assert isinstance(faulty.error, PlanError)
    assert faulty.sources == {"plan": ("sheet_row", "client_name")}


def test_a_google_tab_with_credentials_is_read(tmp_path: Path, warehouse_url: str) -> None:
    tab = Tab("PLAN", "Plan", ["Client name"])
    kpis = {"kpi_01": kpi_text("SELECT max(sheet_row) AS value FROM plan", sources=[tab])}
    (found,) = rehearse(tmp_path, warehouse_url, kpis, PLAN=BOOK, GOOGLE_CREDENTIALS="{}")

    assert found.notes == ()
    assert isinstance(found.error, SourceError)
    assert "GOOGLE_CREDENTIALS is not a usable Google key" in str(found.error)
