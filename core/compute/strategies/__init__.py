"""The ways to compute a step, from the fastest to the one that always works.

- one pass: time aggregates over the same rows, of many KPIs and periods, in one pass over them
- cells: the same on a remote engine, whose tables stay there
- union: queries of many KPIs in one statement
- lateral: all periods of one KPI in one statement, over a table of periods
- single: each period by the KPI's own query

What one pass, cells and lateral give is checked by samples against the KPI's own query.
"""
