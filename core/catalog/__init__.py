"""KPI files and runners become a checked catalogue."""
