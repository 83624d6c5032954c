"""Protected ranges."""

from __future__ import annotations

from typing import Any

from tests.sheets_emulator import OWNER

from .conftest import EDITOR, Api, box, put, span


def protect(*editors: str, warning: bool = False) -> dict[str, Any]:
    given: dict[str, Any] = {"range": box(0, 2, 0, 2), "warningOnly": warning}
    if editors:
        given["editors"] = {"users": list(editors)}
    return {"addProtectedRange": {"protectedRange": given}}


def test_protected_cells_stop_all_but_owner_and_editors(api: Api) -> None:
    owner = api.as_account(OWNER)
    owner.batch(protect())
    words = "You are trying to edit a protected cell or object."
    assert api.refused_batch(put("x")).startswith(f"Invalid requests[0].updateCells: {words}")
    assert api.refusal("PUT", "/values/B2", {"values": [["x"]]}, valueInputOption="RAW").startswith(
        words
    )
    assert words in api.refused_batch({"deleteDimension": {"range": span("ROWS", 1, 2)}})
    api.batch(put("x", 5, 5))
    owner.batch(put("x"))
    assert "editors" not in api.get("sheets.protectedRanges")["sheets"][0]["protectedRanges"][0]


def test_listed_editors_are_not_stopped(api: Api) -> None:
    api.as_account(OWNER).batch(protect(EDITOR))
    api.batch(put("x"))
    assert (
        api.get("sheets.protectedRanges")["sheets"][0]["protectedRanges"][0][
            "requestingUserCanEdit"
        ]
        is True
    )


def test_a_warning_has_no_editors_and_stops_nobody(api: Api) -> None:
    words = "ProtectedRange is warningOnly. Editors cannot be set on it."
    assert (
        api.refused_batch(protect(EDITOR, warning=True))
        == f"Invalid requests[0].addProtectedRange: {words}"
    )
    api.as_account(OWNER).batch(protect(warning=True))
    api.batch(put("x"))
