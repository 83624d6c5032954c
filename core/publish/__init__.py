"""Publishing: stored rows become a grid, and the grid becomes a workbook or a Google Sheet."""
