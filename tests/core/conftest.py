"""Channels on loopback."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.channels import Hook, MailBox, mail_server, web_service


@pytest.fixture
def mail() -> Iterator[MailBox]:
    with mail_server() as box:
        yield box


@pytest.fixture
def slack() -> Iterator[Hook]:
    with web_service() as hook:
        yield hook


@pytest.fixture
def sms() -> Iterator[Hook]:
    with web_service() as hook:
        yield hook
