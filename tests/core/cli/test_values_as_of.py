"""`values --as-of`: what was stored at an earlier instant."""

from __future__ import annotations

import json

from tests.core.cli.commands import Command, one_sentence
from tests.warehouses import execute

TUESDAY = "2026-11-17T06:00+01:00"
FRIDAY = "2026-11-20T06:00+01:00"


def shown(scorecard: Command, url: str, as_of: str, *more: str) -> list[tuple[object, ...]]:
    options = ("--as-of", as_of, "--format", "json", *more)
    found = scorecard("values", "success", *options, url=url, SCORECARD_NOW=FRIDAY)
    assert (found.code, found.err) in ((0, ""), (0, f"no values were stored as of {as_of}\n"))
    keys = ("kpi_number", "period", "value", "state")
    return [tuple(row[key] for key in keys) for row in json.loads(found.out)]


def test_values_are_shown_as_they_were_stored_then(scorecard: Command, filled: str) -> None:
    execute(filled, "INSERT INTO stg.forms VALUES ('2026-11-12')")
    week = ("run", "success", "--week", "2026-W46", "--no-publish")
    scorecard(*week, url=filled, SCORECARD_NOW=TUESDAY)
    set_to_nine = ("set", "success", "6", "2026-W46", "9", "--note", "by post", "--no-publish")
    scorecard(*set_to_nine, url=filled, SCORECARD_NOW="2026-11-18T10:00+01:00")

    of_forms = ("--kpi", "6", "--period", "2026-W46")
    assert shown(scorecard, filled, "2026-11-15", *of_forms) == []
    assert shown(scorecard, filled, "2026-11-16", *of_forms) == [(6, "2026-W46", 5.0, "value")]
    assert shown(scorecard, filled, "2026-11-17T05:59", *of_forms)[0][2] == 5.0
    assert shown(scorecard, filled, "2026-11-17T06:00", *of_forms)[0][2] == 6.0
    assert shown(scorecard, filled, "2026-11-18T08:59Z", *of_forms)[0][2] == 6.0
    assert shown(scorecard, filled, "2026-11-18", *of_forms) == [(6, "2026-W46", 9.0, "manual")]
    # The mean of W45 and W46: (2 + 5) / 2, (2 + 6) / 2, (2 + 9) / 2.
    of_mean = ("--kpi", "5", "--period", "2026-W46")
    means = [shown(scorecard, filled, day, *of_mean)[0][2] for day in _DAYS]
    assert means == [3.5, 4.0, 5.5]


_DAYS = ("2026-11-16", "2026-11-17", "2026-11-18")


def test_an_instant_that_has_not_come_is_refused(scorecard: Command, filled: str) -> None:
    found = scorecard("values", "success", "--as-of", "2026-12-24", url=filled)

    assert found.code == 2
    assert one_sentence(found).endswith("2026-12-24 has not come yet; name a time that has")


def test_missing_values_are_of_today_only(scorecard: Command, filled: str) -> None:
    found = scorecard("values", "success", "--missing", "--as-of", "2026-11-16", url=filled)

    assert found.code == 2
    assert "--missing says what is missing now; leave out --as-of" in found.err
