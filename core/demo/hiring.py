"""The hiring funnel: jobs, candidates, and each application's way from stage to stage."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from core.demo.rhythm import (
    RECORDS_BEGIN,
    chance,
    growth,
    happens,
    in_office,
    incident,
    later,
    many,
    moment,
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
    """The tables of the applicant tracking system while they are being filled."""

    jobs: list[Job] = field(default_factory=list)
    candidates: list[Candidate] = field(default_factory=list)
    applications: list[JobApplication] = field(default_factory=list)
    stage_changes: list[StageChange] = field(default_factory=list)
    interviews: list[Interview] = field(default_factory=list)
    offers: list[Offer] = field(default_factory=list)
    hires: list[Hire] = field(default_factory=list)

    def move(self, application: JobApplication, stage: str, when: datetime) -> None:
        """Note that the application reached a stage."""
        self.stage_changes.append(StageChange(application.application_id, stage, when))


def boards_down(week: date) -> bool:
    """Say whether the job boards' feed is broken, so that few candidates arrive."""
    return incident(week, every=70, after=33, lasts=3)


def make_funnel(last_day: date) -> Funnel:
    """Return the funnel up to the applications of the week of `last_day`, with all that follows
    from them.
    """
    funnel = Funnel()
    for week in weeks(RECORDS_BEGIN - timedelta(weeks=10), last_day):
        _open_jobs(funnel, week)
        if week >= RECORDS_BEGIN:
            _receive(funnel, week)
    return funnel


def _open_jobs(funnel: Funnel, week: date) -> None:
    rng = chance("jobs", week)
    for _ in range(many(rng, 1.9 * growth(week) * season(week))):
        opened_on = week + timedelta(days=rng.randrange(5))
        closed_on = opened_on + timedelta(days=int(rng.triangular(18, 95, 35)))
        family = rng.choices(FAMILIES, _FAMILY_SHARES)[0]
        funnel.jobs.append(Job(len(funnel.jobs) + 1, family, opened_on, closed_on))


def _receive(funnel: Funnel, week: date) -> None:
    rng = chance("candidates", week)
    open_jobs = [
        job.job_id
        for job in funnel.jobs
        if job.opened_on <= week and (job.closed_on or week) >= week
    ]
    for _ in range(
        many(rng, 29 * growth(week) * season(week) * (0.45 if boards_down(week) else 1))
    ):
        applied_at = moment(rng, week)
        source = rng.choices(_SOURCES, _SOURCE_SHARES)[0]
        candidate = Candidate(len(funnel.candidates) + 1, source, happens(rng, 1 / 80), applied_at)
        funnel.candidates.append(candidate)
        job = rng.choice(open_jobs)
        application = _apply(funnel, candidate, job, applied_at)
        if not candidate.is_test:
            _pursue(rng, funnel, application)
        if happens(rng, 1 / 30):
            again = _apply(funnel, candidate, job, later(applied_at, rng.choice((0.1, 30))))
            funnel.move(again, "rejected", in_office(later(again.applied_at, 3)))


def _apply(funnel: Funnel, candidate: Candidate, job: int, when: datetime) -> JobApplication:
    application = JobApplication(len(funnel.applications) + 1, candidate.candidate_id, job, when)
    funnel.applications.append(application)
    return application


def _pursue(rng: random.Random, funnel: Funnel, application: JobApplication) -> None:
    """Follow an application to its end: rejected, withdrawn or hired."""
    screened_at = in_office(later(application.applied_at, 24 * rng.lognormvariate(0.9, 0.5)))
    if not happens(rng, _QUALIFIES):
        funnel.move(application, "rejected", screened_at)
        return
    funnel.move(application, "qualified", screened_at)
    meeting = in_office(
        (screened_at + timedelta(days=rng.randint(3, 9))).replace(minute=30, second=0)
    )
    held = happens(rng, _HELD - (0.06 if season(meeting.date()) < 1 else 0))
    passed = held and happens(rng, _PASSES)
    rating = (rng.choice((3, 4, 5)) if passed else rng.choice((1, 2, 3))) if held else None
    number, local = len(funnel.interviews) + 1, meeting.replace(tzinfo=None)
    funnel.interviews.append(
        Interview(number, application.application_id, screened_at, local, held, rating)
    )
    decided_at = in_office(later(meeting, 24 * rng.uniform(1, 5)))
    if not held:
        funnel.move(application, "withdrawn", meeting)
    elif passed and happens(rng, _GETS_OFFER):
        _offer(rng, funnel, application, decided_at)
    else:
        funnel.move(application, "rejected", decided_at)


def _offer(
    rng: random.Random, funnel: Funnel, application: JobApplication, sent_at: datetime
) -> None:
    funnel.move(application, "offer", sent_at)
    answered = in_office(later(sent_at, 24 * rng.uniform(0.5, 6)))
    accepted = happens(rng, 0.70 if boards_down(answered.date() - timedelta(weeks=3)) else 0.81)
    funnel.offers.append(
        Offer(
            len(funnel.offers) + 1, application.application_id, sent_at, answered.date(), accepted
        )
    )
    if not accepted:
        funnel.move(application, "withdrawn", answered)
        return
    funnel.move(application, "hired", answered)
    hired_on = answered.date()
    starts_on = hired_on + timedelta(days=rng.randint(10, 45))
    left_on = (
        starts_on + timedelta(days=int(rng.expovariate(1 / 500)) + 5) if happens(rng, 0.7) else None
    )
    funnel.hires.append(
        Hire(len(funnel.hires) + 1, application.application_id, hired_on, starts_on, left_on)
    )
