"""Every check on the catalogue, with broken files; what each attribute must be, the tests of the
rules show.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from core.catalog.check import check, load_valid_catalogue
from core.catalog.lineage import find_cycles
from core.errors import CatalogueError
from core.kpi import File, Tab, Table, Values
from tests.project import catalogue_of, findings_of, kpi_text, runner_text, settings_of

ONE = "scorecards/success/kpi_01.py"


def findings(root: Path, text: str) -> list[str]:
    """Return the findings on a project of one KPI file."""
    return findings_of(root, {"success/kpi_01.py": text})


def derived(*numbers: int, name: str = "Forms", domain: str = "", **given: object) -> str:
    """Return a KPI that reads the histories of others."""
    tables = " , ".join(f"kpi_{number:02}" for number in numbers)
    sources = [Values(number, last=2, domain=domain) for number in numbers]
    return kpi_text(f"SELECT 1 AS value FROM {tables}", name=name, sources=sources, **given)


def test_a_kpi_over_every_kind_of_source_is_all_well(tmp_path: Path) -> None:
    query = """
        WITH open AS (SELECT * FROM stg.deals WHERE closed_at >= :start AND closed_at < :end)
        SELECT count(*)::double / (SELECT max(value) FROM kpi_06) AS value -- not :this
        FROM open JOIN exports USING (id) JOIN clients ON clients.name = exports.name
        WHERE day BETWEEN :first_day AND :last_day AND seen_at < :cut_off AND note <> 'at 10:30 :sharp'
          AND :period_start <= seen_at AND seen_at < :period_end
    """
    sources = [
        Table("stg.deals"),
        File("exports.csv"),
        Tab("SHEET", "Clients", ["Name"]),
        Values(6, last=1),
    ]
    kpis = {
        "success/kpi_01.py": kpi_text(query, sources=sources),
        "success/kpi_06.py": kpi_text(name="Other"),
    }
    assert findings_of(tmp_path, kpis) == []


def test_a_file_that_does_not_import_names_the_line(tmp_path: Path) -> None:
    broken = (
        kpi_text().replace('unit="count"', "").replace("unit='count',", "unit='count'\n    better=")
    )
    (found,) = findings(tmp_path, broken)
    assert found.startswith(f"{ONE}:8: does not import: ")
    assert found.endswith("; fix the line")


@pytest.mark.parametrize(
    ("ending", "message"),
    [
        ("1 / 0", "ZeroDivisionError: division by zero"),
        ("import no_such_module", "ModuleNotFoundError: No module named 'no_such_module'"),
        ("raise SystemExit('stop')", "SystemExit: stop"),
    ],
)
def test_whatever_a_file_raises_is_a_finding_on_its_line(
    tmp_path: Path, ending: str, message: str
) -> None:
    text = kpi_text()
    assert findings(tmp_path, f"{text}\n{ending}\n") == [
        f"{ONE}:{len(text.splitlines()) + 2}: does not import: {message}"
    ]


def test_a_missing_attribute_is_a_finding_on_the_call(tmp_path: Path) -> None:
    text = kpi_text().replace("    owner='success@example.com',\n", "")
    (found,) = findings(tmp_path, text)
    assert found.startswith(f"{ONE}:5: does not import: TypeError: ")
    assert "missing 1 required keyword-only argument: 'owner'" in found


def test_an_attribute_that_does_not_exist_is_a_finding_on_the_call(tmp_path: Path) -> None:
    (found,) = findings(tmp_path, kpi_text(targt=3))
    assert found.startswith(f"{ONE}:5: does not import: TypeError: ")
    assert "unexpected keyword argument 'targt'" in found


def test_a_file_that_defines_no_kpi_says_how(tmp_path: Path) -> None:
    (found,) = findings(tmp_path, '"""Nothing."""\n')
    assert found == f"{ONE}:1: defines no KPI; write KPI = Kpi(name=…, owner=…, unit=…, query=…)"


@pytest.mark.parametrize("definition", ["", " \n "])
def test_a_file_without_docstring_is_refused(tmp_path: Path, definition: str) -> None:
    message = f"{ONE}:1: has no docstring; begin the file with the definition in words"
    assert findings(tmp_path, kpi_text(definition=definition)) == [message]


def test_a_kpi_file_imports_core_kpi_only(tmp_path: Path) -> None:
    text = kpi_text().replace(
        "from core.kpi", "from datetime import date\nimport json, os\nfrom core.kpi"
    )
    assert findings(tmp_path, text) == [
        f"{ONE}:3: imports datetime; a KPI file may import core.kpi only",
        f"{ONE}:4: imports json; a KPI file may import core.kpi only",
        f"{ONE}:4: imports os; a KPI file may import core.kpi only",
    ]


def test_sql_that_does_not_parse_names_its_line_in_the_file(tmp_path: Path) -> None:
    text = kpi_text(
        "\n    SELECT count(*) AS value\n    FROM stg.deals\n    WHERE (x = 1\n",
        sources=[Table("stg.deals")],
    )
    (found,) = findings(tmp_path, text)
    assert text.splitlines()[12] == "    WHERE (x = 1"
    assert found == f"{ONE}:13: the SQL does not parse: Expecting ) near '1'"


def test_sql_in_a_file_of_its_own_is_judged_there(tmp_path: Path) -> None:
    text = (
        kpi_text()
        .replace('"""SELECT 1 AS value"""', "sql_file()")
        .replace("import Kpi", "import Kpi, sql_file")
    )
    sql = "SELECT count(*) AS value\nFROM stg.deals\nWHERE x >= :begin\n"
    found = findings_of(
        tmp_path, {"success/kpi_01.py": text}, files={"sql/success/kpi_01.sql": sql}
    )
    assert [each.split(";")[0] for each in found] == [
        "sql/success/kpi_01.sql:2: the query reads stg.deals, which is not in sources",
        "sql/success/kpi_01.sql:3: unknown parameter :begin",
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "cannot be read"),
        (b"", "is empty"),
        (b" \n", "is empty"),
        ("SELECT 'ä'".encode("latin-1"), "is not in UTF-8"),
    ],
)
def test_a_query_file_that_cannot_be_used_is_one_finding(
    tmp_path: Path, content: bytes | None, message: str
) -> None:
    text = (
        kpi_text()
        .replace('"""SELECT 1 AS value"""', "sql_file()")
        .replace("import Kpi", "import Kpi, sql_file")
    )
    if content is not None:
        (tmp_path / "sql" / "success").mkdir(parents=True)
        (tmp_path / "sql" / "success" / "kpi_01.sql").write_bytes(content)
    assert findings(tmp_path, text) == [
        f"{ONE}:1: sql/success/kpi_01.sql {message}; write the query there, or into the KPI file"
    ]


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("SELECT 1 AS value; SELECT 2 AS value", "the query has 2 statements; write one SELECT"),
        ("-- nothing yet", "the query has 0 statements; write one SELECT"),
        ("DELETE FROM stg.deals", "the query is not a SELECT; a KPI only reads"),
        ("SELECT 1 AS value INTO x.y", "the query contains INTO; a KPI only reads"),
        (
            "WITH gone AS (DELETE FROM stg.deals RETURNING 1) SELECT count(*) AS value FROM gone",
            "the query contains DELETE; a KPI only reads",
        ),
        ("SELECT count(*) AS value FROM 'x", "the SQL does not parse: ' is never closed"),
    ],
)
def test_a_query_is_one_select(tmp_path: Path, query: str, message: str) -> None:
    assert findings(tmp_path, kpi_text(query)) == [f"{ONE}:9: {message}"]


def test_an_unknown_parameter_is_named_with_those_there_are(tmp_path: Path) -> None:
    text = kpi_text(
        "\n    SELECT 1 AS value\n    WHERE now() >= :start\n      AND now() < :strat\n"
    )
    assert text.splitlines()[11].strip() == "AND now() < :strat"
    assert findings(tmp_path, text) == [
        f"{ONE}:12: unknown parameter :strat; the parameters are :start, :end, :first_day, :last_day,"
        " :period_start, :period_end, :cut_off"
    ]


def test_an_unknown_parameter_is_found_behind_a_longer_one_and_a_literal(tmp_path: Path) -> None:
    text = kpi_text("\n    SELECT ':star' AS x, :start AS y,\n      1 AS value, :star AS z\n")
    (found,) = findings(tmp_path, text)
    assert found.startswith(f"{ONE}:11: unknown parameter :star; the parameters are ")


@pytest.mark.parametrize(
    ("relation", "declaration"),
    [
        ("stg.deals", 'Table("stg.deals")'),
        ("kpi_06", "Values(6, last=…)"),
        ("deals", 'File(…, name="deals") or Tab(…, name="deals")'),
    ],
)
def test_a_relation_that_is_not_declared_is_named_on_its_line(
    tmp_path: Path, relation: str, declaration: str
) -> None:
    text = kpi_text(f"\n    SELECT count(*) AS value\n    FROM {relation}\n")
    assert findings(tmp_path, text) == [
        f"{ONE}:11: the query reads {relation}, which is not in sources; add {declaration}"
    ]


def test_a_relation_is_found_where_it_is_read_and_not_where_its_name_stands_first(
    tmp_path: Path,
) -> None:
    query = (
        "\n    -- deals that are won\n    SELECT count(*) AS won_deals, 'deals' AS x, 1 AS value\n "
        "   FROM deals\n"
    )
    (found,) = findings(tmp_path, kpi_text(query))
    assert found.startswith(f"{ONE}:12: the query reads deals, which is not in sources")


def test_a_source_that_is_never_read_is_named(tmp_path: Path) -> None:
    text = kpi_text(
        "SELECT count(*) AS value FROM stg.deals",
        sources=[Table("stg.deals"), Table("stg.tickets")],
    )
    assert findings(tmp_path, text) == [
        f"{ONE}:10: stg.tickets is in sources, but the query does not read it; remove it from"
        " sources, or read it"
    ]


def test_a_cte_does_not_hide_what_it_is_made_of(tmp_path: Path) -> None:
    query = "WITH deals AS (SELECT DISTINCT * FROM deals) SELECT count(*) AS value FROM deals"
    assert findings(tmp_path, kpi_text(query, sources=[File("exports/deals.csv")])) == []
    assert (
        "the query reads deals, which is not in sources"
        in findings(tmp_path / "other", kpi_text(query))[0]
    )


def test_case_and_quotes_do_not_matter_to_what_is_read(tmp_path: Path) -> None:
    text = kpi_text('SELECT count(*) AS value FROM STG."deals"', sources=[Table("Stg.Deals")])
    assert findings(tmp_path, text) == []


def test_a_query_that_reads_around_its_sources_is_refused(tmp_path: Path) -> None:
    text = kpi_text("SELECT count(*) AS value FROM read_text('/etc/passwd')")
    assert findings(tmp_path, text) == [
        f"{ONE}:9: the query reads through read_text(…), which sources cannot declare; use Table,"
        " File, Tab or Values"
    ]


def test_two_kpis_of_a_domain_do_not_share_a_field_name(tmp_path: Path) -> None:
    kpis = {
        "success/kpi_01.py": kpi_text(name="Churn rate"),
        "success/kpi_02.py": kpi_text(name="Churn (rate)"),
        "success/kpi_03.py": kpi_text(name="Other", field="churn_rate"),
        "board/kpi_01.py": kpi_text(name="Churn rate"),
    }
    message = (
        "shares the field_name 'churn_rate' with scorecards/success/kpi_01.py; set field= or"
        " rename it"
    )
    assert findings_of(tmp_path, kpis) == [
        f"scorecards/success/kpi_02.py:6: {message}",
        f"scorecards/success/kpi_03.py:9: {message}",
    ]


def test_a_circle_is_named_in_full_and_once(tmp_path: Path) -> None:
    kpis = {
        "success/kpi_01.py": derived(2, name="a"),
        "success/kpi_02.py": derived(3, name="b"),
        "success/kpi_03.py": derived(1, name="c"),
        "success/kpi_04.py": derived(1, name="d"),
    }
    assert findings_of(tmp_path, kpis) == [
        f"{ONE}:9: depends on itself: "
        "success/kpi_01 → success/kpi_02 → success/kpi_03 → success/kpi_01; break the cycle"
    ]


def test_a_kpi_that_reads_itself_is_a_circle(tmp_path: Path) -> None:
    assert findings(tmp_path, derived(1)) == [
        f"{ONE}:9: depends on itself: success/kpi_01 → success/kpi_01; break the cycle"
    ]


def test_a_circle_across_domains_is_found_from_either(tmp_path: Path) -> None:
    kpis = {
        "success/kpi_01.py": derived(7, domain="board"),
        "board/kpi_07.py": derived(1, domain="success"),
    }
    catalogue = catalogue_of(tmp_path, kpis)
    assert find_cycles(catalogue) == [(("board", 7), ("success", 1))]
    for domain in ("success", "board"):
        with pytest.raises(
            CatalogueError, match="board/kpi_07 → success/kpi_01 → board/kpi_07; break the cycle"
        ):
            load_valid_catalogue(settings_of(tmp_path), [domain])


def test_two_circles_are_two_findings(tmp_path: Path) -> None:
    kpis = {
        f"success/kpi_0{number}.py": derived(number ^ 1, name=f"n{number}")
        for number in (2, 3, 4, 5)
    }
    assert [found.split(": ")[2] for found in findings_of(tmp_path, kpis)] == [
        "success/kpi_02 → success/kpi_03 → success/kpi_02; break the cycle",
        "success/kpi_04 → success/kpi_05 → success/kpi_04; break the cycle",
    ]


def test_a_kpi_read_by_two_others_is_no_circle(tmp_path: Path) -> None:
    kpis = {
        "success/kpi_01.py": derived(2, 3, name="a"),
        "success/kpi_02.py": derived(4, name="b"),
        "success/kpi_03.py": derived(4, name="c"),
        "success/kpi_04.py": kpi_text(name="d"),
    }
    assert findings_of(tmp_path, kpis) == []


@pytest.mark.parametrize("file", ["kpi_1.py", "churn.py", "kpi_x1.py", "KPI_01.py"])
def test_a_file_of_another_name_is_refused(tmp_path: Path, file: str) -> None:
    assert findings_of(tmp_path, {f"success/{file}": kpi_text()}) == [
        f"scorecards/success/{file}:1: is not named kpi_XX.py with the KPI's number in two digits"
        " or more; rename or move it"
    ]


def test_two_files_with_one_number_are_refused(tmp_path: Path) -> None:
    kpis = {"success/kpi_05.py": kpi_text(), "success/kpi_005.py": kpi_text(name="Other")}
    assert findings_of(tmp_path, kpis) == [
        "scorecards/success/kpi_05.py:1: has the same number as kpi_005.py; choose another one"
    ]


def test_a_domain_needs_a_runner(tmp_path: Path) -> None:
    assert findings_of(tmp_path, {"success/kpi_01.py": kpi_text()}, runners={"success": ""}) == [
        "runners/success.py:1: is missing; scorecards/success needs a runner with title, time"
        " zone, schedule and sheet"
    ]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("x = 1\n", 1, "defines no RUNNER; write RUNNER = Runner("),
        (
            "from core.runner import Runner\n\nRUNNER = Runner(\n",
            3,
            "does not import: '(' was never closed; fix the line",
        ),
        (
            "from core.runner import Runner\n\nRUNNER = Runner()\n",
            3,
            "does not import: TypeError: ",
        ),
        (
            runner_text("success").replace("'Europe/Berlin'", "None"),
            5,
            "does not import: TypeError: timezone must be text",
        ),
        (
            (
                'from core.runner import Runner\nRUNNER = Runner(title="A", timezone="UTC",'
                ' schedule="0 6 * * MON")\n'
            ),
            2,
            "does not import: TypeError: schedule must be a mapping such as",
        ),
    ],
)
def test_a_runner_that_cannot_be_read_is_a_finding(
    tmp_path: Path, text: str, line: int, message: str
) -> None:
    found = findings_of(tmp_path, {"success/kpi_01.py": kpi_text()}, runners={"success": text})
    assert [each[: len(f"runners/success.py:{line}: {message}")] for each in found] == [
        f"runners/success.py:{line}: {message}"
    ]


@pytest.mark.parametrize(
    "timezone", ["", "CEST", "Europe", "Europe/Berlln", "europe/berlin", "../Berlin", "+01:00"]
)
def test_a_time_zone_is_an_iana_name(tmp_path: Path, timezone: str) -> None:
    runners = {"success": runner_text("success", timezone=timezone)}
    assert findings_of(tmp_path, {"success/kpi_01.py": kpi_text()}, runners=runners) == [
        f"runners/success.py:7: timezone {timezone!r} is not an IANA name; write one such as"
        " Europe/Berlin"
    ]


@pytest.mark.parametrize(
    "expression",
    [
        "",
        "every Monday",
        "@weekly",
        "0 6 * *",
        "60 6 * * MON",
        "0 6 * * MO",
        "0 6 30 2 *",
        "0 6 * * MON; rm -r x",
        "0 6 * *\nMON",
        # CronSim takes these, Debian's cron does not, or takes the last word for the command.
        "0 0 6 * * MON",
        "5/15 6 * * MON",
        "0 6 L * *",
        "0 6 * * 5L",
        "0 6 * * MON#1",
    ],
)
def test_a_schedule_is_an_expression_that_debians_cron_takes(
    tmp_path: Path, expression: str
) -> None:
    runners = {"success": runner_text("success", schedule={"weekly": expression})}
    assert findings_of(tmp_path, {"success/kpi_01.py": kpi_text()}, runners=runners) == [
        f"runners/success.py:8: schedule {expression!r} is not a cron expression; write five fields"
        " such as '0 6 * * MON'"
    ]


@pytest.mark.parametrize(
    "expression", ["0 6 * * MON", "*/15 6-8 1,15 * mon-fri", "0 6 */2 JAN-MAR 1-7/2", "00 06 * * 7"]
)
def test_a_schedule_may_be_anything_that_debians_cron_takes(
    tmp_path: Path, expression: str
) -> None:
    runners = {"success": runner_text("success", schedule={"weekly": expression})}
    assert findings_of(tmp_path, {"success/kpi_01.py": kpi_text()}, runners=runners) == []


@pytest.mark.parametrize(
    "deadline",
    ["", "9", "9:00", "25:00", "24:00", "09:60", "09:00:00", "09.00", "٠٩:٠٠", "09:00\n"],
)
def test_a_deadline_is_a_clock_time(tmp_path: Path, deadline: str) -> None:
    text = runner_text("success").replace("    sheet=", f"    deadline={deadline!r},\n    sheet=")
    assert findings_of(tmp_path, {"success/kpi_01.py": kpi_text()}, runners={"success": text}) == [
        f"runners/success.py:9: deadline {deadline!r} is not a clock time; write one such as 09:00"
    ]


def test_a_schedule_is_for_a_cadence_that_exists(tmp_path: Path) -> None:
    runners = {
        "success": runner_text("success", schedule={"weekly": "0 6 * * MON", "yearly": "0 6 1 1 *"})
    }
    assert findings_of(tmp_path, {"success/kpi_01.py": kpi_text()}, runners=runners) == [
        "runners/success.py:8: schedule names 'yearly', which is not one of daily, weekly, monthly"
    ]


def test_a_cadence_that_the_runner_does_not_schedule_is_refused(tmp_path: Path) -> None:
    runners = {"success": runner_text("success", schedule={"weekly": "0 6 * * MON"})}
    kpis = {
        "success/kpi_01.py": kpi_text(),
        "success/kpi_02.py": kpi_text(name="Other", cadence="daily"),
    }
    assert findings_of(tmp_path, kpis, runners=runners) == [
        "scorecards/success/kpi_02.py:9: is daily, but runners/success.py has no daily schedule;"
        " add one"
    ]


def test_a_domain_has_a_name_that_a_table_can_have(tmp_path: Path) -> None:
    (found,) = findings_of(tmp_path, {"Client Success/kpi_01.py": kpi_text()})
    place, message = found.split(": ")
    assert place == "runners/Client Success.py:1"
    assert (
        message
        == "domain 'Client Success' is not a valid name; use lower-case letters, digits and underscores"
    )


def test_all_findings_come_at_once_by_file_and_line(tmp_path: Path) -> None:
    kpis = {
        "board/kpi_01.py": "import os\n",
        "success/kpi_01.py": kpi_text(
            "\n  SELECT :strat AS value\n  FROM stg.deals\n",
            definition="",
            owner="nobody",
            unit="euros",
            range="long",
            sources=[Values(9), Table("stg.x")],
        ),
        "success/kpi_02.py": "KPI = (",
        "success/kpi_03.py": derived(3, name="Loop"),
    }
    runners = {"success": runner_text("success", timezone="Mars")}
    found = findings_of(tmp_path, kpis, runners=runners)
    assert [each.split(" ")[0] + " " + " ".join(each.split(" ")[1:4]) for each in found] == [
        "runners/success.py:7: timezone 'Mars' is",
        "scorecards/board/kpi_01.py:1: defines no KPI;",
        f"{ONE}:1: has no docstring;",
        f"{ONE}:7: owner 'nobody' is",
        f"{ONE}:8: unit 'euros' is",
        f"{ONE}:9: range 'long' is",
        f"{ONE}:10: Values(9) reads scorecards/success/kpi_09.py,",
        f"{ONE}:11: kpi_09 is in",
        f"{ONE}:11: stg.x is in",
        f"{ONE}:12: unknown parameter :strat;",
        f"{ONE}:13: the query reads",
        "scorecards/success/kpi_02.py:1: does not import:",
        "scorecards/success/kpi_03.py:9: depends on itself:",
    ]


def test_findings_are_an_error_that_ends_with_3_and_lists_them_all(tmp_path: Path) -> None:
    kpis = {
        "success/kpi_01.py": kpi_text(owner="x", unit="y"),
        "board/kpi_01.py": kpi_text(owner="z"),
    }
    catalogue_of(tmp_path, kpis)
    with pytest.raises(CatalogueError) as raised:
        load_valid_catalogue(settings_of(tmp_path), None)
    assert raised.value.exit_code == 3
    assert [line.split(" ")[0] for line in str(raised.value).splitlines()] == [
        "scorecards/board/kpi_01.py:7:",
        "scorecards/success/kpi_01.py:7:",
        "scorecards/success/kpi_01.py:8:",
    ]


def test_a_byte_order_mark_does_not_matter(tmp_path: Path) -> None:
    kpis = {"success/kpi_01.py": "\ufeff" + kpi_text()}
    assert findings_of(tmp_path, kpis, runners={"success": "\ufeff" + runner_text("success")}) == []


def test_checking_again_finds_the_same_and_reads_what_it_remembered(tmp_path: Path) -> None:
    catalogue = catalogue_of(
        tmp_path, {"success/kpi_01.py": kpi_text("SELECT count(*) AS value FROM a.b")}
    )
    first, second = check(catalogue), check(catalogue)
    assert first == second
    assert first.facts["success", 1].relations == ("a.b",)
    assert len(json.loads((tmp_path / "var" / "cache" / "sql.json").read_text())) == 1
