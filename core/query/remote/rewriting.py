"""Rewrites an interpreted query part by part into an engine's own functions. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlglot import exp

from core.query.remote.dialects import RemoteDialect
from core.query.remote.kinds import Unproven, ValueKind, give_kind, kind_of
from core.query.remote.parameters import local_name
from core.query.remote.placeholders import OF_PART, BoundKind, placeholder

# From a part of a query, of which all parts are rewritten, and the zone of local time.
Rewrite = Callable[[exp.Expr, str], exp.Expr]
Rewrites = Mapping[type[exp.Expr], Rewrite]
# From a part of a query to the same in one of the engine's types.
Convert = Callable[[exp.Expr], exp.Expr]

_PARAMETERS = (exp.Placeholder, exp.Parameter)


def rewrite(tree: exp.Expr, rules: Rewrites, timezone: str) -> None:
    """Replace the parts of an interpreted query by what means the same on an engine."""
    for node in reversed(list(tree.walk())):
        rule = rules.get(type(node))
        if rule is not None and "kind" in node.meta:
            new = rule(node, timezone)
            if new is not node:
                give_kind(new, kind_of(node))
                node.replace(new)


def localise_parameters(tree: exp.Expr) -> None:
    """Take a parameter that becomes local time for one that is local time."""
    for node in list(tree.find_all(*_PARAMETERS)):
        around: exp.Expr = node
        while isinstance(around.parent, exp.Paren):
            around = around.parent
        above = around.parent
        is_local = isinstance(above, exp.Cast) and kind_of(above) == "timestamp"
        if is_local and kind_of(node) == "timestamptz" and above is not None:
            local = give_kind(exp.Placeholder(this=local_name(node.name)), "timestamp")
            local.meta["parameter"] = node.name
            above.replace(local)


def bind_parameters(tree: exp.Expr, dialect: RemoteDialect) -> dict[str, str]:
    """Put the engine's placeholders in, marked; return the parameter behind each name."""
    bound = {}
    for node in list(tree.find_all(*_PARAMETERS)):
        kind = kind_of(node)
        bound[node.name] = node.meta.get("parameter", node.name)
        name = f"{node.name}{OF_PART}"
        node.replace(give_kind(placeholder(name, _bound_kind(kind), dialect), kind))
    return bound


def _bound_kind(kind: ValueKind) -> BoundKind:
    kinds: dict[ValueKind, BoundKind] = {"date": "date", "timestamp": "timestamp"}
    return kinds.get(kind, "timestamptz")


def at_time_zone(to_local: Rewrite, to_instant: Rewrite) -> Rewrite:
    """Return the rule for AT TIME ZONE, which makes an instant local time and the other way."""

    def rule(node: exp.Expr, _: str) -> exp.Expr:
        zone = node.args["zone"].name
        is_instant = kind_of(node.this) == "timestamptz"
        return to_local(node.this, zone) if is_instant else to_instant(node.this, zone)

    return rule


def uncollated(node: exp.Expr, _: str) -> exp.Expr:
    """Return a text without COLLATE "C": engines order texts by code points."""
    return exp.paren(node.this.copy())


def call(name: str, *arguments: exp.Expr | str | int) -> exp.Expr:
    """Return a call of an engine's own function; a text or a number is a literal."""
    return exp.Anonymous(this=name, expressions=[as_expression(part) for part in arguments])


def renamed(name: str) -> Rewrite:
    """Return the rule for a function that has another name, and the same arguments."""
    return lambda node, _: call(name, *node.iter_expressions())


def refused(what: str) -> Rewrite:
    """Return the rule for what an engine computes in its own way."""

    def rule(_: exp.Expr, __: str) -> exp.Expr:
        raise Unproven(what)

    return rule


def as_expression(value: exp.Expr | str | int) -> exp.Expr:
    """Return a part of a query of its own: a copy, or a literal."""
    if isinstance(value, exp.Expr):
        return value.copy()
    if isinstance(value, int):
        number: exp.Expr = exp.Literal.number(abs(value))
        return exp.Neg(this=number) if value < 0 else number
    literal: exp.Expr = exp.Literal.string(value)
    return literal


def operation(kind: type[exp.Expr], one: exp.Expr, other: exp.Expr | int) -> exp.Expr:
    """Return an operation of two values in brackets."""
    made = kind(this=exp.paren(one.copy()), expression=exp.paren(as_expression(other)))
    return exp.paren(made)


def filtered(node: exp.Expr, _: str) -> exp.Expr:
    """Aggregate what fulfils the condition, and NULL otherwise."""
    aggregate: exp.Expr = node.this.copy()
    condition = node.expression.this
    inner = aggregate.this
    holder = inner if isinstance(inner, exp.Distinct) else aggregate
    value = inner.expressions[0] if isinstance(inner, exp.Distinct) else inner
    counted = exp.Literal.number(1) if isinstance(value, exp.Star) else value.copy()
    chosen = exp.Case(ifs=[exp.If(this=condition.copy(), true=counted)])
    if holder is aggregate:
        aggregate.set("this", chosen)
    else:
        holder.set("expressions", [chosen])
    return aggregate


def one_direction(keys: list[exp.Expr]) -> bool:
    """Return whether all keys of an order are descending.

    Raises:
        Unproven: Some are and some are not.
    """
    directions = {bool(key.args.get("desc")) for key in keys}
    if len(directions) != 1:
        raise Unproven("an aggregate with ORDER BY both ways; order it in a query in FROM")
    return directions.pop()


def chosen_values(node: exp.Expr) -> list[exp.Expr]:
    """Return the values among which CASE, coalesce, greatest or least chooses."""
    if not isinstance(node, exp.Case):
        return [node.this, *node.expressions]
    results = [branch.args["true"] for branch in node.args["ifs"]]
    default = node.args.get("default")
    return results if default is None else [*results, default]


def is_other_than_zero(node: exp.Expr) -> bool:
    """Return whether a part of a query is a number in its text, and not 0."""
    while isinstance(node, exp.Paren | exp.Neg):
        node = node.this
    return isinstance(node, exp.Literal) and not node.is_string and float(node.name) != 0


def converted_call(name: str, convert: Convert) -> Rewrite:
    """Return the rule for an engine's own function whose arguments are converted."""
    return lambda node, _: call(name, *(convert(part) for part in node.iter_expressions()))


def interval_step(node: exp.Expr, sign: int = 1) -> tuple[exp.Expr, str]:
    """Return the amount and the unit, such as DAY, of an interval or of a number of them."""
    number: exp.Expr = exp.Literal.number(1)
    if isinstance(node, exp.Mul):
        number, node = node.this, node.expression
    amount = operation(exp.Mul, number, sign * int(node.this.name))
    return amount, node.text("unit").upper().removesuffix("S")
