"""Reads and writes the tables of `vl_analytics`."""
