"""`rename` and `retire`: stored series that no KPI goes on with."""

from __future__ import annotations

import click

from core.cli.app import App, command_line, pass_stored_app
from core.cli.options import one_domain, one_kpi, wait

_number = click.argument("kpi", type=click.IntRange(min=0), required=False)
_note = click.option("--note", default="", help="The reason, for the record.")


@click.command()
@one_domain
@one_kpi
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@click.option("--to-number", type=click.IntRange(min=0), help="The KPI's new number.")
@click.option("--to-domain", default="", metavar="D", help="The KPI's new domain.")
@click.option("--plan", is_flag=True, help="Show what would move; move nothing.")
@_note
@wait
@pass_stored_app
def rename(
    app: App,
    kpi: int,
    old: str,
    new: str,
    to_number: int | None,
    to_domain: str,
    plan: bool,
    note: str,
    wait: float,
) -> None:
    """Move a KPI's stored series from the field name OLD to NEW.

    Values, changes, manual values, what readers read, and the row in the spreadsheet with people's
    notes follow. Refused if values are stored under the new name.
    """
    from core.catalog import require_domain_name
    from core.cli.text.series import renaming_text
    from core.model import snake_case
    from core.run import Options, SeriesName
    from core.run import rename as rename_series

    if snake_case(new) != new or not new:
        raise click.BadParameter(f"{new!r} is not a field name", param_hint="NEW")
    domain = to_domain or app.domain
    require_domain_name(domain)
    before = SeriesName(old, kpi, app.domain)
    after = SeriesName(new, kpi if to_number is None else to_number, domain)
    options = Options(command_line(app.settings), dry_run=plan, wait=wait)
    done = app.retry(lambda settings: rename_series(settings, before, after, note, options))
    click.echo(renaming_text(done, is_plan=plan))


@click.command()
@one_domain
@_number
@click.option("--field", default="", metavar="F", help="Only the series of this field name.")
@click.option("--range", "reach", default="", metavar="R", help="Only the series of this range.")
@click.option("--undo", is_flag=True, help="Take it back: runs fill the series again.")
@_note
@wait
@pass_stored_app
def retire(
    app: App, kpi: int | None, field: str, reach: str, undo: bool, note: str, wait: float
) -> None:
    """Retire a KPI, one of its stored series, or a whole domain.

    Its values stay in the store and, in grey, in the scorecard. No run computes them, and nothing
    reports them as missing. The KPI's file may then be deleted.
    """
    from core.run import Options, SeriesSelection
    from core.run import retire as retire_series

    options = Options(command_line(app.settings), wait=wait)
    selection = SeriesSelection(app.domain, kpi, field, reach)
    changed = app.retry(
        lambda settings: retire_series(settings, selection, note, options, undo=undo)
    )
    done = "restored" if undo else "retired"
    for series in changed:
        name = f"{series.domain}/kpi_{series.kpi_number:02} {series.field_name}"
        click.echo(f"{done} {name}, {series.range_type}: {series.extent}")
    if not changed:
        click.echo(f"{selection} is {'not retired' if undo else 'retired already'}")
