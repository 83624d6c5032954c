"""Editions: a review that was made can be made again, byte for byte, from values as they were."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version

from core.catalog import Catalogue
from core.engines import Database
from core.errors import UsageError
from core.git import ask_git
from core.model import Period, Review, Runner
from core.review.document import ReviewDocument
from core.review.html import review_html
from core.review.pdf import review_pdf
from core.review.reading import instant_of, read_facts
from core.review.sections import make_document
from core.settings import Settings, user
from core.store import ReviewEdition, ReviewEditions

_GIT_TIMEOUT = 2.0  # seconds


def _html(document: ReviewDocument) -> bytes:
    return review_html(document).encode()


FORMS: Mapping[str, Callable[[ReviewDocument], bytes]] = {"html": _html, "pdf": review_pdf}


@dataclass(frozen=True)
class EditionPlan:
    """What decides an edition, beside what is stored: number, instants, and the runner."""

    number: int
    instant: datetime
    since: datetime
    runner: Runner
    numbers: tuple[int, ...] | None = None


@dataclass(frozen=True)
class MadeEdition:
    """An edition: its document, and the bytes of each form that was made."""

    plan: EditionPlan
    document: ReviewDocument
    files: Mapping[str, bytes]
    numbers: tuple[int, ...]

    @property
    def hashes(self) -> dict[str, str]:
        """The SHA-256 of each form."""
        return {form: hashlib.sha256(content).hexdigest() for form, content in self.files.items()}


@dataclass(frozen=True)
class ReviewMaker:
    """Makes the editions of a domain's review of one period from a store."""

    settings: Settings
    database: Database
    catalogue: Catalogue
    domain: str
    period: Period

    def make(self, forms: Sequence[str]) -> MadeEdition:
        """Return the newest edition; one that would show the same as the last one is that one."""
        runner = self.catalogue.runners[self.domain]
        instant = instant_of(runner, self.period, self.settings.now)
        plan = EditionPlan(1, instant, self._since(runner, instant), runner)
        stored = self._stored()
        if not stored:
            return self._made(plan, forms)
        planned = self._planned(stored[-1])
        last = self._made(replace(planned, runner=runner, numbers=None), forms)
        new = replace(plan, number=planned.number + 1)
        # With other KPI files or another framework the same facts may give another page.
        if not self._is_recorded(last, stored):
            return self._made(new, forms)
        if planned.instant == instant:
            return last
        made = self._made(new, ())
        return last if _is_same(last.document, made.document) else _with_files(made, forms)

    def make_again(self, number: int) -> tuple[MadeEdition, tuple[str, ...]]:
        """Return an edition made again, and a sentence on each form that is not as recorded.

        Raises:
            UsageError: No such edition is on record.
        """
        stored = [each for each in self._stored() if each.number == number]
        if not stored:
            remedy = f"see scorecard review {self.domain} --editions"
            raise UsageError(f"{self.period} has no edition {number} on record; {remedy}")
        made = self._made(self._planned(stored[0]), [each.form for each in stored])
        again = {each.form: each for each in self.records(made)}
        faults = [_difference(each, again[each.form]) for each in stored]
        return made, tuple(filter(None, faults))

    def records(self, made: MadeEdition) -> list[ReviewEdition]:
        """Return what the store keeps of an edition."""
        commit = self._commit()
        return [
            ReviewEdition(
                domain=self.domain,
                period=self.period.label,
                number=made.plan.number,
                form=form,
                as_of=made.plan.instant,
                since=made.plan.since,
                settings=_settings_text(made),
                sha256=sha256,
                renderer=f"typst {_version('typst')}" if form == "pdf" else "",
                framework=_version("scorecard-framework"),
                code_version=commit,
                made_by=user(),
                made_at=self.settings.now,
            )
            for form, sha256 in made.hashes.items()
        ]

    def _is_recorded(self, made: MadeEdition, stored: Sequence[ReviewEdition]) -> bool:
        """Return whether no form of an edition differs from the one on record."""
        hashes = {each.form: each.sha256 for each in stored if each.number == made.plan.number}
        return all(hashes.get(form, found) == found for form, found in made.hashes.items())

    def record(self, made: MadeEdition) -> None:
        """Store which editions were made; those on record stay."""
        for edition in self.records(made):
            ReviewEditions(self.database, self.domain).add(edition)

    def _stored(self) -> list[ReviewEdition]:
        return ReviewEditions(self.database, self.domain).read(self.period.label)

    def _since(self, runner: Runner, instant: datetime) -> datetime:
        """Return the instant of the review before: made, locked, or at least published then."""
        before = self.period.shift(-1)
        made = ReviewEditions(self.database, self.domain).read(before.label)
        if made and made[-1].as_of < instant:
            return made[-1].as_of
        return instant_of(runner, before, runner.cut_off(before))

    def _planned(self, stored: ReviewEdition) -> EditionPlan:
        said = json.loads(stored.settings)
        runner = _runner_of(self.catalogue.runners[self.domain], said)
        return EditionPlan(
            stored.number, stored.as_of, stored.since, runner, tuple(said["numbers"])
        )

    def _made(self, plan: EditionPlan, forms: Sequence[str]) -> MadeEdition:
        document, numbers = self._document(plan)
        return _with_files(MadeEdition(plan, document, {}, numbers), forms)

    def _document(self, plan: EditionPlan) -> tuple[ReviewDocument, tuple[int, ...]]:
        runners = {**self.catalogue.runners, self.domain: plan.runner}
        catalogue = replace(self.catalogue, runners=runners)
        facts = read_facts(
            self.database, catalogue, self.domain, self.period, plan.instant, plan.since
        )
        if plan.numbers is not None:
            kept = [each for each in facts.entries if each.number in plan.numbers]
            facts = replace(facts, entries=kept)
        document = make_document(facts)
        edition = f"Edition {plan.number}, {document.edition}"
        numbers = tuple(sorted(entry.number for entry in facts.entries))
        return replace(document, edition=edition), numbers

    def _commit(self) -> str:
        said = ask_git(self.settings.root, ("rev-parse", "--short=12", "HEAD"), _GIT_TIMEOUT)
        return (said or "").strip()


