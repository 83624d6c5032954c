"""The GRANT that a role needs, and that those of the documentation suffice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.engines.postgres.rights import with_grant
from core.kpi import File, Table, Values
from core.operations.doctor import Diagnosis, examine
from tests.processes import ROOT, ended, start
from tests.project import NOW, kpi_text, settings_of, write_project
from tests.runs import row_of, run, values_of
from tests.servers import Server, server_of_our_own
from tests.warehouses import execute

COUNT = "SELECT count(*) AS value FROM stg.forms WHERE sent_on BETWEEN :first_day AND :last_day"
KPIS = {
    "success/kpi_05.py": kpi_text(
        "SELECT (SELECT sum(value) FROM kpi_06) + (SELECT count(*) FROM letters)"
        " + (SELECT count(*) FROM stg.forms) AS value",
        name="Everything",
        sources=[Table("stg.forms"), File("letters.csv"), Values(6, last=1)],
    ),
    "success/kpi_06.py": kpi_text(COUNT, name="Forms", sources=[Table("stg.forms")]),
    "success/kpi_07.py": kpi_text(
        "SELECT kind AS field, count(*) AS value FROM stg.kinds GROUP BY kind",
        name="Forms by kind",
        sources=[Table("stg.kinds", loaded_at="sent_on")],
    ),
}
FILL = (
    "CREATE SCHEMA stg",
    "CREATE TABLE stg.forms (sent_on date, kind text)",
    "INSERT INTO stg.forms SELECT '2025-12-29'::date + 7 * n, 'web' FROM generate_series(0, 45) n",
    "CREATE VIEW stg.kinds AS SELECT * FROM stg.forms",
)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with server_of_our_own() as found:
        execute(
            found.url(),
            "CREATE ROLE scorecard_reader LOGIN",
            "CREATE ROLE scorecard_writer LOGIN",
            "CREATE DATABASE warehouse TEMPLATE template0",
        )
        yield found


@pytest.fixture
def url(server: Server) -> Iterator[str]:
    """Return the URL of a filled database, in which no role but the owner has any right."""
    url = server.url("warehouse")
    execute(
        url,
        "REVOKE ALL ON DATABASE warehouse FROM PUBLIC, scorecard_reader, scorecard_writer",
        "REVOKE ALL ON SCHEMA public FROM PUBLIC",
        *FILL,
    )
    yield url
    execute(url, "DROP SCHEMA stg CASCADE", "DROP SCHEMA IF EXISTS vl_analytics CASCADE")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_project(tmp_path, KPIS, files={"letters.csv": "sender\nA\nB\n"})


def documented() -> list[list[str]]:
    """Return the statements of each block of SQL in the page on operating."""
    page = (ROOT / "docs/operating.md").read_text()
    blocks = re.findall(r"```sql\n(.*?)```", page, re.DOTALL)
    return [block.strip().removesuffix(";").split(";\n") for block in blocks]


def settings(server: Server) -> dict[str, str]:
    return {
        "SCORECARD_WAREHOUSE": server.url("warehouse", "scorecard_reader"),
        "SCORECARD_STORE": server.url("warehouse", "scorecard_writer"),
    }


def diagnoses(root: Path, server: Server) -> dict[str, Diagnosis]:
    return {each.subject: each for each in examine(settings_of(root, **settings(server)))}


@pytest.mark.parametrize("compute", ["warehouse", "local"])
def test_the_documented_rights_suffice_for_all_that_runs_do(
    root: Path, server: Server, url: str, compute: str
) -> None:
    reading, storing = documented()
    execute(url, *reading, *storing)
    given = {**settings(server), "SCORECARD_NOW": NOW}

    for command in (
        ("init",),
        ("run", "--period", "2026-W01..2026-W46", "--compute", compute),
        ("run", "--dry-run"),
        ("set", "success", "6", "2026-W40", "12", "--note", "two by post"),
        ("unset", "success", "6", "2026-W40"),
        ("catch-up",),
        ("explain", "success", "5", "2026-W46"),
        ("tables", "stg.forms"),
        ("show", "success", "6", "--plan"),
        ("publish",),
    ):
        found = ended(start(root, *command, **given))
        assert found.code == 0, (command, found.out, found.err)
    assert len(values_of(root, url, 6)) == 46
    assert values_of(root, url, 5)["2026-W46"] == 1 + 2 + 46
    assert values_of(root, url, 7)["2026-W46 web"] == 46
    found = diagnoses(root, server)
    assert (found["store"].ok, found["warehouse"].ok, found["tables"].ok) == (True, True, True)
    assert found["store"].text == "PostgreSQL at 127.0.0.1/warehouse answers and can be written"
    assert found["tables"].text == "2 tables can be read"


def test_a_table_without_the_right_fails_its_own_kpi_alone(
    root: Path, server: Server, url: str
) -> None:
    reading, storing = documented()
    execute(url, *reading, *storing, "REVOKE SELECT ON stg.kinds FROM scorecard_reader")
    report = run(root, period="2026-W46", **_as_run(server))

    assert {result.task.entry.number for result in report.failed} == {7}
    fault = "permission denied for view kinds; run GRANT SELECT ON stg.kinds TO scorecard_reader"
    assert row_of(root, url, 7, "2026-W46").reason == fault
    assert values_of(root, url, 6) == {"2026-W46": 1}
    assert diagnoses(root, server)["stg.kinds"] == Diagnosis(False, "stg.kinds", fault)


@pytest.mark.parametrize("period", ["2026-W46", "2026-W01..2026-W46"])
def test_a_schema_without_the_right_fails_its_kpis_alone(
    root: Path, server: Server, url: str, period: str
) -> None:
    reading, storing = documented()
    execute(
        url,
        *reading,
        *storing,
        "CREATE SCHEMA hidden",
        "CREATE TABLE hidden.forms (sent_on date)",
    )
    hidden = kpi_text(
        COUNT.replace("stg", "hidden"), name="Hidden", sources=[Table("hidden.forms")]
    )
    write_project(root, {"success/kpi_08.py": hidden})
    report = run(root, period=period, **_as_run(server))
    execute(url, "DROP SCHEMA hidden CASCADE")

    assert {result.task.entry.number for result in report.failed} == {8}
    assert row_of(root, url, 8, "2026-W46").reason == (
        "permission denied for schema hidden; run GRANT USAGE ON SCHEMA hidden TO scorecard_reader"
    )


def _as_run(server: Server) -> dict[str, str]:
    given = settings(server)
    return {"url": given["SCORECARD_WAREHOUSE"], "SCORECARD_STORE": given["SCORECARD_STORE"]}


@pytest.mark.parametrize(
    ("rights", "sentence"),
    [
        (
            (),
            "permission denied for database warehouse; run GRANT CREATE ON DATABASE warehouse TO"
            " scorecard_writer",
        ),
        (
            ("CREATE SCHEMA vl_analytics",),
            "permission denied for schema vl_analytics; run GRANT USAGE, CREATE ON SCHEMA"
            " vl_analytics TO scorecard_writer",
        ),
        (
            (
                "CREATE SCHEMA vl_analytics",
                "GRANT ALL ON SCHEMA vl_analytics TO scorecard_writer",
                "CREATE TABLE vl_analytics.scorecard_schema (migration text, domain text)",
            ),
            "permission denied for table scorecard_schema; run GRANT SELECT, INSERT, UPDATE, DELETE"
            " ON ALL TABLES IN SCHEMA vl_analytics TO scorecard_writer",
        ),
    ],
)
def test_a_store_without_the_rights_is_one_sentence_and_nothing_runs(
    root: Path, server: Server, url: str, rights: tuple[str, ...], sentence: str
) -> None:
    (connect, _) = documented()[1]
    execute(url, *documented()[0], connect, *rights)

    for command in ("init", "run", "publish"):
        found = ended(start(root, command, SCORECARD_NOW=NOW, **settings(server)))
        assert (found.code, found.err) == (3, f"the store refuses scorecard_writer: {sentence}\n")
    assert diagnoses(root, server)["store"].text.endswith(sentence)


def test_a_store_of_another_role_can_be_written_but_not_brought_up_to_date(
    root: Path, server: Server, url: str
) -> None:
    execute(url, *documented()[0], documented()[1][0])
    assert ended(start(root, "init", SCORECARD_NOW=NOW, SCORECARD_WAREHOUSE=url)).code == 0
    execute(
        url,
        "GRANT USAGE, CREATE ON SCHEMA vl_analytics TO scorecard_writer",
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA vl_analytics"
        " TO scorecard_writer",
    )
    assert run(root, period="2026-W46", **_as_run(server)).ok

    execute(url, "DELETE FROM vl_analytics.scorecard_schema WHERE migration ^@ '011'")
    found = ended(start(root, "run", SCORECARD_NOW=NOW, **settings(server)))
    assert found.code == 3
    assert re.fullmatch(
        r"the store refuses scorecard_writer: must be owner of table (\w+); run ALTER TABLE"
        r" vl_analytics\.\1 OWNER TO scorecard_writer\n",
        found.err,
    ), found.err


@pytest.mark.parametrize(
    ("message", "statement", "expected"),
    [
        (
            "permission denied for table forms",
            'SELECT 1 FROM a.form JOIN stg."forms" ON true',
            'run GRANT SELECT ON stg.forms TO "the reader"',
        ),
        (
            "permission denied for foreign table forms",
            "SELECT 1 FROM STG.Forms",
            'run GRANT SELECT ON STG.Forms TO "the reader"',
        ),
        (
            "permission denied for table forms",
            "SELECT 1 FROM stg.forms_of_today",
            "grant SELECT on it to the owner of the view that reads it",
        ),
        (
            "permission denied for function f",
            "SELECT f()",
            'grant EXECUTE on it to "the reader"',
        ),
        (
            "must be owner of table runs",
            "ALTER TABLE vl.runs ADD COLUMN a int",
            'run ALTER TABLE vl.runs OWNER TO "the reader"',
        ),
    ],
)
def test_the_remedy_names_the_relation_with_no_more_quotes_than_it_needs(
    message: str, statement: str, expected: str
) -> None:
    found = with_grant(message, statement, "the reader", stores=False)
    assert found == f"{message}; {expected}"


def test_other_words_stay_as_they_are() -> None:
    assert with_grant("no such luck", "SELECT 1", "me", stores=True) == "no such luck"
