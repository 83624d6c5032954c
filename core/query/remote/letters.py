"""Letters whose case PostgreSQL changes one by one, and engines by context or into several. Pure.

PostgreSQL takes one letter for each: upper('ß') is 'ß', and lower('Σ') is 'σ' at the end of a word,
too. Engines make 'SS' and 'ς' of them.
"""

from __future__ import annotations

from sqlglot import exp

from core.query.remote.rewriting import Rewrite, call

_BEGIN, _END = 0x80, 0x10000  # beyond, each letter has one other
_PRIVATE = 0x10F000  # signs that no text has
_MANY = [sign for sign in map(chr, range(_BEGIN, _END)) if len(sign.upper()) > 1]
_MARKS = "".join(chr(_PRIVATE + place) for place in range(len(_MANY)))
_SMALL = {"İ": "i", "Σ": "σ"}
_UPPER = "".join(sign.title() if len(sign.title()) == 1 else sign for sign in _MANY)


def upper(function: str, translate: str) -> Rewrite:
    """Return the rule for upper, which keeps a letter whose capitals would be several."""

    def rule(node: exp.Expr, _: str) -> exp.Expr:
        if _is_plain(node):
            return call(function, node.this)
        marked = call(translate, node.this, "".join(_MANY), _MARKS)
        return call(translate, call(function, marked), _MARKS, _UPPER)

    return rule


def _is_plain(node: exp.Expr) -> bool:
    """Return whether a query names the whole text, and it is of ASCII."""
    texts = node.find_all(exp.Literal)
    return node.find(exp.Column) is None and all(text.name.isascii() for text in texts)


def lower(function: str, translate: str) -> Rewrite:
    """Return the rule for lower, in which a letter does not depend on its place in a word."""
    return lambda node, _: call(
        function, call(translate, node.this, "".join(_SMALL), "".join(_SMALL.values()))
    )


def like(to_lower: Rewrite) -> Rewrite:
    """Return the rule for ILIKE: small letters are like the pattern in small letters."""

    def rule(node: exp.Expr, timezone: str) -> exp.Expr:
        pattern = node.expression.unnest().name
        small = "".join(_SMALL.get(sign, sign.lower()) for sign in pattern)
        made = exp.Like(this=to_lower(node, timezone), expression=exp.Literal.string(small))
        return exp.Not(this=made) if node.args.get("negate") else made

    return rule
