"""BigQuery's form of an interpreted query."""
