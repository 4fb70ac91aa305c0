"""Workbooks of regions, offices and officers for tests."""

import io

from openpyxl import Workbook

from portal.accounts.roster.sheets import COLUMNS


def book(sheets, *, heads=COLUMNS):
    """An XLSX with these rows under the template's heads."""
    made = Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        sheet.append(list(heads[name]))
        for row in rows:
            sheet.append(list(row))
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()
