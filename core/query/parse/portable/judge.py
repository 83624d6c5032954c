"""The kind of an expression, as the rules for its parts give it. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlglot import exp

from core.query.parse.portable.kinds import Kind, NotPortable


@dataclass(frozen=True, slots=True)
class Judge:
    """Finds the kind of an expression within one query.

    Attributes:
        rules: One rule per class of expression; no rule, not portable.
        column: Looks up the kind of a column.
        query: Looks up the kinds of the columns of a query within the query.
    """

    rules: Mapping[type[exp.Expr], KindRule]
    column: Callable[[exp.Column], Kind]
    query: Callable[[exp.Expr], tuple[Kind, ...]]

    def kind(self, node: exp.Expr) -> Kind:
        """Return the kind of an expression's value.

        Raises:
            NotPortable: The expression is not known to mean the same on both engines.
        """
        rule = self.rules.get(type(node))
        if rule is None:
            raise NotPortable(f"{node.key.upper()}: {node.sql(dialect='postgres')[:60]}")
        return rule(node, self)


KindRule = Callable[[exp.Expr, Judge], Kind]
