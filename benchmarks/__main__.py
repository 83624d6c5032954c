"""`python -m benchmarks`: one week, on DuckDB and on PostgreSQL."""

from benchmarks.one_week import main

main()
