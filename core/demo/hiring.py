"""The hiring funnel: jobs, candidates, and each application's way from stage to stage."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from core.demo.rhythm import (
    RECORDS_BEGIN,
    add_hours,
    draw_count,
    draw_moment,
    growth,
    happens,
    has_incident,
    next_office_time,
    rng_for,
    season,
    weeks,
)
from core.demo.rows import Candidate, Hire, Interview, Job, JobApplication, Offer, StageChange

FAMILIES = ("Executive assistance", "Customer support", "Bookkeeping", "Marketing", None)
_FAMILY_SHARES = (42, 25, 18, 12, 3)
BOARDS = ("Jobs daily", "Work remote", "Campus board")
_SOURCES = (*BOARDS, "Referral", "Own website", None)
_SOURCE_SHARES = (30, 22, 10, 14, 18, 6)
_QUALIFIES, _HELD, _PASSES, _GETS_OFFER = 0.40, 0.90, 0.52, 0.68


@dataclass(slots=True)
class Funnel:
    """The tables of the applicant tracking system, while they are being filled."""

    jobs: list[Job] = field(default_factory=list)
    candidates: list[Candidate] = field(default_factory=list)
    applications: list[JobApplication] = field(default_factory=list)
    stage_changes: list[StageChange] = field(default_factory=list)
    interviews: list[Interview] = field(default_factory=list)
    offers: list[Offer] = field(default_factory=list)
    hires: list[Hire] = field(default_factory=list)

    def move(self, application: JobApplication, stage: str, when: datetime) -> None:
        """Record that the application reached a stage."""
        self.stage_changes.append(StageChange(application.application_id, stage, when))


def are_boards_down(week: date) -> bool:
    """Return whether the job boards' feed is broken, so that few candidates arrive."""
    return has_incident(week, every=70, after=33, lasts=3)


def make_funnel(last_day: date) -> Funnel:
    """Return all applications up to the week of `last_day`, with everything that follows."""
    funnel = Funnel()
    for week in weeks(RECORDS_BEGIN - timedelta(weeks=10), last_day):
        _open_jobs(funnel, week)
        if week >= RECORDS_BEGIN:
            _receive_candidates(funnel, week)
    return funnel


def _open_jobs(funnel: Funnel, week: date) -> None:
    rng = rng_for("jobs", week)
    for _ in range(draw_count(rng, 1.9 * growth(week) * season(week))):
        opened_on = week + timedelta(days=rng.randrange(5))
        closed_on = opened_on + timedelta(days=int(rng.triangular(18, 95, 35)))
        family = rng.choices(FAMILIES, _FAMILY_SHARES)[0]
        funnel.jobs.append(Job(len(funnel.jobs) + 1, family, opened_on, closed_on))


def _receive_candidates(funnel: Funnel, week: date) -> None:
    rng = rng_for("candidates", week)
    open_jobs = [
        job.job_id
        for job in funnel.jobs
        if job.opened_on <= week and (job.closed_on or week) >= week
    ]
    share = 0.45 if are_boards_down(week) else 1
    for _ in range(draw_count(rng, 29 * growth(week) * season(week) * share)):
        _receive_candidate(rng, funnel, week, open_jobs)


def _receive_candidate(
    rng: random.Random, funnel: Funnel, week: date, open_jobs: list[int]
) -> None:
    applied_at = draw_moment(rng, week)
    source = rng.choices(_SOURCES, _SOURCE_SHARES)[0]
    candidate = Candidate(len(funnel.candidates) + 1, source, happens(rng, 1 / 80), applied_at)
    funnel.candidates.append(candidate)
    job = rng.choice(open_jobs)
    application = _apply(funnel, candidate, job, applied_at)
    if not candidate.is_test:
        _screen(rng, funnel, application)
    if happens(rng, 1 / 30):
        # The same person applies for the same job again.
        again = _apply(funnel, candidate, job, add_hours(applied_at, rng.choice((0.1, 30))))
        funnel.move(again, "rejected", next_office_time(add_hours(again.applied_at, 3)))


def _apply(funnel: Funnel, candidate: Candidate, job: int, when: datetime) -> JobApplication:
    application = JobApplication(len(funnel.applications) + 1, candidate.candidate_id, job, when)
    funnel.applications.append(application)
    return application


def _screen(rng: random.Random, funnel: Funnel, application: JobApplication) -> None:
    hours = 24 * rng.lognormvariate(0.9, 0.5)
    screened_at = next_office_time(add_hours(application.applied_at, hours))
    if happens(rng, _QUALIFIES):
        funnel.move(application, "qualified", screened_at)
        _interview(rng, funnel, application, screened_at)
    else:
        funnel.move(application, "rejected", screened_at)


def _interview(
    rng: random.Random, funnel: Funnel, application: JobApplication, booked_at: datetime
) -> None:
    in_some_days = booked_at + timedelta(days=rng.randint(3, 9))
    scheduled_for = next_office_time(in_some_days.replace(minute=30, second=0))
    held = happens(rng, _HELD - (0.06 if season(scheduled_for.date()) < 1 else 0))
    passed = held and happens(rng, _PASSES)
    funnel.interviews.append(
        Interview(
            interview_id=len(funnel.interviews) + 1,
            application_id=application.application_id,
            booked_at=booked_at,
            scheduled_for=scheduled_for.replace(tzinfo=None),
            held=held,
            rating=_draw_rating(rng, passed) if held else None,
        )
    )
    decided_at = next_office_time(add_hours(scheduled_for, 24 * rng.uniform(1, 5)))
    if not held:
        funnel.move(application, "withdrawn", scheduled_for)
    elif passed and happens(rng, _GETS_OFFER):
        _offer(rng, funnel, application, decided_at)
    else:
        funnel.move(application, "rejected", decided_at)


def _draw_rating(rng: random.Random, passed: bool) -> int:
    return rng.choice((3, 4, 5) if passed else (1, 2, 3))


def _offer(
    rng: random.Random, funnel: Funnel, application: JobApplication, sent_at: datetime
) -> None:
    funnel.move(application, "offer", sent_at)
    answered_at = next_office_time(add_hours(sent_at, 24 * rng.uniform(0.5, 6)))
    weeks_before = answered_at.date() - timedelta(weeks=3)
    accepted = happens(rng, 0.70 if are_boards_down(weeks_before) else 0.81)
    number = len(funnel.offers) + 1
    funnel.offers.append(
        Offer(number, application.application_id, sent_at, answered_at.date(), accepted)
    )
    if accepted:
        funnel.move(application, "hired", answered_at)
        _hire(rng, funnel, application, answered_at.date())
    else:
        funnel.move(application, "withdrawn", answered_at)


def _hire(rng: random.Random, funnel: Funnel, application: JobApplication, hired_on: date) -> None:
    starts_on = hired_on + timedelta(days=rng.randint(10, 45))
    left_on = None
    if happens(rng, 0.7):
        left_on = starts_on + timedelta(days=int(rng.expovariate(1 / 500)) + 5)
    number = len(funnel.hires) + 1
    funnel.hires.append(Hire(number, application.application_id, hired_on, starts_on, left_on))
