"""Published forms and submitted versions, with every row that hangs on them, never change."""

from django.db import migrations

from portal.protection import freeze_children, freeze_row, functions

CHILDREN = (
    "answer",
    "evidence",
    "indicatorcommitment",
    "narrative",
    "participant",
    "pledge",
    "profile",
    "sectionstate",
)


class Migration(migrations.Migration):
    dependencies = [("applications", "0001_initial")]

    operations = [
        functions(),
        freeze_row("applications_formversion", "published_at"),
        freeze_row("applications_applicationversion", "frozen_at"),
        *[
            freeze_children(
                f"applications_{child}",
                parent="applications_applicationversion",
                column="frozen_at",
                key="version_id",
            )
            for child in CHILDREN
        ],
    ]
