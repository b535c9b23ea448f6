"""Spreadsheets: plans and quarterly returns from and to Excel, OpenDocument and CSV files, told cell by cell."""
