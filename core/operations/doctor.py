"""Checks the installation and says how to fix each problem."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from core.catalog import Catalogue, check, load_catalogue
from core.engines import store_files
from core.errors import AmbiguousError, PublishError, ScorecardError, SettingsError
from core.model import Runner, Tab, counted
from core.operations.channels import examine_channels
from core.operations.crontab import minute_shifts
from core.operations.databases import examine_databases
from core.operations.diagnosis import Diagnosis
from core.operations.user_crontab import is_installed, machine_zone
from core.publish import place_of
from core.query import remote_dialect
from core.settings import Settings
from core.sheets import account_of, is_workbook_path, open_client, spreadsheet_id

if TYPE_CHECKING:
    from core.sheets import SheetsClient

_READ_BY_OTHERS = stat.S_IRGRP | stat.S_IROTH
# Needs permission to edit, and deletes metadata that no spreadsheet has.
_NO_CHANGE = {
    "deleteDeveloperMetadata": {
        "dataFilter": {"developerMetadataLookup": {"metadataKey": "scorecard-doctor"}}
    }
}


def examine(settings: Settings) -> Iterator[Diagnosis]:
    """Yield a diagnosis of each part of the installation."""
    catalogue = load_catalogue(settings.root)
    findings = check(catalogue, remote_dialect(settings.warehouse)).findings
    if findings:
        text = f"{counted(len(findings), 'finding')}; see scorecard check"
        yield Diagnosis(False, "catalogue", text)
    else:
        kpis = counted(len(catalogue.entries), "KPI")
        yield Diagnosis(True, "catalogue", f"{kpis}, no problems found")
    yield from examine_databases(settings, None if findings else catalogue)
    yield from _examine_permissions(settings)
    for domain, runner in catalogue.runners.items():
        yield _examine_time_zone(settings, domain, runner)
    for domain, runner in catalogue.runners.items():
        yield _examine_scorecard(settings, domain, runner)
    for variable in sorted(_workbook_variables(catalogue)):
        yield _examine_workbook(settings, variable)
    yield from examine_channels(settings, catalogue.runners)
    yield _examine_cron(catalogue)


def _examine_permissions(settings: Settings) -> Iterator[Diagnosis]:
    """Diagnose files with secrets or data that other users of the machine can read."""
    for path in (settings.root / ".env", *_store_files(settings)):
        try:
            is_exposed = bool(path.stat().st_mode & _READ_BY_OTHERS)
        except OSError:  # it does not exist
            continue
        if is_exposed:
            shown = path.relative_to(settings.root) if path.is_relative_to(settings.root) else path
            text = f"other users of this machine can read it; run chmod 600 {shown}"
            yield Diagnosis(None, str(shown), text)


def _store_files(settings: Settings) -> tuple[Path, ...]:
    try:
        return store_files(settings)
    except SettingsError:  # the diagnosis of the warehouse says so
        return ()


def _examine_time_zone(settings: Settings, domain: str, runner: Runner) -> Diagnosis:
    subject = f"time zone of {domain}"
    try:
        local = settings.now.astimezone(runner.zone)
    except (KeyError, ValueError):
        text = f"{runner.timezone!r} is unknown on this machine; fix runners/{domain}.py"
        return Diagnosis(False, subject, text)
    text = f"{runner.timezone}, now {local:%Y-%m-%d %H:%M}"
    machine = machine_zone()
    if minute_shifts(runner.zone, machine):
        text += f"; cron runs in {machine.key}, and scorecard crontab --install allows for that"
    return Diagnosis(True, subject, text)


def _examine_scorecard(settings: Settings, domain: str, runner: Runner) -> Diagnosis:
    """Diagnose the workbook or spreadsheet that a domain is published to."""
    subject = f"scorecard of {domain}"
    try:
        place = place_of(settings, runner, domain)
    except PublishError as error:
        return Diagnosis(False, subject, str(error))
    if isinstance(place, str):
        return _examine_target(settings, subject, place, runner)
    text = f"goes to {place}"
    if not settings.environment.get(runner.sheet):
        text += f"; {runner.sheet or 'sheet='} is not set"
    return Diagnosis(True, subject, text)


def _examine_target(settings: Settings, subject: str, book: str, runner: Runner) -> Diagnosis:
    """Diagnose the spreadsheet that a domain is published to."""
    try:
        client = open_client(settings.environment, settings.root, book, runner.sheet)
        properties = client.get("properties(title,timeZone)").get("properties", {})
        client.batch_update([_NO_CHANGE])
    except (ScorecardError, AmbiguousError) as error:
        return Diagnosis(False, subject, str(error))
    text = f"goes to {properties.get('title')!r}, which {_account(client)} may edit"
    zone = properties.get("timeZone", "")
    if zone and zone != runner.timezone:
        text += (
            f"; its time zone is {zone}, the scorecard's is {runner.timezone}: see File > Settings"
            " there"
        )
        return Diagnosis(None, subject, text)
    return Diagnosis(True, subject, text)


def _workbook_variables(catalogue: Catalogue) -> set[str]:
    """Return the variables of all workbooks that KPIs read tabs of."""
    variables = set()
    for entry in catalogue.entries:
        variables |= {source.workbook for source in entry.kpi.sources if isinstance(source, Tab)}
    return variables


def _examine_workbook(settings: Settings, variable: str) -> Diagnosis:
    """Diagnose the file or spreadsheet that KPIs read tabs of."""
    place = settings.environment.get(variable, "")
    if not place:
        text = (
            "is not set, and KPIs read tabs of it; put the path of an .xlsx or a spreadsheet's id"
            " into .env"
        )
        return Diagnosis(False, variable, text)
    if is_workbook_path(place):
        return _examine_file(settings, variable, place)
    if book := spreadsheet_id(place):
        return _examine_source(settings, variable, book)
    text = "is neither the path of an .xlsx nor a spreadsheet's id or URL; fix it in .env"
    return Diagnosis(False, variable, text)


def _examine_file(settings: Settings, variable: str, place: str) -> Diagnosis:
    if settings.path(place).exists():
        return Diagnosis(True, variable, f"{place} exists")
    text = f"{place} does not exist; fix the path in .env, or put the workbook there"
    return Diagnosis(False, variable, text)


def _examine_source(settings: Settings, variable: str, book: str) -> Diagnosis:
    """Diagnose a spreadsheet that KPIs read tabs of."""
    try:
        client = open_client(settings.environment, settings.root, book, variable)
        client.get("properties(title)")
    except ScorecardError as error:
        return Diagnosis(False, variable, str(error))
    return Diagnosis(True, variable, f"{_account(client)} may read it")


def _account(client: SheetsClient) -> str:
    return account_of(client.credentials) or "the account of the credentials"


def _examine_cron(catalogue: Catalogue) -> Diagnosis:
    try:
        installed = is_installed(catalogue)
    except ScorecardError as error:
        return Diagnosis(None, "cron", str(error))
    if installed:
        return Diagnosis(True, "cron", "this user's crontab starts every scorecard")
    if installed is None:
        text = "the lines in this user's crontab are out of date"
    else:
        text = "this user's crontab starts no scorecard"
    return Diagnosis(None, "cron", f"{text}; install them with scorecard crontab --install")
