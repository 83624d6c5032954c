"""What runs and authors do to the store between publishes."""

from __future__ import annotations

from random import Random

from tests.edits.cell_edits import Edit
from tests.edits.company import MONTHS, NEXT_YEAR, NUMBERS, WITH_PARTS, Company, Place
from tests.edits.desk import Desk, NotPossible


def _company(desk: Desk, rng: Random) -> Company:
    return desk.companies["success" if rng.random() < 0.8 else "sales"]


def _place(company: Company, rng: Random) -> Place:
    return rng.choice(sorted(company.rows))


def begin(desk: Desk, rng: Random) -> str:
    """Store what the first publishes show: some KPIs, one with parts, and some months."""
    for company in desk.companies.values():
        numbers = rng.sample(NUMBERS, rng.randint(2, 3))
        for number in numbers:
            company.add(number)
            for part in ("North", "South") if number == WITH_PARTS else ("",):
                for period in MONTHS[: rng.randint(1, 6)]:
                    company.store((number, part, period))
    return "stores some months"


def next_period(desk: Desk, rng: Random) -> str:
    """Store the period after the newest one for each series."""
    company = _company(desk, rng)
    newest = max(period for _, _, period in company.rows)
    periods = (*MONTHS, *NEXT_YEAR)
    following = periods[min(periods.index(newest) + 1, len(periods) - 1)]
    places = [(*series, following) for series in {place[:2] for place in company.rows}]
    for place in sorted(places):
        company.store(place)
    return f"{company.domain} stores {following}"


def store(outcome: str = "value", *, by_hand: bool = False) -> Edit:
    """Store a stored cell anew: a number, or that there is none."""

    def change(desk: Desk, rng: Random) -> str:
        company = _company(desk, rng)
        place = _place(company, rng)
        value = company.store(place, outcome, by_hand=by_hand)
        return f"{company.domain} stores {value} for {place}"

    return change


def fill_gap(desk: Desk, rng: Random) -> str:
    """Store a period that a series has no row for."""
    company = _company(desk, rng)
    number, part, _ = _place(company, rng)
    place = (number, part, rng.choice(MONTHS))
    value = company.store(place)
    return f"{company.domain} stores {value} for {place}"


def forget(desk: Desk, rng: Random) -> str:
    """Delete a row of the store, as for a part that a period no longer has."""
    company = _company(desk, rng)
    place = _place(company, rng)
    if len(company.rows) > 1:
        company.forget(place)
    return f"{company.domain} forgets {place}"


def refresh(desk: Desk, rng: Random) -> str:
    company = _company(desk, rng)
    for place in sorted(company.rows):
        company.store(place)
    return f"{company.domain} stores everything anew"


def new_year(desk: Desk, rng: Random) -> str:
    company = _company(desk, rng)
    series = sorted({place[:2] for place in company.rows})
    places = [(*each, rng.choice(NEXT_YEAR)) for each in series]
    for place in places:
        company.store(place)
    return f"{company.domain} stores numbers of 2027"


def add_kpi(desk: Desk, rng: Random) -> str:
    company = _company(desk, rng)
    free = [number for number in NUMBERS if number not in company.definitions]
    if not free:
        raise NotPossible("every KPI is there")
    number = rng.choice(free)
    company.add(number)
    for part in ("North", "South") if number == WITH_PARTS else ("",):
        company.store((number, part, rng.choice(MONTHS)))
    return f"{company.domain} has KPI {number}"


def retire(desk: Desk, rng: Random) -> str:
    company = _company(desk, rng)
    number = rng.choice(sorted(company.definitions))
    company.retired[number] = "its file is gone"
    return f"{company.domain} retires KPI {number}"


def revive(desk: Desk, rng: Random) -> str:
    company = _company(desk, rng)
    company.retired.clear()
    return f"{company.domain} has all its KPIs again"


def rename(desk: Desk, rng: Random) -> str:
    company = _company(desk, rng)
    number = rng.choice(sorted(company.definitions))
    name = f"KPI {number} v{desk.token()}"
    company.rename(number, name)
    return f"{company.domain} calls KPI {number} {name}"


def aim(desk: Desk, rng: Random) -> str:
    company = _company(desk, rng)
    number = rng.choice(sorted(company.definitions))
    company.aim(number)
    return f"{company.domain} has another target for KPI {number}"


def turn(desk: Desk, rng: Random) -> str:
    company = _company(desk, rng)
    company.is_newest_first = not company.is_newest_first
    order = "newest" if company.is_newest_first else "oldest"
    return f"{company.domain} shows the {order} period first"


def _parts(company: Company, rng: Random) -> tuple[int, str, list[Place]]:
    """Return a part of a KPI, and the places that it has."""
    parts = sorted({place[:2] for place in company.rows if place[1]})
    if not parts:
        raise NotPossible("no KPI has parts")
    number, part = rng.choice(parts)
    return number, part, [place for place in company.rows if place[:2] == (number, part)]


def total(desk: Desk, rng: Random) -> str:
    """Show the total of a breakdown, in the row above its parts."""
    company = _company(desk, rng)
    number, _, _ = _parts(company, rng)
    for period in sorted({place[2] for place in company.rows if place[0] == number}):
        company.store((number, "", period))
    return f"{company.domain} shows the total of KPI {number}"


def add_part(desk: Desk, rng: Random) -> str:
    company = _company(desk, rng)
    number, _, places = _parts(company, rng)
    part = f"{rng.choice(('East', 'Middle', 'West'))} {desk.token()}"
    new = (number, part, rng.choice(places)[2])
    company.store(new)
    return f"{company.domain} has {part} of KPI {number}"


def lose_part(desk: Desk, rng: Random) -> str:
    company = _company(desk, rng)
    number, part, places = _parts(company, rng)
    if len(places) == len(company.rows):
        raise NotPossible("nothing else is stored")
    for place in places:
        company.forget(place)
    return f"{company.domain} no longer has {part} of KPI {number}"


def rename_part(desk: Desk, rng: Random) -> str:
    company = _company(desk, rng)
    number, part, places = _parts(company, rng)
    new = f"{part.split()[0]} {desk.token()}"
    for place in places:
        company.forget(place)
        company.store((number, new, place[2]))
    return f"{company.domain} calls {part} of KPI {number} {new}"


DATA_CHANGES: dict[str, Edit] = {
    "next period": next_period,
    "restate a value": store(),
    "lose a value": store("none"),
    "fail": store("failed"),
    "set a manual value": store(by_hand=True),
    "fill a gap": fill_gap,
    "forget a row": forget,
    "store everything anew": refresh,
    "new year": new_year,
    "add a KPI": add_kpi,
    "retire a KPI": retire,
    "revive the KPIs": revive,
    "show the total of a KPI": total,
    "rename a KPI": rename,
    "change a target": aim,
    "turn the order of periods": turn,
    "add a part": add_part,
    "lose a part": lose_part,
    "rename a part": rename_part,
}
