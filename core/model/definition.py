"""The definition of a KPI as the store keeps it, one record per revision."""

from __future__ import annotations

from dataclasses import dataclass

from core.model.kpi import Adds, Better, Cadence


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """One revision of a KPI's definition, which explains a number when the file is gone.

    `target` is a target that is one number, for all periods; any other is in `targets`, a JSON list
    (see `read_targets`). `thresholds` are those of the KPI's own, as a JSON object.

    `version` is the hash of what decides a value. `sources` names the sources for readers,
    `source_details` is a JSON list of everything declared of them. `query` is as written;
    `file_text` is the whole KPI file. `timezone` and `title` are the runner's. None, and an empty
    `timezone` or `title`, mean unknown: an earlier store did not keep them.
    """

    domain: str
    kpi_number: int
    version: str
    field_name: str
    range_type: str
    cadence: Cadence
    name: str
    meaning: str
    owner: str
    unit: str
    better: Better
    target: float | None
    sources: str
    query: str
    reviewed: str
    since: str | None = None
    settles: str | None = None
    source_details: str | None = None
    timezone: str = ""
    title: str = ""
    targets: str = ""
    thresholds: str = ""
    adds: Adds = ""
    limits_since: str = ""
    file_text: str | None = None
