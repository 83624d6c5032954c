"""Gives each part of a query its kind, and writes silent conversions out. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from sqlglot import exp

from core.query.parse.references import line_of_node
from core.query.remote.kinds import Unproven, ValueKind, give_kind, kind_of
from core.query.remote.meaning.sources import ColumnKinds, QueryNames

MeaningRule = Callable[[exp.Expr, "Interpreter"], ValueKind]
QueryRule = Callable[[exp.Expr, "Interpreter"], ColumnKinds]


@dataclass(frozen=True, slots=True)
class Interpreter:
    """Interprets the parts of one query at one place of it.

    Attributes:
        rules: One rule per class of expression; without a rule, a part is not proven.
        query: Interprets a query within the query, and returns its columns.
        sources: What names mean at this place.
        findings: Line and construct of what is not proven, in the order of the query.
    """

    rules: Mapping[type[exp.Expr], MeaningRule]
    query: QueryRule
    sources: QueryNames = field(default_factory=QueryNames)
    findings: list[tuple[int, str]] = field(default_factory=list)

    def kind(self, node: exp.Expr) -> ValueKind:
        """Return the kind of an expression; a rule may put another in its place."""
        rule = self.rules.get(type(node))
        try:
            if rule is None:
                raise Unproven(name_of(node))
            kind = rule(node, self)
        except Unproven as obstacle:
            self.refuse(node, obstacle)
            kind = "unknown"
        if kind in _FOLLOWING and "unknown" in map(kind_of, node.iter_expressions()):
            kind = "unknown"
        give_kind(node, kind)
        return kind

    def kinds(self, nodes: list[exp.Expr]) -> list[ValueKind]:
        """Return the kinds of expressions."""
        return [self.kind(node) for node in list(nodes)]

    def refuse(self, node: exp.Expr, obstacle: Unproven) -> None:
        """Record a part of the query that is not proven."""
        self.findings.append((line_of_node(node), str(obstacle)))

    def within(self, sources: QueryNames) -> Interpreter:
        """Return an interpreter of a place where names mean something else."""
        return replace(self, sources=sources)


def name_of(node: exp.Expr) -> str:
    """Return a construct as its author finds it: a function's name, or the start of its text."""
    if isinstance(node, exp.Anonymous):
        return f"{node.name.lower()}(…)"
    sql = node.sql(dialect="postgres", normalize_functions="lower", comments=False)
    text = _PARAMETER.sub(r":\1", sql)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


_LONGEST = 50
# The kinds of numbers that a rule concludes from those of a construct's parts.
_FOLLOWING = frozenset[ValueKind](["whole", "decimal", "quotient", "float"])
_PARAMETER = re.compile(r"%\((\w+)\)s")
