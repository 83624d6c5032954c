"""What a star in a SELECT returns: DuckDB lets it leave out, rename and replace columns."""

from __future__ import annotations

from sqlglot import exp


def star_of(projection: exp.Expr) -> exp.Star | None:
    """Return the star of `*` or `t.*`; None for any other output of a SELECT."""
    star = projection.this if isinstance(projection, exp.Column) else projection
    return star if isinstance(star, exp.Star) else None


def name_given(star: exp.Star, column: str) -> str:
    """Return the name under which a star returns a column; empty if it leaves the column out."""
    if any(each.name.lower() == column for each in star.args.get("except_") or ()):
        return ""
    for alias in star.args.get("rename") or ():
        if alias.this.name.lower() == column:
            return str(alias.alias).lower()
    return column


def replacement(star: exp.Star, column: str) -> exp.Expr | None:
    """Return the expression that a star returns in place of a column; None if there is none."""
    aliases: list[exp.Expr] = star.args.get("replace") or []
    return next((each for each in aliases if each.alias.lower() == column), None)


def is_left_out(column: exp.Column) -> bool:
    """Return whether a star names a column only to leave it out or to rename it."""
    above = column.parent
    star = above.parent if isinstance(above, exp.Alias) else above
    if not isinstance(star, exp.Star):
        return False
    return above not in (star.args.get("replace") or ())
