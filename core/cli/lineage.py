"""`lineage`: what a KPI is made from, and what reads a table or a column."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

import click

from core.cli.app import App, announce, pass_app
from core.cli.options import form, optional_domain

if TYPE_CHECKING:
    from core.catalog import Catalogue, LineageEdge, LineageGraph, Node


@click.command()
@optional_domain
@click.argument("kpi", type=click.IntRange(min=0), required=False)
@click.option("--table", default="", help="What reads this table, file, tab or KPI.")
@click.option(
    "--column", default="", metavar="TABLE.COLUMN", help="What reads this column of a source."
)
@click.option(
    "--warehouse",
    "on_warehouse",
    is_flag=True,
    help="Ask the warehouse for the columns of tables, and what its views are made from.",
)
@form("text", "json", "mermaid")
@pass_app
def lineage(
    app: App, kpi: int | None, table: str, column: str, on_warehouse: bool, form: str
) -> None:
    """Show what a KPI is made from, down to columns, and what reads a table or column."""
    from core.catalog import load_catalogue
    from core.errors import CatalogueError, UsageError

    if (kpi is not None) + bool(table) + bool(column) > 1:
        raise UsageError("lineage follows one thing; give a KPI, --table or --column")
    # Every domain may read any other.
    catalogue = load_catalogue(app.settings.root)
    graph = _graph(app, catalogue, on_warehouse)
    if kpi is not None:
        part, text = _of_kpi(graph, catalogue.entry(app.domain, kpi).id)
    elif table:
        part, text = _of_source(graph, _find_node(graph, table))
    elif column:
        part, text = _of_column(graph, column)
    else:
        part, text = _of_domains(app, graph, catalogue)
    click.echo(text if form == "text" else _formatted(part, form))
    if not on_warehouse:
        _name_unknown(part)
    if catalogue.findings:
        raise CatalogueError(catalogue.findings)


def _formatted(graph: LineageGraph, form: str) -> str:
    if form == "json":
        from core.cli.text.lineage_json import lineage_json

        return lineage_json(graph)
    from core.dictionary import lineage_mermaid

    return lineage_mermaid(graph)


def _graph(app: App, catalogue: Catalogue, on_warehouse: bool) -> LineageGraph:
    from core.catalog import make_graph, read_known_tables
    from core.operations import learn_tables
    from core.query import remote_dialect

    if not on_warehouse:
        return make_graph(catalogue, read_known_tables(app.settings.root))
    with app.open_warehouse() as warehouse:
        dialect = remote_dialect(app.settings.warehouse)
        return make_graph(catalogue, learn_tables(catalogue, warehouse, dialect))


def _name_unknown(graph: LineageGraph) -> None:
    """Print how many tables may be views, because no command has asked the warehouse."""
    from core.catalog import MAY_BE_VIEW
    from core.model import counted

    unknown = sorted({edge.origin for edge in graph.edges if edge.use.view == MAY_BE_VIEW})
    if not unknown:
        return
    tables = unknown[0] if len(unknown) == 1 else f"each of {counted(len(unknown), 'table')}"
    remedy = "scorecard lineage --warehouse asks, and follows views"
    announce(f"whether {tables} is a view is unknown; {remedy}")


def _of_kpi(graph: LineageGraph, node: Node) -> tuple[LineageGraph, str]:
    from core.cli.text.lineage import kpi_lineage_text

    return graph.around([node]), kpi_lineage_text(graph, node)


def _of_source(graph: LineageGraph, node: Node) -> tuple[LineageGraph, str]:
    from core.cli.text.lineage import source_lineage_text

    return graph.below(graph.readers_of(node)), source_lineage_text(graph, node)


def _of_column(graph: LineageGraph, name: str) -> tuple[LineageGraph, str]:
    from core.cli.text.lineage import column_lineage_text
    from core.errors import UsageError

    table, _, column = name.rpartition(".")
    if not table or not column:
        remedy = "write the table before it, as in --column stg.clients.client_id"
        raise UsageError(f"--column {name!r} names no table; {remedy}")
    node = _find_node(graph, table)
    edges = graph.edges_of_column(node, column)
    return graph.below(edges), column_lineage_text(graph, node, column, edges)


def _of_domains(app: App, graph: LineageGraph, catalogue: Catalogue) -> tuple[LineageGraph, str]:
    from core.cli.text.lineage import overview_text

    nodes = [entry.id for entry in catalogue.entries if entry.domain in app.domains]
    part = graph.around(nodes)
    return part, overview_text(part)


def _find_node(graph: LineageGraph, name: str) -> Node:
    """Return the source or KPI that a person names: in full, as queries do, or by its last part.

    Raises:
        UsageError: No KPI reads such a source, or several are called so.
    """
    from core.errors import UsageError

    sought = name.casefold()
    nodes = {edge.origin.casefold(): edge.origin for edge in graph.edges}
    if sought in nodes:
        return nodes[sought]
    found = {edge.origin for edge in graph.edges if sought in _short_names(edge)}
    if len(found) == 1:
        return found.pop()
    if found:
        raise UsageError(f"{name!r} may be {' or '.join(sorted(found))}; write the whole name")
    close = difflib.get_close_matches(sought, nodes, cutoff=0.5)
    known = ", ".join(nodes[each] for each in close)
    remedy = f"did you mean {known}?" if known else "see all sources with scorecard lineage"
    raise UsageError(f"no KPI reads {name!r}; {remedy}")


def _short_names(edge: LineageEdge) -> set[str]:
    relation = edge.use.source.relation.casefold()
    return {relation, relation.rpartition(".")[2]}
