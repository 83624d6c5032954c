"""A new KPI passes every check and its own test as it is written, whatever its author answers."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.catalog.check import check
from core.catalog.loading import load_catalogue
from core.catalog.scaffold import Draft, scaffold
from core.errors import UsageError
from tests.project import kpi_text, runner_text, write_project

DRAFT = Draft(
    domain="success",
    number=None,
    name="Lost clients",
    definition="Clients whose agreement ended in the week",
    owner="success@example.com",
    unit="count",
    better="lower",
    cadence="weekly",
    source="stg_hubspot.agreements",
    title="",
    timezone="Europe/Berlin",
)
AWKWARD = '"At risk" \\ 5 % – {client}\'s {0} """quote""" \\'


def findings(root: Path) -> list[str]:
    return [str(finding) for finding in check(load_catalogue(root)).findings]


def test_a_new_kpi_in_a_new_domain_is_a_kpi_its_test_and_a_runner(tmp_path: Path) -> None:
    root = write_project(tmp_path)
    assert scaffold(root, DRAFT) == [
        "scorecards/success/kpi_01.py",
        "tests/scorecards/success/test_kpi_01.py",
        "runners/success.py",
    ]
    assert findings(root) == []
    assert (root / "scorecards/success/kpi_01.py").read_text() == (
        '"""Clients whose agreement ended in the week."""\n'
        "\n"
        "from core.kpi import Kpi, Table\n"
        "\n"
        "KPI = Kpi(\n"
        '    name="Lost clients",\n'
        '    owner="success@example.com",\n'
        '    unit="count",\n'
        '    better="lower",\n'
        '    sources=[Table("stg_hubspot.agreements")],\n'
        '    query="""\n'
        "        SELECT count(*) AS value\n"
        "        FROM stg_hubspot.agreements\n"
        '    """,\n'
        ")\n"
    )
    runner = load_catalogue(root).runners["success"]
    assert (runner.title, runner.timezone, runner.sheet) == (
        "Success scorecard",
        "Europe/Berlin",
        "SUCCESS_SHEET",
    )
    assert runner.schedule == {"weekly": "0 6 * * MON"}


def test_the_next_kpi_takes_the_next_free_number_and_leaves_the_runner(tmp_path: Path) -> None:
    runner = runner_text("success")
    kpis = {
        f"success/kpi_{number}.py": kpi_text(name=f"n{number}") for number in ("01", "03", "112")
    }
    root = write_project(tmp_path, kpis, {"success": runner})
    assert scaffold(root, DRAFT)[0] == "scorecards/success/kpi_02.py"
    assert scaffold(root, replace(DRAFT, name="Other"))[0] == "scorecards/success/kpi_04.py"
    assert (root / "runners/success.py").read_text() == runner
    assert findings(root) == []


def test_a_number_can_be_chosen(tmp_path: Path) -> None:
    assert scaffold(write_project(tmp_path), replace(DRAFT, number=132))[:2] == [
        "scorecards/success/kpi_132.py",
        "tests/scorecards/success/test_kpi_132.py",
    ]


@pytest.mark.parametrize(
    "taken", ["scorecards/success/kpi_05.py", "tests/scorecards/success/test_kpi_05.py"]
)
def test_nothing_is_overwritten(tmp_path: Path, taken: str) -> None:
    root = write_project(tmp_path, files={taken: "mine"})
    before = sorted(root.rglob("*"))
    with pytest.raises(
        UsageError, match=f"^{taken} exists already; choose another number with --number$"
    ):
        scaffold(root, replace(DRAFT, number=5))
    assert sorted(root.rglob("*")) == before
    assert (root / taken).read_text() == "mine"


def test_a_new_domain_may_have_a_title_and_time_zone_of_its_own(tmp_path: Path) -> None:
    root = write_project(tmp_path)
    scaffold(
        root,
        replace(
            DRAFT, domain="client_care", cadence="monthly", title=AWKWARD, timezone="Asia/Kolkata"
        ),
    )
    assert findings(root) == []
    runner = load_catalogue(root).runners["client_care"]
    assert (runner.title, runner.timezone) == (AWKWARD, "Asia/Kolkata")
    assert (runner.schedule, runner.sheet) == ({"monthly": "0 7 1 * *"}, "CLIENT_CARE_SHEET")


