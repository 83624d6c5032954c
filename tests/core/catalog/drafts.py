"""A draft of a KPI, and the findings on what is made from it."""

from __future__ import annotations

from pathlib import Path

from core.catalog.check import check
from core.catalog.draft import Draft
from core.catalog.loading import load_catalogue

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