def _with_files(made: MadeEdition, forms: Sequence[str]) -> MadeEdition:
    return replace(made, files={form: FORMS[form](made.document) for form in forms})


def _is_same(one: ReviewDocument, other: ReviewDocument) -> bool:
    """Return whether two documents differ at most in their number and instant."""
    return replace(other, instant=one.instant, edition=one.edition) == one


def _difference(stored: ReviewEdition, again: ReviewEdition) -> str:
    """Return that an edition is not the one on record, and why; empty if it is."""
    if stored.sha256 == again.sha256:
        return ""
    pairs = {
        "the framework": (stored.framework, again.framework),
        "the commit": (stored.code_version, again.code_version),
        "the renderer": (stored.renderer, again.renderer),
    }
    found = [
        f"{name} was {old or 'unknown'} and is {new or 'unknown'}"
        for name, (old, new) in pairs.items()
        if old != new
    ]
    why = ", ".join(found) or "the KPI files, the runner or the framework's code changed since"
    name = f"edition {stored.number} of {stored.period} as {stored.form}"
    return f"{name} differs from the one of {stored.made_at:%Y-%m-%d} on record: {why}"


def _settings_text(made: MadeEdition) -> str:
    runner = made.plan.runner
    review = runner.review or Review()
    return json.dumps(
        {
            "title": runner.title,
            "timezone": runner.timezone,
            "schedule": dict(runner.schedule),
            "deadline": runner.deadline,
            "year_begins": runner.year_begins,
            "holidays": runner.holidays,
            "north_star": review.north_star,
            "sections": list(review.sections),
            "lock": review.lock,
            "numbers": made.numbers,
        }
    )


def _runner_of(runner: Runner, said: Mapping[str, object]) -> Runner:
    """Return a runner as it was when an edition was made."""
    given: dict[str, object] = dict(said)
    given.pop("numbers")
    north_star, sections, lock = (given.pop(name) for name in ("north_star", "sections", "lock"))
    review = Review(north_star=north_star, sections=sections, lock=lock)  # type: ignore[arg-type]  # from our JSON
    return replace(runner, review=review, **given)  # type: ignore[arg-type]  # from our JSON


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
