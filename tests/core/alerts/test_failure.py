"""The failure of a channel ends no run: it is an expected error."""

from __future__ import annotations

from core.alerts.failure import ChannelError
from core.errors import ScorecardError


def test_a_failure_is_an_expected_error_with_exit_code_1() -> None:
    error = ChannelError("SLACK_URL is not set; set it")

    assert isinstance(error, ScorecardError)
    assert error.exit_code == 1
