"""The audit log of publishes: which scorecard went where, what of it, when, and who did it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from core.engines import Warehouse
from core.store.schema import SCHEMA
from core.store.tables import read


@dataclass(frozen=True, slots=True)
class Publication:
    """One publish of one scorecard to one place.

    `target` is a spreadsheet's id or the path of a workbook. `filters` are the periods that it was
    limited to, empty for all. `outcome` is `planned`, `applied` or `given up`.
    """

    marker: str
    domain: str
    target: str
    command: str
    filters: str
    published_by: str
    host: str
    planned_at: datetime
    outcome: str
    cells: int
    kept: int
    bytes: int


def insert_publication(warehouse: Warehouse, publication: Publication) -> None:
    """Write a publication down."""
    names = list(asdict(publication))
    warehouse.execute(
        f"INSERT INTO {SCHEMA}.scorecard_publication ({', '.join(names)}) "
        f"VALUES ({', '.join(f':{name}' for name in names)})",
        asdict(publication),
    )


def applied_since(
    warehouse: Warehouse, domain: str, target: str, since: datetime
) -> list[tuple[datetime, str]]:
    """Return when a scorecard was published to a place from an instant on, and with which filters."""
    found = read(
        warehouse,
        f"SELECT planned_at, filters FROM {SCHEMA}.scorecard_publication WHERE domain = :domain AND"
        " target = :target AND outcome = 'applied' AND planned_at >= :since::timestamptz ORDER BY"
        " planned_at",
        {"domain": domain, "target": target, "since": since},
    )
    return [(at, filters) for at, filters in found.rows]


def is_recorded(warehouse: Warehouse, domain: str, target: str) -> bool:
    """Return whether a publish to a place is on record since a domain's values were last written."""
    found = warehouse.execute(
        f"SELECT count(*) FROM {SCHEMA}.scorecard_publication WHERE domain = :domain AND target ="
        " :target AND outcome = 'applied' AND planned_at >= (SELECT max(computed_at) FROM"
        f' {SCHEMA}."scorecard_{domain}")',
        {"domain": domain, "target": target},
    )
    return bool(found.rows[0][0])
