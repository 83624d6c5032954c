"""The functions that a query may not call: it reads its declared sources and changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase

from sqlglot import exp

# Table functions that make rows out of their arguments alone. Any other reads something that no
# source declares.
_PURE_TABLE_FUNCTIONS = frozenset(
    [
        "generate_series",
        "generateseries",
        "generate_subscripts",
        "range",
        "explodinggenerateseries",
        "unnest",
        "explode",
        "json_each",
        "jsonb_each",
        "json_tree",
        "jsonb_each_text",
        "json_each_text",
        "json_array_elements",
        "jsonb_array_elements",
        "json_array_elements_text",
        "jsonb_array_elements_text",
        "json_object_keys",
        "jsonb_object_keys",
        "json_populate_record",
        "jsonb_populate_record",
        "json_populate_recordset",
        "jsonb_populate_recordset",
        "json_to_record",
        "jsonb_to_record",
        "json_to_recordset",
        "jsonb_to_recordset",
        "jsonb_path_query",
        "regexp_split_to_table",
        "string_to_table",
        "regexp_matches",
        "regexplike",
        "repeat",
        "timestamptrunc",
    ]
)
_UNDECLARED = "which sources cannot declare; use Table, File, Tab or Values"

_READS = "reads outside the declared sources"
_SETS = "changes the session of all KPIs"
_LOCKS = "takes or releases locks of the server"
_ENDS = "ends or disturbs other sessions"
_SERVER = "acts on the server"
_WAITS = "waits and computes nothing"
_WRITES = "writes; a KPI only reads"

# Functions that are refused wherever they are called, and why.
_REFUSED = (
    ("set_config", _SETS),
    ("setseed", _SETS),
    ("pg_advisory_*", _LOCKS),
    ("pg_try_advisory_*", _LOCKS),
    ("pg_terminate_backend", _ENDS),
    ("pg_cancel_backend", _ENDS),
    ("pg_notify", _ENDS),
    ("pg_sleep*", _WAITS),
    ("sleep_ms", _WAITS),
    ("nextval", _WRITES),
    ("setval", _WRITES),
    ("lo_*", "reads or writes large objects, which no source declares"),
    ("lowrite", _WRITES),
    ("write_log", _WRITES),
    ("pg_reload_conf", _SERVER),
    ("pg_rotate_logfile*", _SERVER),
    ("pg_promote", _SERVER),
    ("pg_switch_wal", _SERVER),
    ("pg_wal_replay_*", _SERVER),
    ("pg_backup_*", _SERVER),
    ("pg_create_*", _SERVER),
    ("pg_drop_replication_slot", _SERVER),
    ("pg_export_snapshot", _SERVER),
    ("pg_file_*", _SERVER),
    ("pg_import_system_collations", _SERVER),
    ("pg_log_*", _SERVER),
    ("pg_logical_*", _SERVER),
    ("pg_replication_*", _SERVER),
    ("pg_stat_reset*", _SERVER),
    ("dblink*", "asks another server, which no source declares"),
    ("pg_read_*", _READS),
    ("pg_ls_*", _READS),
    ("pg_stat_file", _READS),
    ("pg_current_logfile", _READS),
    ("query_to_xml*", _READS),
    ("cursor_to_xml*", _READS),
    ("table_to_xml*", _READS),
    ("schema_to_xml*", _READS),
    ("database_to_xml*", _READS),
    ("ts_stat", _READS),
    ("read_*", _READS),
    ("glob", _READS),
    ("getenv", _READS),
    ("pragma_*", _READS),
    ("duckdb_*", _READS),
)


def function_problems(tree: exp.Expr) -> Iterator[tuple[int, str]]:
    """Yield as problems the functions that read what no source declares, or that act."""
    for function in tree.find_all(exp.Func):
        name = _name(function)
        if _is_relation(function):
            if name not in _PURE_TABLE_FUNCTIONS:
                yield 1, f"the query reads through {name}(…), {_UNDECLARED}"
        elif isinstance(function, exp.Anonymous) and (reason := _refusal(name)):
            yield 1, f"the query calls {name}(…), which {reason}"


def _name(function: exp.Expr) -> str:
    return function.name.lower() if isinstance(function, exp.Anonymous) else function.key.lower()


def _is_relation(function: exp.Expr) -> bool:
    """Return whether a function is read as a relation: in FROM, JOIN or LATERAL, in any form."""
    whole = function
    while isinstance(whole.parent, exp.Dot):
        whole = whole.parent
    is_source = isinstance(whole.parent, (exp.Table, exp.Lateral, exp.From, exp.Join))
    return is_source and whole.arg_key == "this"


def _refusal(name: str) -> str:
    """Return why a function is refused; empty if it is not."""
    return next((reason for pattern, reason in _REFUSED if fnmatchcase(name, pattern)), "")
