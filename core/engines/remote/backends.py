"""Ibis, loaded in such a way that sqlglot keeps its own dialects.

Ibis registers a dialect of its own under the name `clickhouse`, whose generator does not go with
the compiled sqlglot that translates our queries.
"""

from __future__ import annotations

import ibis
import ibis.backends.sql.dialects  # it registers them
from sqlglot.dialects.clickhouse import ClickHouse
from sqlglot.dialects.dialect import Dialect

Dialect.classes["clickhouse"] = ClickHouse

__all__ = ["ibis"]
