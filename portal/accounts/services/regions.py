"""Reading the table of regions (GB/T 2260 codes; 功能区 carry the code of their city and a suffix of ours)."""

import csv
from collections.abc import Iterable

from django.db import transaction

from portal.accounts.models import Region


@transaction.atomic
def regions_load(*, lines: Iterable[str]) -> tuple[int, int]:
    """(new, changed) of CSV lines with the columns code, name, level, parent (a code above it, or empty).

    Regions that the table does not name stay: organisations may be registered there.
    """
    there = {region.code: region for region in Region.objects.all()}
    new = changed = 0
    for row in csv.DictReader(lines):
        parent = there[row["parent"]] if row["parent"] else None
        region = there.get(row["code"])
        wanted = {"name": row["name"], "level": row["level"], "parent": parent}
        if region is None:
            there[row["code"]] = Region.objects.create(code=row["code"], **wanted)
            new += 1
        elif any(getattr(region, name) != value for name, value in wanted.items()):
            for name, value in wanted.items():
                setattr(region, name, value)
            region.save()
            changed += 1
    return new, changed
