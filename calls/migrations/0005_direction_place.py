"""Directions count within their track, as documents number them; until now only through the whole call."""

from django.db import migrations, models

_FILL = """
UPDATE calls_direction SET place = counted.place FROM (
  SELECT id, row_number() OVER (PARTITION BY track_id ORDER BY "order", id) AS place FROM calls_direction
) AS counted WHERE counted.id = calls_direction.id;
"""


class Migration(migrations.Migration):
    dependencies = [("calls", "0004_import_files")]

    operations = [
        migrations.AddField(
            "direction", "place", models.PositiveSmallIntegerField(default=0, verbose_name="领域内序号"), False
        ),
        migrations.RunSQL(_FILL, migrations.RunSQL.noop),
        # The old orders' deferred checks must not wait for the end while the table is changed again.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED", migrations.RunSQL.noop),
        migrations.AddConstraint(
            "direction",
            models.UniqueConstraint(
                deferrable=models.Deferrable.DEFERRED, fields=("track", "place"), name="direction_place_once"
            ),
        ),
    ]
