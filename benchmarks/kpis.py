"""The 200 KPIs of the benchmark as plain data, for the generator of KPI files and for the bare script alike."""

from __future__ import annotations

from dataclasses import dataclass

DOMAINS = ("applications", "leadership", "recruitment", "success")
TIMEZONE = "Europe/Berlin"
FIRST_MONDAY = "2024-05-06"  # of the data
WEEKS_OF_DATA = 131


@dataclass(frozen=True)
class Table:
    """A table of the benchmark's schema: its size, its time, and what can be counted and averaged in it.

    One that is `appended` to lies in order of time, as a log does; another in none, as one does that is built anew from
    its source by key.
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
    """One KPI: `weeks` is its range, `reads` the numbers of the KPIs whose values it is derived from."""

    domain: str
    number: int
    weeks: int
    table: str
    reads: tuple[int, ...]
    sql: str


def specs() -> list[Spec]:
    """Return 50 KPIs in each of four domains: 25 of the week, 13 of four weeks, 7 of 52 weeks, 5 derived."""
    return [_spec(place, domain, number) for place, domain in enumerate(DOMAINS) for number in range(1, 51)]


def _spec(place: int, domain: str, number: int) -> Spec:
    if number > 45:
        return _derived(domain, number)
    table = TABLES[(place + number) % 3]
    weeks = 1 if number <= 25 else 4 if number <= 38 else 52
    group = f"{table.group} {(place + number) % table.groups + 1}"
    where = f"FROM {table.name} WHERE {table.time} >= :start AND {table.time} < :end"
    of_group = f"{where} AND {table.group} = '{group}'"
    share = f"count(*) FILTER (WHERE {table.measure} > {number})::double precision / nullif(count(*), 0)"
    kinds = (
        f"SELECT count(*) AS value {of_group}",
        f"SELECT avg({table.measure}) AS value {of_group}",
        f"SELECT count(DISTINCT client_id) AS value {of_group}" if weeks == 4 else f"SELECT {share} AS value {where}",
    )
    sql = kinds[number % 2 if weeks == 1 else number % 3]
    return Spec(domain, number, weeks, table.name, (), sql)


def _derived(domain: str, number: int) -> Spec:
    one, other = number - 45, number - 40
    average = "(SELECT avg(value) FROM kpi_{:02})".format
    if number % 2:
        return Spec(domain, number, 4, "", (one, other), f"SELECT {average(one)} / {average(other)} AS value")
    return Spec(domain, number, 4, "", (one,), f"SELECT {average(one)} AS value")
