"""The main path: plan, compute, record, publish."""