@pytest.mark.parametrize(
    ("definition", "expected"),
    [
        ("Clients lost", "Clients lost."),
        ("Clients lost.", "Clients lost."),
        ("  Clients lost ", "Clients lost."),
        ("How many clients were lost?", "How many clients were lost?"),
        ("Clients lost!", "Clients lost!"),
        (AWKWARD, AWKWARD.replace('"""', "'''") + "."),
        ('He said "lost"', 'He said "lost".'),
        ('"Lost" clients', '"Lost" clients.'),
    ],
)
def test_the_definition_becomes_the_docstring(
    tmp_path: Path, definition: str, expected: str
) -> None:
    root = write_project(tmp_path)
    scaffold(root, replace(DRAFT, definition=definition))
    assert findings(root) == []
    assert load_catalogue(root).entry("success", 1).meaning == expected


def test_scaffolded_tests_pass_and_scaffolded_files_have_no_findings(tmp_path: Path) -> None:
    root = write_project(tmp_path)
    sources = [
        "a.b",
        "",
        "exports/deals.csv",
        "deals.parquet",
        "exports/2026-*.csv.gz",
        "exports/*.csv",
    ]
    for number, source in enumerate(sources, 1):
        scaffold(root, replace(DRAFT, name=f"From {number}", source=source))
    for cadence in ("daily", "weekly", "monthly"):
        scaffold(
            root, replace(DRAFT, domain=cadence, cadence=cadence, unit="EUR", better="neutral")
        )
    scaffold(
        root, replace(DRAFT, name=AWKWARD, definition=AWKWARD, source='exports/o\'clock "x".csv')
    )
    scaffold(root, replace(DRAFT, name="売上"))
    scaffold(root, replace(DRAFT, name="5 weeks"))
    assert findings(root) == []
    assert AWKWARD in [entry.kpi.name for entry in load_catalogue(root).entries]
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "--import-mode=importlib",
        "tests",
    ]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert "12 passed" in done.stdout, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("given_", "message"),
    [
        (
            {"domain": "Client Success"},
            "domain 'Client Success' is not a valid name; use lower-case letters",
        ),
        ({"domain": "../x"}, "domain '../x' is not a valid name"),
        (
            {"unit": "euros"},
            "unit 'euros' is unknown; use count, days, hours, number, percent or an ISO 4217",
        ),
        (
            {"owner": "Ada"},
            "owner 'Ada' is not an e-mail address; give the address of the person responsible",
        ),
        ({"name": "  "}, "name is empty; write what the scorecard shows"),
        ({"definition": " . "}, "definition is empty; say in words what is counted"),
        (
            {"source": "deals"},
            "source 'deals' is neither a table nor a file; write schema.name, or the path of a CSV",
        ),
        ({"source": "a.b.c"}, "source 'a.b.c' is neither a table nor a file"),
        (
            {"timezone": "Mars"},
            "timezone 'Mars' is not an IANA name; write one such as Europe/Berlin",
        ),
    ],
)
def test_an_answer_that_cannot_be_used_is_refused_and_nothing_is_written(
    tmp_path: Path, given_: dict[str, str], message: str
) -> None:
    root = write_project(tmp_path)
    before = sorted(root.rglob("*"))
    with pytest.raises(UsageError) as raised:
        scaffold(root, replace(DRAFT, **given_))  # type: ignore[arg-type]
    assert str(raised.value).startswith(message)
    assert sorted(root.rglob("*")) == before


_TEXT = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12)


@settings(max_examples=30, deadline=None)
@given(_TEXT, _TEXT, _TEXT)
def test_any_words_make_files_that_python_reads_back(
    tmp_path_factory: pytest.TempPathFactory, name: str, definition: str, title: str
) -> None:
    root = write_project(tmp_path_factory.mktemp("project"))
    if not name.strip() or not "".join(filter(str.isprintable, definition)).strip(" ."):
        return
    files = scaffold(root, replace(DRAFT, name=name, definition=definition, title=title))
    for file in files:
        compile((root / file).read_bytes(), file, "exec")
    assert findings(root) == []
    catalogue = load_catalogue(root)
    assert catalogue.entry("success", 1).kpi.name == name.strip()
    assert catalogue.runners["success"].title == (title.strip() or "Success scorecard")
