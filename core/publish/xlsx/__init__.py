"""A scorecard as a workbook."""
