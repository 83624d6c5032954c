"""ClickHouse's form of an interpreted query."""
