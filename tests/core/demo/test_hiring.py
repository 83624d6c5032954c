"""The hiring funnel: stages in order, duplicates, and weeks without the job boards."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, timedelta

from core.demo.hiring import are_boards_down
from core.demo.rhythm import RECORDS_BEGIN, weeks
from tests.core.demo.company import LAST_DAY, Tables

ORDERS = {
    ("rejected",),
    ("qualified",),
    ("qualified", "rejected"),
    ("qualified", "withdrawn"),
    ("qualified", "offer"),
    ("qualified", "offer", "withdrawn"),
    ("qualified", "offer", "hired"),
}


def test_an_application_passes_the_stages_in_order(tables: Tables) -> None:
    stages: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for change in tables["stg_ats.stage_changes"]:
        stages[change["application_id"]].append((change["entered_at"], change["stage"]))
    assert {tuple(stage for _, stage in found) for found in stages.values()} == ORDERS


def test_a_hire_is_an_accepted_offer_and_an_offer_a_held_interview(tables: Tables) -> None:
    held = {row["application_id"] for row in tables["stg_ats.interviews"] if row["held"] == "True"}
    offered = {row["application_id"]: row["accepted"] for row in tables["stg_ats.offers"]}
    hired = {row["application_id"] for row in tables["stg_ats.hires"]}
    assert set(offered) <= held
    assert hired == {number for number, accepted in offered.items() if accepted == "True"}


def test_some_candidates_apply_twice_and_test_candidates_stay_where_they_are(
    tables: Tables,
) -> None:
    applications = Counter(row["candidate_id"] for row in tables["stg_ats.applications"])
    testers = {
        row["candidate_id"] for row in tables["stg_ats.candidates"] if row["is_test"] == "True"
    }
    interviewed = {row["application_id"] for row in tables["stg_ats.interviews"]}
    by_testers = {
        row["application_id"]
        for row in tables["stg_ats.applications"]
        if row["candidate_id"] in testers
    }
    assert max(applications.values()) == 2
    assert len(testers) > 10
    assert interviewed.isdisjoint(by_testers)


def test_few_candidates_arrive_while_the_job_boards_are_down(tables: Tables) -> None:
    arrivals: Counter[date] = Counter()
    for row in tables["stg_ats.candidates"]:
        day = date.fromisoformat(row["created_at"][:10])
        arrivals[day - timedelta(days=day.weekday())] += 1
    troubled = [week for week in weeks(RECORDS_BEGIN, LAST_DAY) if are_boards_down(week)]
    assert len(troubled) == 6
    for week in troubled:
        assert arrivals[week] < arrivals[week - timedelta(weeks=4)]
