"""The sample company's data: tables as CSV files, file extracts and the operations workbook."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from core.demo.clients import make_clients
from core.demo.desk import make_applications
from core.demo.exports import write_board_spend, write_form_sessions, write_timesheets
from core.demo.finance import make_costs, make_invoices, make_payments
from core.demo.hiring import make_funnel
from core.demo.rhythm import last_sunday
from core.demo.shop import make_orders
from core.demo.support import make_forms, make_nps, make_tickets
from core.demo.tables import TABLES, rows_known_on
from core.demo.workbook import write_workbook


def generate(folder: Path, today: date) -> dict[str, Path]:
    """Write one CSV file per table of the warehouse, as of the last Sunday before `today`.

    An empty field is NULL. A later day adds rows, and fills fields that were empty because their
    moment had yet to come.
    """
    last_day = last_sunday(today)
    target = folder / "warehouse"
    target.mkdir(parents=True, exist_ok=True)
    rows = _rows_of_tables(last_day)
    paths = {}
    for table in TABLES:
        path = target / f"{table.name}.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(table.row._fields)
            writer.writerows(rows_known_on(table, rows[table.name], last_day))
        paths[table.name] = path
    return paths


def write_exports(folder: Path, today: date) -> list[Path]:
    """Write the extracts of other systems below `folder/exports`."""
    last_day = last_sunday(today)
    target = folder / "exports"
    target.mkdir(parents=True, exist_ok=True)
    sessions, spend = target / "form_sessions.csv.gz", target / "job_board_spend.csv"
    write_form_sessions(sessions, last_day)
    write_board_spend(spend, last_day)
    return [sessions, spend, *write_timesheets(target, make_clients(last_day), last_day)]


def write_operations(folder: Path, today: date) -> Path:
    """Write the operations workbook."""
    last_day = last_sunday(today)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "operations.xlsx"
    write_workbook(path, make_clients(last_day), last_day)
    return path


def _rows_of_tables(last_day: date) -> dict[str, Iterable[Any]]:
    book, funnel = make_clients(last_day), make_funnel(last_day)
    invoices = list(make_invoices(book, last_day))
    return {
        "stg_hubspot.clients": book.clients,
        "stg_hubspot.agreements": book.agreements,
        "stg_hubspot.offboarding_forms": make_forms(book, last_day),
        "stg_hubspot.tickets": make_tickets(book, last_day),
        "stg_hubspot.nps_responses": make_nps(book, last_day),
        "stg_ats.jobs": funnel.jobs,
        "stg_ats.candidates": funnel.candidates,
        "stg_ats.applications": funnel.applications,
        "stg_ats.stage_changes": funnel.stage_changes,
        "stg_ats.interviews": funnel.interviews,
        "stg_ats.offers": funnel.offers,
        "stg_ats.hires": funnel.hires,
        "stg_desk.applications": make_applications(last_day),
        "stg_finance.invoices": invoices,
        "stg_finance.payments": make_payments(invoices),
        "stg_finance.costs": make_costs(book, last_day),
        "stg_shop.orders": make_orders(last_day),
    }
