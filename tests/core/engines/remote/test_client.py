"""What a client says of an error."""

from __future__ import annotations

from core.engines.remote.client import RemoteFault


def test_a_fault_without_a_kind_is_any_other() -> None:
    assert RemoteFault("refused") == RemoteFault("refused", "", "")
