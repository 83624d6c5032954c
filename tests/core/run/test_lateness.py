"""Missed deadlines are told once, and once when they are made up for."""

from __future__ import annotations

from pathlib import Path

from core.catalog.loading import load_catalogue
from core.engines.access import Access
from core.run.lateness import alert_late
from tests.channels import mail_server
from tests.lending import write_lending
from tests.project import settings_of

ACCESS = Access("scorecard overdue", write=True)


def test_a_missed_deadline_is_told_once(tmp_path: Path, warehouse_url: str) -> None:
    root = write_lending(tmp_path, channels={"warning": ("ana@example.com",)})
    catalogue = load_catalogue(root)
    with mail_server() as box:
        environment = {"SCORECARD_WAREHOUSE": warehouse_url, "SCORECARD_SMTP": box.url}
        settings = settings_of(root, **environment)
        for late in ({("risk", "weekly"): ("2026-W46", "risk 2026-W46 is overdue")}, {}):
            for _ in range(2):
                assert alert_late(settings, catalogue, ACCESS, ["risk"], late) == ()  # type: ignore[arg-type]

    assert box.subjects("ana@example.com") == [
        "warning: missed weekly deadline (Risk scorecard)",
        "over: missed weekly deadline (Risk scorecard)",
    ]


def test_without_channels_the_store_is_not_opened(tmp_path: Path) -> None:
    root = write_lending(tmp_path)
    settings = settings_of(root, SCORECARD_WAREHOUSE="postgresql://127.0.0.1:1/nowhere")
    late = {("risk", "weekly"): ("2026-W46", "risk 2026-W46 is overdue")}

    assert alert_late(settings, load_catalogue(root), ACCESS, ["risk"], late) == ()  # type: ignore[arg-type]
