"""Spark's form of series and of GROUPING SETS. Pure."""

from __future__ import annotations

from sqlglot import exp

from core.query.remote.kinds import Unproven
from core.query.remote.meaning.series import require_midnights
from core.query.remote.rewriting import Rewrites, call


def _numbers(node: exp.Expr, timezone: str) -> exp.Expr:
    require_midnights(node, timezone)
    return call("explode", call("sequence", node.args["start"], node.args["end"]))


def _grouping_sets(node: exp.Expr, _: str) -> exp.Expr:
    if any(not keys.expressions for keys in node.expressions):
        # Spark 4 has no row for the total of no rows.
        raise Unproven("ROLLUP, CUBE or () in GROUPING SETS; add the total with UNION ALL")
    return node


def _grouping(node: exp.Expr, _: str) -> exp.Expr:
    return node if len(node.expressions) == 1 else call("grouping_id", *node.expressions)


RULES: Rewrites = {
    exp.GenerateSeries: _numbers,
    exp.GroupingSets: _grouping_sets,
    exp.Grouping: _grouping,
}
