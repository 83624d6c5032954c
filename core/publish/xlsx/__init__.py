"""Publishing to a workbook: a grid as an .xlsx file, replaced as a whole."""
