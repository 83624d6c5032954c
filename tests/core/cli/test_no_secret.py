"""No secret leaves a command, however unlucky the settings: not printed, stored or published."""

from __future__ import annotations

import base64
import json
import zipfile
from pathlib import Path

import pytest

from core.kpi import Tab, Table
from tests.core.cli.commands import KPIS, Command, fill
from tests.processes import Outcome
from tests.project import kpi_text, runner_text, write_project
from tests.sheets_emulator import Emulator
from tests.spreadsheets import ACCOUNT, Waits, emulator, sheets, waits
from tests.warehouses import connected, execute

__all__ = ["emulator", "sheets", "waits"]

PEM = "-----BEGIN PRIVATE KEY-----\nMIITOPS3CRET\nMIIMORES3CRET\n-----END PRIVATE KEY-----\n"
KEY = {"type": "service_account", "client_email": "a@example.com", "token_uri": "https://x.test/"}
DAMAGED = json.dumps({**KEY, "private_key": PEM})
BASE64 = base64.b64encode(PEM.encode()).decode()
TOKEN = "ghp_TOPS3CRETabcdefghijklmnopqrstuvwxyz"
URL = "https://me:TOPS3CRET@example.com"
BOOK = "1" * 44
NOWHERE = "127.0.0.1:1"

# Settings by name; the value has S3CRET in all that may be a part of a secret.
UNLUCKY: dict[str, dict[str, str]] = {
    "a PEM for a key": {"GOOGLE_CREDENTIALS": PEM},
    "a PEM in one line": {"GOOGLE_CREDENTIALS": PEM.replace("\n", "\\n")},
    "a PEM as base64": {"GOOGLE_CREDENTIALS": BASE64},
    "half a key": {"GOOGLE_CREDENTIALS": DAMAGED[:-9]},
    "a damaged key": {"GOOGLE_CREDENTIALS": DAMAGED},
    "a damaged key in quotes": {"GOOGLE_CREDENTIALS": f"'{DAMAGED}'"},
    "a key of no type": {"GOOGLE_CREDENTIALS": '{"type": "TOPS3CRET"}'},
    "a key that is nowhere": {"GOOGLE_CREDENTIALS": "/nowhere/TOPS3CRET.json"},
    "a key of nobody": {"GOOGLE_CREDENTIALS": "~TOPS3CRET/key"},
    "a default key": {"GOOGLE_APPLICATION_CREDENTIALS": DAMAGED[1:]},
    "a password with @": {
        "SCORECARD_WAREHOUSE": f"postgresql://me:TOPS3CRET@MORES3CRET@{NOWHERE}/w"
    },
    "a password with /": {
        "SCORECARD_WAREHOUSE": f"postgresql://me:TOPS3CRET/MORES3CRET@{NOWHERE}/w"
    },
    "a password with #": {
        "SCORECARD_WAREHOUSE": f"postgresql://me:TOPS3CRET#MORES3CRET@{NOWHERE}/w"
    },
    "a password with :": {
        "SCORECARD_WAREHOUSE": f"postgresql://me:TOPS3CRET:MORES3CRET@{NOWHERE}/w"
    },
    "a password with %": {
        "SCORECARD_WAREHOUSE": f"postgresql://me:TOPS3CRET%MORES3CRET@{NOWHERE}/w"
    },
    "a password with ?": {
        "SCORECARD_WAREHOUSE": f"postgresql://me:TOPS3CRET?MORES3CRET@{NOWHERE}/w"
    },
    "a password as a parameter": {
        "SCORECARD_WAREHOUSE": f"postgresql://{NOWHERE}/w?password=TOPS3CRET"
    },
    "an unknown parameter": {"SCORECARD_WAREHOUSE": f"postgresql://{NOWHERE}/w?TOPS3CRET=1"},
    "a wrong parameter": {"SCORECARD_WAREHOUSE": f"postgresql://{NOWHERE}/w?sslmode=TOPS3CRET"},
    "a password of the store": {"SCORECARD_STORE": f"postgresql://me:TOPS3CRET@{NOWHERE}/w"},
    "a malformed URL of the store": {
        "SCORECARD_STORE": f"postgresql://me:TOPS3CRET/MORES3CRET@{NOWHERE}/w"
    },
    "a password without a host": {"SCORECARD_WAREHOUSE": "postgresql://me:TOPS3CRET"},
    "another database": {"SCORECARD_WAREHOUSE": "mysql://me:TOPS3CRET@host/w"},
    "a password for a warehouse": {"SCORECARD_WAREHOUSE": "TOPS3CRET"},
    "a password for a scheme": {"SCORECARD_WAREHOUSE": "TOPS3CRET://host/w"},
    "DuckDB with a password": {"SCORECARD_WAREHOUSE": "duckdb://me:TOPS3CRET@host/w.duckdb"},
    "DuckDB without a path": {"SCORECARD_WAREHOUSE": "duckdb:///?token=TOPS3CRET"},
    "a wrong clock": {"SCORECARD_NOW": "TOPS3CRET"},
    "a wrong limit": {"SCORECARD_QUERY_TIMEOUT": "TOPS3CRET"},
    "a wrong home": {"SCORECARD_HOME": "/nowhere/TOPS3CRET"},
    "a scorecard at a PEM": {"SUCCESS_SHEET": PEM},
    "a scorecard at a token": {"SUCCESS_SHEET": TOKEN},
    "a scorecard at a URL": {"SUCCESS_SHEET": f"{URL}/success.xlsx"},
    "a scorecard at a URL with a key": {"SUCCESS_SHEET": f"{URL}/spreadsheets/d/TOPS3CRET"},
    "a workbook at a PEM": {"OPERATIONS_SHEET": PEM},
    "a workbook at a token": {"OPERATIONS_SHEET": TOKEN},
    "a workbook at a URL": {"OPERATIONS_SHEET": f"{URL}/operations.xlsx"},
    "a workbook that is a key": {"OPERATIONS_SHEET": DAMAGED},
    "an endpoint that is none": {"GOOGLE_SHEETS_ENDPOINT": "TOPS3CRET", "SUCCESS_SHEET": BOOK},
    "a value that an error quotes": {"A_TOKEN": "TOPS3CRET in the data"},
    "a password that an error quotes": {"PGPASSWORD": "TOPS3CRET in the data"},
}

