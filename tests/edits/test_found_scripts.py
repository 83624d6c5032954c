"""Scripts that once failed, shrunk to the steps that were needed."""

from __future__ import annotations

import pytest

from tests.edits.scripts import Script, as_test, play

FOUND: dict[str, Script] = {
    "a note that begins like the one that was to come": (
        ("begin", 7862),
        ("publish while a person moves things, answer lost", 4650),
        ("lose a part", 6387),
        ("publish, the answer lost before the write", 1787),
    ),
    "a note that went to another header before the process died": (
        ("begin", 9593),
        ("publish", 4394),
        ("rename a part", 8316),
        ("publish while a person moves things, killed", 9351),
        ("lose a part", 7095),
        ("publish", 4555),
    ),
    "rows whose labels were sorted, one of them with a single number": (
        ("begin", 5485),
        ("publish", 4251),
        ("sort labels only", 3875),
        ("new year", 6806),
        ("publish --restore", 5296),
    ),
    "rows of which some columns were sorted": (
        ("begin", 2895),
        ("publish", 8802),
        ("sort some columns", 8458),
        ("new year", 1450),
        ("publish", 5091),
    ),
    "a header typed over where all metadata is gone": (
        ("begin", 6708),
        ("publish", 7392),
        ("type over a header", 2678),
        ("strip rows and columns", 1614),
        ("rename a part", 9823),
        ("publish --overwrite", 9121),
        ("publish", 5043),
    ),
    "a row cut where the names were deleted": (
        ("begin", 9698),
        ("publish", 6849),
        ("delete a label column", 5533),
        ("type a boolean over a value", 7275),
        ("cut a row elsewhere", 3421),
        ("publish", 9625),
    ),
    "labels at two places, of which one has lost its mark": (
        ("begin", 5703),
        ("publish, killed after the write", 8375),
        ("copy a row", 9267),
        ("sort some columns without metadata", 8018),
        ("publish", 9420),
    ),
    "a value in a row that is no longer filled": (
        ("begin", 27),
        ("publish, the quota used up", 4986),
        ("rename a part", 6203),
        ("publish", 3484),
        ("next period", 5046),
        ("rename a part", 7533),
        ("publish while a person moves things", 167),
    ),
    "values and notes of sorted rows": (
        ("begin", 6207),
        ("publish", 1098),
        ("drag a number over cells", 4319),
        ("restate a value", 8865),
        ("move a row", 4627),
        ("publish", 3446),
        ("lose a part", 7822),
        ("sort some columns", 933),
        ("restate a value", 8465),
        ("publish", 6742),
    ),
    "a row pasted over another, with the marks of both, and taken away": (
        ("begin", 2439),
        ("publish", 643),
        ("cut a row over another with metadata", 7621),
        ("cut a row to another tab", 9100),
        ("publish", 1726),
    ),
    "a deleted label column of a row that is replaced": (
        ("begin", 7675),
        ("publish", 4236),
        ("delete a label column", 3340),
        ("lose a part", 6682),
        ("publish --overwrite --restore", 1948),
    ),
    "labels at two places, one of them with the mark of the other": (
        ("begin", 6053),
        ("publish while a person moves things, killed", 1789),
        ("copy a row with metadata", 2256),
        ("sort some columns without metadata", 1406),
        ("publish", 8940),
    ),
    "a deleted tab and a publish of another period": (
        ("begin", 5116),
        ("publish", 2326),
        ("next period", 3407),
        ("cut a row over another", 7661),
        ("delete a tab", 3529),
        ("publish --period", 4854),
    ),
    "a row whose labels contradict each other": (
        ("begin", 6007),
        ("publish --overwrite", 7299),
        ("delete a label column", 6994),
        ("sort labels without metadata", 7402),
        ("publish --restore", 9374),
        ("sort labels only", 9478),
        ("publish", 3182),
    ),
    "rows inserted just before lines are marked again": (
        ("begin", 2426),
        ("publish", 3034),
        ("type a boolean over a value", 3533),
        ("new year", 8130),
        ("strip rows and columns", 600),
        ("restate a value", 3625),
        ("publish while a person moves things", 9531),
    ),
    "rows sorted without metadata before an answer that was lost": (
        ("begin", 6228),
        ("publish", 7251),
        ("type a formula into an empty cell of ours", 5268),
        ("sort some columns without metadata", 795),
        ("merge values", 9445),
        ("publish --overwrite --restore", 5958),
        ("sort all without metadata", 7707),
        ("publish, the answer lost before the write", 8123),
    ),
    "a protected row across an empty column for comments": (
        ("begin", 6375),
        ("publish", 7209),
        ("protect a row", 7792),
        ("add a KPI", 3924),
        ("publish", 4693),
    ),
}


@pytest.mark.parametrize("found", FOUND)
def test_a_script_that_once_failed_passes(found: str) -> None:
    assert play(FOUND[found]).failures == (), as_test(FOUND[found])
