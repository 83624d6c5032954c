"""What DuckDB cannot compute as PostgreSQL does: it fails there, and the reason is the message."""

from __future__ import annotations

from sqlglot import exp


def refused(what: str) -> exp.Expr:
    """Return an expression that fails in DuckDB; `what` says what cannot be had, and what to do."""
    reason = exp.Literal.string(f"only PostgreSQL computes {what}")
    return exp.Anonymous(this="error", expressions=[reason])
