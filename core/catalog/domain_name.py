"""Rules for the name of a domain, which is also the name of its table in the store."""

from __future__ import annotations

import re

from core.errors import UsageError

PREFIX = "scorecard_"  # of a domain's table
# The longest name that PostgreSQL keeps has 63 bytes; it cuts longer ones silently.
LONGEST_NAME = 63 - len(PREFIX)
# Tables of the store itself, without the prefix; a test compares them with its schema.
RESERVED = frozenset(
    {
        "alert",
        "alert_message",
        "alert_silence",
        "alert_state",
        "cell",
        "cell_overwritten",
        "cell_planned",
        "comment",
        "covered",
        "definition",
        "event",
        "explanation",
        "fault",
        "limits",
        "note",
        "publication",
        "replaced",
        "restatement",
        "review",
        "run",
        "schema",
        "series_change",
        "source",
        "source_check",
        "store",
        "tab",
        "trial",
        "value_release",
    }
)

_NAME = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)
_INDEX = "_pkey"  # the end of the name that PostgreSQL gives to the index of a table's key


def domain_fault(name: str) -> str:
    """Return the finding on a domain's name, empty if there is none."""
    if not _NAME.fullmatch(name):
        fault = f"domain {name!r} is not a valid name"
        return f"{fault}; use lower-case letters, digits and underscores"
    if len(name) > LONGEST_NAME:
        fault = f"domain {name!r} has {len(name)} characters"
        return f"{fault}; use at most {LONGEST_NAME}, so that its table can have its name"
    if name in RESERVED or name.endswith(_INDEX):
        fault = f"domain {name!r} is reserved: the store uses the name {PREFIX}{name} itself"
        return f"{fault}; choose another name"
    return ""


def require_domain_name(name: str) -> None:
    """Refuse what cannot be the name of a domain, whether one exists or not.

    Raises:
        UsageError: It cannot.
    """
    fault = domain_fault(name)
    if fault:
        raise UsageError(fault)
