"""Is everything there that a Monday needs? Each thing with what to do about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from core.catalog import Catalogue, check, domain_names, load_catalogue
from core.engines import Access, open_warehouse
from core.errors import AmbiguousError, PublishError, ScorecardError
from core.model import Tab
from core.operations import crontab
from core.operations.deadlines import all_overdue
from core.publish import place_of
from core.settings import Settings
from core.sheets import account_of, open_client, spreadsheet_id
from core.store import pending


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One thing examined; `ok` is None where it works but deserves a look."""

    ok: bool | None
    subject: str
    text: str


def examine(settings: Settings) -> Iterator[Diagnosis]:
    """Yield a diagnosis of each part of the installation."""
    catalogue = load_catalogue(settings.root)
    findings = check(catalogue).findings
    text = (
        f"{len(findings)} findings; see scorecard check"
        if findings
        else f"{len(catalogue.entries)} KPIs, all well"
    )
    yield Diagnosis(not findings, "catalogue", text)
    yield from _warehouse(settings, None if findings else catalogue)
    yield from _time(settings, catalogue)
    yield from _workbooks(settings, catalogue)
    yield _cron(catalogue)


def _warehouse(settings: Settings, catalogue: Catalogue | None) -> Iterator[Diagnosis]:
    try:
        warehouse = open_warehouse(settings, Access("scorecard doctor", write=False))
    except ScorecardError as error:
        yield Diagnosis(False, "warehouse", str(error))
        return
    try:
        yield Diagnosis(True, "warehouse", f"{warehouse.place} answers")
        missing = pending(warehouse, domain_names(settings.root))
        text = (
            f"{len(missing)} migrations to apply; run scorecard init" if missing else "up to date"
        )
        yield Diagnosis(not missing, "schema", text)
        if catalogue and not missing:
            for each in all_overdue(settings, catalogue, warehouse, list(catalogue.runners)):
                yield Diagnosis(None, f"deadline of {each.domain}", str(each))
    except ScorecardError as error:
        yield Diagnosis(False, "schema", str(error))
    finally:
        warehouse.close()


def _time(settings: Settings, catalogue: Catalogue) -> Iterator[Diagnosis]:
    machine = crontab.machine_zone()
    for domain, runner in catalogue.runners.items():
        try:
            local = settings.now.astimezone(runner.zone)
        except (KeyError, ValueError):
            yield Diagnosis(
                False,
                f"time zone of {domain}",
                f"{runner.timezone!r} is unknown here; mend runners/{domain}.py",
            )
            continue
        same = not crontab.minute_shifts(runner.zone, machine)
        note = (
            ""
            if same
            else f"; cron runs in {machine.key}, which scorecard crontab --install takes care of"
        )
        yield Diagnosis(
            True, f"time zone of {domain}", f"{runner.timezone}, now {local:%Y-%m-%d %H:%M}{note}"
        )


def _workbooks(settings: Settings, catalogue: Catalogue) -> Iterator[Diagnosis]:
    for domain, runner in catalogue.runners.items():
        subject = f"scorecard of {domain}"
        try:
            place = place_of(settings, runner, domain)
        except PublishError as error:
            yield Diagnosis(False, subject, str(error))
            continue
        if isinstance(place, str):
            yield _spreadsheet(settings, subject, place, runner.sheet, runner.timezone)
        else:
            unset = (
                ""
                if settings.environment.get(runner.sheet)
                else f"; {runner.sheet or 'sheet='} is not set"
            )
            yield Diagnosis(True, subject, f"goes to {place}{unset}")
    read = {
        source.workbook
        for entry in catalogue.entries
        for source in entry.kpi.sources
        if isinstance(source, Tab)
    }
    for variable in sorted(read):
        yield _source(settings, variable)


def _source(settings: Settings, variable: str) -> Diagnosis:
    place = settings.environment.get(variable, "")
    if not place:
        text = (
            "is not set, and KPIs read tabs of it; put the path of an .xlsx or a spreadsheet's id"
            " into .env"
        )
        return Diagnosis(False, variable, text)
    if book := spreadsheet_id(place) if not settings.path(place).exists() else "":
        return _spreadsheet(settings, variable, book, variable, "", edit=False)
    if not settings.path(place).exists():
        return Diagnosis(
            False,
            variable,
            f"{place} does not exist; mend the path in .env, or put the workbook there",
        )
    return Diagnosis(True, variable, f"{place} is there")


def _spreadsheet(
    settings: Settings, subject: str, book: str, variable: str, timezone: str, *, edit: bool = True
) -> Diagnosis:
    try:
        client = open_client(settings.environment, settings.root, book, variable)
        properties = client.get("properties(title,timeZone)").get("properties", {})
        if edit:
            client.batch_update([_NOTHING])
    except (ScorecardError, AmbiguousError) as error:
        return Diagnosis(False, subject, str(error))
    who = account_of(client.credentials) or "these credentials"
    text = (
        f"goes to {properties.get('title')!r}, which {who} may edit"
        if edit
        else f"{who} may read it"
    )
    if timezone and properties.get("timeZone") not in ("", timezone):
        text += (
            f"; its time zone is {properties.get('timeZone')}, the scorecard's {timezone}: see File"
            " > Settings there"
        )
        return Diagnosis(None, subject, text)
    return Diagnosis(True, subject, text)


# Needs the right to edit, and deletes what nobody has.
_NOTHING = {
    "deleteDeveloperMetadata": {
        "dataFilter": {"developerMetadataLookup": {"metadataKey": "scorecard-doctor"}}
    }
}


def _cron(catalogue: Catalogue) -> Diagnosis:
    try:
        installed = crontab.is_installed(catalogue)
    except ScorecardError as error:
        return Diagnosis(None, "cron", str(error))
    if installed:
        return Diagnosis(True, "cron", "this user's crontab starts every scorecard")
    text = (
        "this user's crontab starts no scorecard"
        if installed is False
        else "the lines in this user's crontab are out of date"
    )
    return Diagnosis(None, "cron", f"{text}; install them with scorecard crontab --install")
