"""What a run leaves to do in each domain, in sentences."""

from __future__ import annotations

from core.catalog.holes import Hole
from core.errors import PublishError
from core.model.period import parse_period
from core.publish.scorecard import Published
from core.run.aftermath import Aftermath
from tests.catalogues import entry


def test_each_domain_has_its_own_sentences() -> None:
    after = Aftermath(
        published={
            "success": PublishError("SHEET is not a spreadsheet"),
            "risk": Published("book", written=True, faults=("a cell is protected",)),
        },
        holes=[Hole(entry(1), (parse_period("2026-W30"),))],
    )

    publish_error, hole = after.left("success")
    assert publish_error == "SHEET is not a spreadsheet"
    assert hole.startswith("success/kpi_01 2026-W30 is missing or has failed")
    assert after.left("risk") == ("a cell is protected",)
    assert after.left("sales") == ()
