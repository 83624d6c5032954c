"""A definition as a frozen value."""

from __future__ import annotations

from tests.core.publish.samples import CHURN


def test_what_an_earlier_store_did_not_keep_is_unknown() -> None:
    assert (CHURN.since, CHURN.settles, CHURN.source_details, CHURN.file_text) == (None,) * 4
    assert (CHURN.timezone, CHURN.title) == ("", "")
