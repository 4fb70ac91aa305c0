"""Published versions of directions (with their parts, indicators, funding terms) and rules never change."""

from django.db import migrations

from portal.protection import freeze_children, freeze_row, functions


class Migration(migrations.Migration):
    dependencies = [("calls", "0001_initial")]

    operations = [
        functions(),
        freeze_row("calls_directionversion", "published_at"),
        freeze_row("calls_ruleversion", "published_at"),
        *[
            freeze_children(table, parent="calls_directionversion", column="published_at", key=key)
            for table, key in [
                ("calls_directionpart", "version_id"),
                ("calls_fundingterm", "version_id"),
                ("calls_indicatorversion", "direction_version_id"),
            ]
        ],
    ]
