"""An author's query in PostgreSQL's dialect becomes the same query on a remote engine."""
