"""Checks the channels of alerts and the mail server, without sending a message."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from core.alerts import ChannelError, Channels
from core.model import Runner
from core.operations.diagnosis import Diagnosis
from core.settings import SMTP_SETTING, Settings

_REMEDY = "set it to smtps://user:password@host"


def examine_channels(settings: Settings, runners: Mapping[str, Runner]) -> Iterator[Diagnosis]:
    """Yield a diagnosis of each channel that is a variable, and of the mail server."""
    channels = Channels(settings.environment, settings.secrets)
    names = dict.fromkeys(name for runner in runners.values() for name in _names(runner))
    for name in names:
        if "@" not in name:
            yield _examine_channel(channels, name)
    if settings.environment.get(SMTP_SETTING):
        yield _examine_mail(channels)
    elif any(_is_mail(settings, name) for name in names):
        yield Diagnosis(
            False, "mail", f"{SMTP_SETTING} is not set, so no alert is mailed; {_REMEDY}"
        )
    elif domains := [domain for domain, runner in runners.items() if runner.recipients]:
        text = f"{SMTP_SETTING} is not set, so recipients of {', '.join(domains)} get no summary"
        yield Diagnosis(None, "mail", f"{text}; {_REMEDY}")


def _names(runner: Runner) -> Iterator[str]:
    for names in runner.channels.values():
        yield from names
    yield from runner.escalation


def _is_mail(settings: Settings, name: str) -> bool:
    return "@" in name or settings.environment.get(name, "").startswith("mailto:")


def _examine_channel(channels: Channels, name: str) -> Diagnosis:
    subject = f"channel {name}"
    try:
        kind = channels.examine(name)
    except ChannelError as error:
        return Diagnosis(False, subject, str(error))
    return Diagnosis(True, subject, f"{kind}; scorecard alerts test {name} sends to it")


def _examine_mail(channels: Channels) -> Diagnosis:
    try:
        text = channels.examine_mail()
    except ChannelError as error:
        return Diagnosis(False, "mail", str(error))
    return Diagnosis(True, "mail", text)
