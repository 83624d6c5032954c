"""Warehouses of other engines, through Ibis: KPIs read them, and nothing is ever written there."""
