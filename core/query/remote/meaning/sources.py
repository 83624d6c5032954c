"""The relations that a part of a query can name, with the kinds of their columns. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlglot import exp

from core.query.remote.kinds import Unproven, ValueKind

# None: the columns of the relation are not known.
ColumnKinds = Mapping[str, ValueKind] | None


@dataclass(slots=True)
class QueryNames:
    """What names mean at one place of a query; `outer` is the query around it.

    Attributes:
        relations: The columns of each relation of FROM, by its name there.
        queries: The columns of each query of WITH, by its name.
        hidden: The names of tables that have an alias here.
        outer: The query around this one, which a correlated query reads.
        values: What stands for a column that a JOIN … USING merges, or that LATERAL computes, by
            relation and name; a merged column has no relation.
        visible: Relation and name of what `*` stands for; a merged column has no relation.
        first_joined: The number of columns of `visible` before the last comma of FROM.
    """

    relations: dict[str, ColumnKinds] = field(default_factory=dict)
    queries: dict[str, ColumnKinds] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)
    outer: QueryNames | None = None
    values: dict[tuple[str, str], exp.Expr] = field(default_factory=dict)
    visible: list[tuple[str, str]] = field(default_factory=list)
    first_joined: int = 0

    def add(self, relation: str, columns: ColumnKinds) -> None:
        """Take a relation of FROM in."""
        self.relations[relation.lower()] = columns
        self.visible += [(relation, name) for name in columns or ()]

    def put(self, relation: str, values: Mapping[str, exp.Expr]) -> None:
        """Let values stand for the columns of a relation, also where only the column is named."""
        for name, value in values.items():
            self.values[relation.lower(), name] = self.values["", name] = value

    def find_value(self, relation: str, column: str) -> exp.Expr | None:
        """Return what stands for a column of a relation here or around."""
        found = self.values.get((relation, column))
        if found is not None or self._here(relation, column) is not None or self.outer is None:
            return found
        return self.outer.find_value(relation, column)

    def find_query(self, name: str) -> tuple[bool, ColumnKinds]:
        """Return whether WITH gives a name, and its columns."""
        if name in self.queries:
            return True, self.queries[name]
        return self.outer.find_query(name) if self.outer else (False, None)

    def kind(self, relation: str, column: str) -> ValueKind:
        """Return the kind of a column; unknown if it does not exist; the engine refuses it.

        Raises:
            Unproven: An engine may take it for the column of another table.
        """
        return self.find(relation, column) or "unknown"

    def find(self, relation: str, column: str) -> ValueKind | None:
        """Return the kind of a column of a relation here or around.

        Raises:
            Unproven: An engine may take it for the column of another table.
        """
        found = self._here(relation, column)
        if found is None and relation in self.hidden:
            # ClickHouse takes it for the table here.
            raise Unproven(f"{relation}.{column} beside another {relation}; give both an alias")
        if found is None and self.outer is not None:
            return self.outer.find(relation, column)
        return found

    def is_outer(self, relation: str, column: str) -> bool:
        """Return whether a column is one of a query around this one."""
        is_here = self._here(relation, column) is not None
        return not is_here and self.outer is not None and self.outer.has(relation, column)

    def has(self, relation: str, column: str) -> bool:
        """Return whether a column is one of a relation here or around."""
        is_here = self._here(relation, column) is not None
        return is_here or (self.outer is not None and self.outer.has(relation, column))

    def _here(self, relation: str, column: str) -> ValueKind | None:
        if relation:
            if relation not in self.relations:
                return None
            columns = self.relations[relation]
            return "unknown" if columns is None else columns.get(column)
        known = [columns for columns in self.relations.values() if columns is not None]
        kinds = [columns[column] for columns in known if column in columns]
        if kinds:
            return kinds[0]
        return "unknown" if len(known) < len(self.relations) else None
