"""Answers about a new KPI: those that cannot be used are refused."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from core.catalog.scaffold import scaffold
from core.errors import UsageError
from core.kpi import File, Table
from tests.core.catalog.drafts import DRAFT
from tests.project import write_project


@pytest.mark.parametrize(
    ("given_", "message"),
    [
        (
            {"domain": "Client Success"},
            "domain 'Client Success' is not a valid name; use lower-case letters",
        ),
        ({"domain": "../x"}, "domain '../x' is not a valid name"),
        ({"domain": "run"}, "domain 'run' is reserved"),
        ({"domain": "x" * 54}, f"domain '{'x' * 54}' has 54 characters; use at most 53"),
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
        ({"better": "more"}, "better 'more' is unknown; use higher, lower, within, neutral"),
        ({"cadence": "yearly"}, "cadence 'yearly' is unknown; use daily, weekly, monthly"),
        (
            {"time": "endd_on", "columns": (("ended_on", "date"), ("id", "integer"))},
            "stg_hubspot.agreements has no date or time 'endd_on'; did you mean ended_on?",
        ),
        (
            {"time": "id", "columns": (("ended_on", "date"), ("id", "integer"))},
            "stg_hubspot.agreements has no date or time 'id'; choose one of ended_on",
        ),
        (
            {"time": "id", "columns": (("id", "integer"),)},
            "stg_hubspot.agreements has no date or time 'id'; choose another source, it has none",
        ),
        ({"source": "a.b.c"}, "source 'a.b.c' is neither a table nor a file"),
        (
            {"timezone": "Mars"},
            "timezone 'Mars' is not an IANA name; write one such as Europe/Berlin",
        ),
    ],
)
def test_an_answer_that_cannot_be_used_is_refused_and_nothing_is_written(
    tmp_path: Path, given_: dict[str, Any], message: str
) -> None:
    root = write_project(tmp_path)
    before = sorted(root.rglob("*"))
    with pytest.raises(UsageError) as raised:
        scaffold(root, replace(DRAFT, **given_))
    assert str(raised.value).startswith(message)
    assert sorted(root.rglob("*")) == before


@pytest.mark.parametrize(
    ("source", "parsed"),
    [
        ("", None),
        ("stg.deals", Table("stg.deals")),
        ("exports/deals.csv", File("exports/deals.csv")),
        ("deals.parquet", File("deals.parquet")),
        ("2026-*.csv.gz", File("2026-*.csv.gz", name="file_2026")),
        ("order.csv", File("order.csv", name="file_order")),
    ],
)
def test_a_source_is_a_table_or_a_file_with_a_usable_name(
    source: str, parsed: Table | File | None
) -> None:
    assert replace(DRAFT, source=source).parse_source() == parsed


@pytest.mark.parametrize("attribute", ["name", "owner", "source", "title", "time"])
@pytest.mark.parametrize("letter", ["\0", "\udc80"])
def test_an_answer_that_cannot_be_stored_is_refused(attribute: str, letter: str) -> None:
    draft = replace(DRAFT, **{attribute: f"a{letter}b"})

    with pytest.raises(UsageError, match=f"{attribute} contains a character that cannot be stored"):
        draft.require_valid()
