"""The scorecard framework. KPI files import `core.kpi`, runners `core.runner`; nothing else is for
authors.
"""
