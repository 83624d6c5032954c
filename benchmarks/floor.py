"""The floor: all KPIs and weeks in a few statements, as an expert with much time writes them.

Each table is read once for values that add up over weeks, and once more for those that do not. The
rest sums small tables, and one statement stores all values. Each KPI's definition is spread over
all statements, so nobody would maintain them. `python -m benchmarks.floor URL KPIS 2026-W40 …`,
consecutive weeks.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from benchmarks.generate import connect
from benchmarks.kpis import REGIONS, TABLES, TIMEZONE, Spec, Table, specs

_LONGEST = 52
_ALL = -1  # the region of rows of all regions
_WEEK, _HOUR = 604_800_000_000, 3_600_000_000  # microseconds


def main(url: str, kpis: int, weeks: list[str]) -> None:
    """Compute and store the weeks in one transaction."""
    execute = connect(url)
    for statement in statements(specs(kpis), Weeks(weeks, url.startswith("duckdb:"))):
        execute(statement)


def statements(specs: list[Spec], weeks: Weeks) -> Iterator[str]:
    """Yield the statements that compute and store some KPIs, in order."""
    yield "BEGIN"
    yield "CREATE TEMP TABLE plain (domain text, kpi integer, week integer, value double precision)"
    for table in TABLES:
        of_table = [spec for spec in specs if spec.table == table]
        if additive := [spec for spec in of_table if spec.kind != "clients"]:
            yield _sums(table, additive, weeks)
        clients = [spec for spec in of_table if spec.kind == "clients"]
        for length in sorted({spec.weeks for spec in clients}):
            yield _clients(table, length, [spec for spec in clients if spec.weeks == length], weeks)
    yield _store([spec for spec in specs if spec.reads], weeks)
    yield "COMMIT"


def _sums(table: Table, specs: list[Spec], weeks: Weeks) -> str:
    """Return the statement for sums: per week, group and region, then over the trailing weeks."""
    thresholds = sorted({spec.threshold for spec in specs if spec.kind == "share"})
    sums = {"n": "count(*)", "total": f"sum({table.measure})"}
    sums |= {f"over_{at}": f"count(*) FILTER (WHERE {table.measure} > {at})" for at in thresholds}
    week_sums = ", ".join(f"{value} AS {name}" for name, value in sums.items())
    sums_of_sums = ", ".join(f"sum({name}) AS {name}" for name in sums)
    longest = max(spec.weeks for spec in specs)
    past_sums = ", ".join(f"sum({name}) OVER past AS {name}" for name in sums)
    past_weeks = " UNION ALL ".join(
        f"SELECT {length} AS weeks, week, group_of, region, {past_sums} FROM cell "
        "WINDOW past AS (PARTITION BY group_of, region ORDER BY week "
        f"RANGE BETWEEN {length - 1} PRECEDING AND CURRENT ROW)"
        for length in sorted({spec.weeks for spec in specs})
    )
    shares = "".join(f" WHEN 'share {at}' THEN over_{at}" for at in thresholds)
    return f"""
        INSERT INTO plain
        WITH scanned AS (
            SELECT {weeks.number(table.time)} AS week, {table.group} AS group_of,
                {_region(specs)} AS region, {week_sums}
            FROM {table.name} WHERE {weeks.within(table.time, longest)} GROUP BY 1, 2, 3
        ),
        cell AS (
            SELECT week, coalesce(group_of, '') AS group_of, coalesce(region, {_ALL}) AS region,
                {sums_of_sums}
            FROM scanned GROUP BY week, CUBE (group_of, region)
        ),
        past_weeks AS ({past_weeks}),
        spec (domain, kpi, kind, weeks, group_of, region) AS ({_spec_rows(specs)})
        SELECT domain, kpi, week,
            CASE kind WHEN 'count' THEN n ELSE
                (CASE kind WHEN 'average' THEN total{shares} END)::double precision / n
            END
        FROM spec JOIN past_weeks USING (weeks, group_of, region) WHERE week >= {weeks.numbers[0]}
    """


def _clients(table: Table, length: int, specs: list[Spec], weeks: Weeks) -> str:
    """Return the statement for clients of trailing weeks, who leave `length` weeks after a visit.

    The sum of arrivals minus departures over time is the number of present clients, so that no
    client is counted once per week.
    """
    groups = ", ".join(sorted({f"'{spec.group}'" for spec in specs}))
    return f"""
        INSERT INTO plain
        WITH scanned AS (
            SELECT {weeks.number(table.time)} AS week, {table.group} AS group_of,
                {_region(specs)} AS region, client_id
            FROM {table.name}
            WHERE {weeks.within(table.time, length)} AND {table.group} IN ({groups})
        ),
        visit AS MATERIALIZED (
            SELECT week, group_of, region,
                least(
                    week + {length},
                    lead(week) OVER (PARTITION BY group_of, client_id ORDER BY week)
                ) AS gone
            FROM scanned
        ),
        change AS (
            SELECT week, group_of, region, count(*) AS n FROM visit GROUP BY 1, 2, 3
            UNION ALL SELECT gone, group_of, region, -count(*) FROM visit GROUP BY 1, 2, 3
        ),
        present AS (
            SELECT week, group_of, coalesce(region, {_ALL}) AS region,
                sum(sum(n)) OVER (PARTITION BY group_of, region ORDER BY week) AS n
            FROM change GROUP BY week, group_of, ROLLUP (region)
        ),
        spec (domain, kpi, kind, weeks, group_of, region) AS ({_spec_rows(specs)})
        SELECT domain, kpi, week, n FROM spec JOIN present USING (group_of, region)
        WHERE week BETWEEN {weeks.numbers[0]} AND {weeks.numbers[-1]}
    """


def _store(specs: list[Spec], weeks: Weeks) -> str:
    """Return the statement that stores all values, those derived from others included."""
    read = ", ".join(
        sorted({f"('{spec.domain}', {number})" for spec in specs for number in spec.reads})
    )
    derived = (
        (f"'{spec.domain}'", spec.number, spec.reads[0], spec.reads[-1], len(spec.reads))
        for spec in specs
    )
    return f"""
        INSERT INTO shop.floor_value
        WITH asked (number, week) AS ({weeks.days()}),
        computed AS (
            SELECT domain, kpi, asked.week, value
            FROM plain JOIN asked ON asked.number = plain.week
        ),
        known AS (
            SELECT domain, kpi, week, value FROM computed WHERE (domain, kpi) IN ({read})
            UNION ALL SELECT domain, kpi, week, value FROM shop.floor_value
            WHERE week >= DATE '{weeks.first}' - 21 AND week < DATE '{weeks.first}'
                AND (domain, kpi) IN ({read})
        ),
        average AS (
            SELECT domain, kpi, asked.week, avg(value) AS value
            FROM asked JOIN known ON known.week > asked.week - 28 AND known.week <= asked.week
            GROUP BY 1, 2, 3
        ),
        derived (domain, kpi, one, other, many) AS ({_rows(derived)})
        SELECT domain, kpi, week, value, now() FROM computed
        UNION ALL
        SELECT domain, derived.kpi, week,
            CASE many WHEN 1 THEN one.value ELSE one.value / other.value END, now()
        FROM derived JOIN average AS one USING (domain) JOIN average AS other USING (domain, week)
        WHERE one.kpi = derived.one AND other.kpi = derived.other
        ON CONFLICT (domain, kpi, week)
            DO UPDATE SET value = excluded.value, computed_at = excluded.computed_at
    """


def _spec_rows(specs: list[Spec]) -> str:
    return _rows(_columns(spec) for spec in specs)


def _columns(spec: Spec) -> tuple[object, ...]:
    kind = f"{spec.kind} {spec.threshold}" if spec.kind == "share" else spec.kind
    return (
        f"'{spec.domain}'",
        spec.number,
        f"'{kind}'",
        spec.weeks,
        f"'{spec.group}'",
        spec.region or _ALL,
    )


def _region(specs: list[Spec]) -> str:
    return f"mod(client_id, {REGIONS})" if any(spec.region for spec in specs) else "0"


def _rows(rows: Iterable[Iterable[object]]) -> str:
    return "VALUES " + ", ".join(f"({', '.join(str(column) for column in row)})" for row in rows)


class Weeks:
    """The requested weeks, with numbers that begin at the longest range of the first of them."""

    def __init__(self, labels: list[str], duckdb: bool) -> None:
        self.first, last = (_monday(label) for label in (labels[0], labels[-1]))
        self.count = (last - self.first).days // 7 + 1
        self.duckdb = duckdb
        self._begin = self.first - timedelta(weeks=_LONGEST - 1)

    @property
    def numbers(self) -> range:
        """Return the numbers of the requested weeks."""
        return range(_LONGEST, _LONGEST + self.count)

    def days(self) -> str:
        """Return the rows of a table of the requested weeks: number and Monday."""
        return _rows((n, f"DATE '{self._begin + timedelta(weeks=n - 1)}'") for n in self.numbers)

    def within(self, column: str, length: int) -> str:
        """Return the condition that an instant is in the requested weeks or the range before."""
        first, last = self._start(self.numbers[0] - length + 1), self._start(self.numbers[-1] + 1)
        return f"{column} >= '{first}'::timestamptz AND {column} < '{last}'::timestamptz"

    def number(self, column: str) -> str:
        """Return the number of an instant's week, several times faster than by the calendar."""
        starts = [self._start(n) for n in range(1, _LONGEST + self.count + 1)]
        if not self.duckdb:
            listed = ", ".join(f"'{start}'" for start in starts)
            return f"width_bucket({column}, ARRAY[{listed}]::timestamptz[])"
        # A clock change moves a start by an hour: in the hour before a start, the guess may be one
        # too high.
        micro = [int(start.timestamp()) * 1_000_000 for start in starts]
        guess = f"((epoch_us({column}) + {_HOUR - micro[0]}) // {_WEEK} + 1)"
        return f"({guess} - (epoch_us({column}) < {micro}[{guess}])::integer)"

    def _start(self, number: int) -> datetime:
        return datetime.combine(
            self._begin + timedelta(weeks=number - 1), time(), ZoneInfo(TIMEZONE)
        )


def _monday(label: str) -> date:
    year, number = label.split("-W")
    return date.fromisocalendar(int(year), int(number), 1)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3:])
