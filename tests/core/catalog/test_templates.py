"""The texts of new files are valid whatever the author's words."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.catalog.loading import load_catalogue
from core.catalog.scaffold import scaffold
from core.catalog.templates import kpi_test_text, kpi_text, runner_text
from core.errors import UsageError
from tests.core.catalog.drafts import AWKWARD, DRAFT, findings
from tests.project import write_project


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


_TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=12)


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


def test_a_runner_needs_a_domain_and_a_time_zone_that_can_be_used() -> None:
    with pytest.raises(UsageError, match="domain 'Client Care' is not a valid name"):
        runner_text("Client Care", "", "weekly", "Europe/Berlin")
    with pytest.raises(UsageError, match="timezone 'Mars' is not an IANA name"):
        runner_text("success", "", "weekly", "Mars")


def test_a_test_gives_two_rows_of_the_source_or_none() -> None:
    with_rows = kpi_test_text(replace(DRAFT, source="exports/deals.csv"), 7)
    without = kpi_test_text(replace(DRAFT, source=""), 7)

    assert 'ROWS = [\n    {"id": 1},\n    {"id": 2},\n]\n' in with_rows
    assert 'kpi_values("success", 7, "2026-W46", files={"deals": ROWS})' in with_rows
    assert 'assert values == {"": 2}' in with_rows
    assert 'kpi_values("success", 7, "2026-W46")' in without
    assert 'assert values == {"": 1}' in without


def test_a_kpi_over_known_columns_names_its_period_and_its_test_the_edge_of_it() -> None:
    columns = (("id", "integer"), ("ended_on", "date"))
    draft = replace(DRAFT, columns=columns, cadence="monthly")

    assert "        WHERE ended_on BETWEEN :first_day AND :last_day\n" in kpi_text(draft, 7)
    assert "as_of" not in kpi_text(draft, 7)
    test = kpi_test_text(draft, 7)
    assert "from datetime import date\n" in test
    assert '{"ended_on": date(2026, 10, 31)},\n    {"ended_on": date(2026, 11, 1)},' in test
    assert 'assert values == {"": 1}' in test


def test_a_kpi_without_the_time_of_a_row_has_the_state_at_the_run() -> None:
    assert '    as_of="run",\n' in kpi_text(replace(DRAFT, columns=(("id", "integer"),)), 7)