TABLES = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'vl_analytics'"

TAB = Tab("OPERATIONS_SHEET", "Clients", ("client",))
QUOTING = "SELECT max(cast(note AS integer)) AS value FROM stg.notes"
FAILING = {
    "success/kpi_08.py": kpi_text(QUOTING, name="Notes", sources=[Table("stg.notes")]),
    "success/kpi_09.py": kpi_text(
        "SELECT count(client) AS value FROM clients", name="Clients", sources=[TAB]
    ),
}
COMMANDS = (
    ("check",),
    ("run", "success", "--week", "2026-W46", "--wait", "0"),
    ("publish", "success", "--wait", "0"),
    ("doctor",),
    ("overdue",),
    ("set", "success", "6", "2026-W46", "7", "--note", "as TOPS3CRET in the data says"),
    ("explain", "success", "8", "2026-W46"),
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    runners = {"success": runner_text("success", sheet="SUCCESS_SHEET")}
    return write_project(tmp_path, {**KPIS, **FAILING}, runners)


@pytest.fixture
def notes(warehouse_url: str) -> str:
    """Return a warehouse whose data a query cannot read, so that its error quotes them."""
    fill(warehouse_url)
    execute(
        warehouse_url,
        "CREATE TABLE stg.notes (note text)",
        "INSERT INTO stg.notes VALUES ('TOPS3CRET in the data')",
    )
    return warehouse_url


@pytest.fixture
def google(sheets: Emulator, waits: Waits, tmp_path: Path) -> dict[str, str]:
    """Return an account at Google, and no other credentials; no pause takes any time."""
    return {
        "GOOGLE_CREDENTIALS": json.dumps(sheets.service_account(ACCOUNT)),
        "GOOGLE_SHEETS_ENDPOINT": sheets.url,
        "NO_GCE_CHECK": "true",
        "CLOUDSDK_CONFIG": str(tmp_path),
    }


@pytest.mark.slow
@pytest.mark.parametrize("name", UNLUCKY)
@pytest.mark.parametrize("warehouse_url", ["duckdb"], indirect=True)
def test_an_unlucky_setting_is_not_shown(
    scorecard: Command, root: Path, notes: str, google: dict[str, str], name: str
) -> None:
    environment = {**google, **UNLUCKY[name]}
    if name.startswith(("a PEM", "half", "a damaged", "a key", "a default")):
        environment["SUCCESS_SHEET"] = environment["OPERATIONS_SHEET"] = BOOK
    if "GOOGLE_APPLICATION_CREDENTIALS" in environment:
        del environment["GOOGLE_CREDENTIALS"]
    environment.setdefault("A_TOKEN", "TOPS3CRET in the data")

    outcomes = [scorecard(*command, url=notes, **environment) for command in COMMANDS]

    assert_no_secret(outcomes, root, notes)


@pytest.mark.slow
@pytest.mark.parametrize("in_dotenv", [False, True])
def test_a_secret_that_works_is_not_shown(
    scorecard: Command, root: Path, notes: str, in_dotenv: bool, google: dict[str, str]
) -> None:
    secrets = {"A_TOKEN": "TOPS3CRET in the data", "PGPASSWORD": "MORES3CRET"}
    if in_dotenv:
        lines = [f'{name}="{value}"\n' for name, value in secrets.items()]
        (root / ".env").write_text("".join(lines))
        secrets = {}
    outcomes = [scorecard(*command, url=notes, **google, **secrets) for command in COMMANDS]

    assert [outcome.code for outcome in outcomes[1:3]] == [1, 0]
    assert "***" in outcomes[1].err
    assert (root / "var" / "success.xlsx").exists()
    (root / ".env").unlink(missing_ok=True)
    assert_no_secret(outcomes, root, notes)


def assert_no_secret(outcomes: list[Outcome], root: Path, url: str) -> None:
    for outcome in outcomes:
        assert "S3CRET" not in outcome.out + outcome.err
        assert "Traceback" not in outcome.err
        assert "unexpected" not in outcome.err
    with connected(url) as query:
        for (table,) in query(TABLES):
            assert "S3CRET" not in repr(query(f'SELECT * FROM vl_analytics."{table}"')), table
    for path in root.rglob("*.xlsx"):
        with zipfile.ZipFile(path) as archive:
            for part in archive.namelist():
                assert b"S3CRET" not in archive.read(part), part
    for path in root.rglob("*"):
        assert "S3CRET" not in path.name
        if path.suffix in (".lock", ".log"):
            assert "S3CRET" not in path.read_text()
