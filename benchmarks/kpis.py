"""The KPIs of the benchmark as plain data, for KPI files, the bare script and the floor alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

DOMAINS = ("applications", "leadership", "recruitment", "success")
TIMEZONE = "Europe/Berlin"
FIRST_MONDAY = "2024-05-06"  # of the data
WEEKS_OF_DATA = 131
KPIS = 200  # unless a benchmark asks for another number
REGIONS = 4

Kind = Literal["count", "average", "share", "clients", "derived"]


@dataclass(frozen=True)
class Table:
    """A table of the benchmark: its size, and its columns for time, group and measure.

    An `appended` table is in order of time, like a log. Another has no order, like one that is
    rebuilt from its source.
    """

    name: str
    rows: int
    time: str
    group: str
    groups: int
    measure: str
    appended: bool


TABLES = (
    Table("shop.events", 1_200_000, "happened_at", "kind", 12, "seconds", True),
    Table("shop.orders", 600_000, "ordered_at", "segment", 6, "amount", False),
    Table("shop.tickets", 200_000, "opened_at", "priority", 4, "hours", False),
)


@dataclass(frozen=True)
class Spec:
    """One KPI, over some weeks of a table, or derived from the values of the KPIs that it reads.

    It measures the count, average or clients of one `group` of a table, or the share of rows above
    a threshold in all groups. `region` limits it to one region of clients; 0 means all.
    """

    domain: str
    number: int
    weeks: int
    kind: Kind
    table: Table | None = None
    group: str = ""
    region: int = 0
    reads: tuple[int, ...] = ()

    @property
    def threshold(self) -> int:
        """Return the threshold of a share; every measure has values on both sides of it."""
        return self.number % 48

    @property
    def sql(self) -> str:
        """Return the query of one week, as an author writes it."""
        if self.table is None:
            averages = [f"(SELECT avg(value) FROM kpi_{number:02})" for number in self.reads]
            return f"SELECT {' / '.join(averages)} AS value"
        time, measure = self.table.time, self.table.measure
        value = {
            "count": "count(*)",
            "average": f"avg({measure})",
            "share": (
                f"count(*) FILTER (WHERE {measure} > {self.threshold})::double precision /"
                " nullif(count(*), 0)"
            ),
            "clients": "count(DISTINCT client_id)",
        }[self.kind]
        of_group = f" AND {self.table.group} = '{self.group}'" if self.group else ""
        of_region = f" AND mod(client_id, {REGIONS}) = {self.region}" if self.region else ""
        where = f"{time} >= :start AND {time} < :end{of_group}{of_region}"
        return f"SELECT {value} AS value FROM {self.table.name} WHERE {where}"


def specs(kpis: int = KPIS) -> list[Spec]:
    """Return KPIs in four domains: 50 % of a week, 26 % of 4 weeks, 14 % of 52, 10 % derived."""
    sizes = [kpis // len(DOMAINS) + (place < kpis % len(DOMAINS)) for place in range(len(DOMAINS))]
    return [
        _spec(place, domain, number, size)
        for place, (domain, size) in enumerate(zip(DOMAINS, sizes, strict=True))
        for number in range(1, size + 1)
    ]


def _spec(place: int, domain: str, number: int, size: int) -> Spec:
    of_tables = -(-size * 90 // 100)
    if number > of_tables:
        one = number - of_tables
        other = one + size - of_tables
        return Spec(domain, number, 4, "derived", reads=(one, other) if number % 2 else (one,))
    weeks = _weeks(number, size)
    table = TABLES[(place + number) % 3]
    kinds: tuple[Kind, ...] = ("count", "average", "clients" if weeks == 4 else "share")
    kind = kinds[number % 2 if weeks == 1 else number % 3]
    group = "" if kind == "share" else f"{table.group} {(place + number) % table.groups + 1}"
    # A domain's first fifty cover all clients. More of them would repeat the same queries.
    region = (number - 1) // 50 % REGIONS
    return Spec(domain, number, weeks, kind, table, group, region)


def _weeks(number: int, size: int) -> int:
    if number <= size * 50 // 100:
        return 1
    return 4 if number <= size * 76 // 100 else 52
