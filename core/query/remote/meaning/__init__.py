"""What each part of a query means on PostgreSQL: its kind, and what is proven to be shared."""
