"""Regions, offices and their officers out of a workbook: its sheets, reading it, and what would be made of it."""
