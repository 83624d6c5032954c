"""The constructs that are proven on each engine: a file made from the corpus of the tests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

from sqlglot import exp

from core.query.remote.dialects import RemoteDialect
from core.query.remote.meaning.interpreter import name_of
from core.query.remote.signatures import signatures

FILE = "proven.txt"
_UNKNOWN, _NULL = "unknown", "null"
# What helps, by how a signature begins.
_REMEDIES = {
    "In query": "put the query into FROM, or use EXISTS in WHERE",
    "Exists": "use it in WHERE, or join the query",
    "Subquery": "join a query with GROUP BY",
}


def unproven_parts(tree: exp.Expr, dialect: RemoteDialect) -> Iterator[tuple[exp.Expr, str]]:
    """Yield the parts of an interpreted query that are not proven on an engine, and their text."""
    for signature, node in signatures(tree):
        if not is_proven(signature, dialect):
            kinds = signature.partition("(")[2].rstrip(")")
            is_known = kinds and _UNKNOWN not in kinds
            what = f"{name_of(node)} of {kinds}" if is_known else name_of(node)
            yield node, what + _remedy(signature)


def _remedy(signature: str) -> str:
    remedies = (text for start, text in _REMEDIES.items() if signature.startswith(start))
    return next((f"; {text}" for text in remedies), "")


def is_proven(signature: str, dialect: RemoteDialect) -> bool:
    """Return whether a construct is proven; with an unknown kind, whether it is for any kinds."""
    proven = _proven()[dialect]
    if signature in proven:
        return True
    label, _, kinds = signature.rstrip(")").partition("(")
    known = _by_label()[dialect].get(label, ())
    if _UNKNOWN in signature:
        # What is beside it may be converted to its kind.
        return bool(known) or _UNKNOWN in label
    return _NULL in kinds and any(_fits(kinds.split(", "), each) for each in known)


def _fits(wanted: list[str], known: tuple[str, ...]) -> bool:
    """Return whether known kinds are such as wanted, where NULL stands for one or more."""
    named = [kind for kind in wanted if kind != _NULL]
    return len(wanted) <= len(known) + 1 and all(kind in known for kind in named)


@cache
def _proven() -> Mapping[RemoteDialect, frozenset[str]]:
    found: dict[RemoteDialect, set[str]] = {
        "spark": set(),
        "clickhouse": set(),
        "bigquery": set(),
        "snowflake": set(),
        "trino": set(),
    }
    text = files("core.query.remote").joinpath(FILE).read_text(encoding="utf-8")
    for line in text.splitlines():
        signature, _, dialects = line.partition("\t")
        for dialect, known in found.items():
            if dialect in dialects.split():
                known.add(signature)
    return {dialect: frozenset(known) for dialect, known in found.items()}


@cache
def _by_label() -> Mapping[RemoteDialect, Mapping[str, list[tuple[str, ...]]]]:
    grouped: dict[RemoteDialect, dict[str, list[tuple[str, ...]]]] = {}
    for dialect, known in _proven().items():
        labels = grouped.setdefault(dialect, {})
        for signature in known:
            label, _, kinds = signature.rstrip(")").partition("(")
            labels.setdefault(label, []).append(tuple(kinds.split(", ")))
    return grouped
