"""What directions are found by stands in a table of its own, text and grams, for the version in force."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

# Unpacking a compressed text takes five times as long as looking through it: it is kept as it is, within the row. Of
# the array the planner shall know nothing: what it learns of frequent grams makes it compare arrays row by row.
_STORED = """
ALTER TABLE calls_directionsearch SET (toast_tuple_target = 8160);
ALTER TABLE calls_directionsearch ALTER COLUMN text SET STORAGE EXTERNAL;
ALTER TABLE calls_directionsearch ALTER COLUMN grams SET STATISTICS 0;
"""
_FILL = r"""
INSERT INTO calls_directionsearch (direction_id, call_id, track_id, place, amount, grams, text)
SELECT d.id, d.call_id, d.track_id, t."order" * 10000 + d."order",
  (SELECT max(f.amount) FROM calls_fundingterm f WHERE f.version_id = v.id AND f.source <> 'own'),
  v.search_grams,
  (SELECT string_agg(lower(regexp_replace(normalize(said.text, NFKC), '\s+', '', 'g')), E'\n') FROM (
    SELECT v.title AS text
    UNION ALL SELECT p.text FROM calls_directionpart p WHERE p.version_id = v.id
    UNION ALL SELECT i.subject FROM calls_indicatorversion i WHERE i.direction_version_id = v.id
    UNION ALL SELECT i.text FROM calls_indicatorversion i WHERE i.direction_version_id = v.id) AS said)
FROM calls_direction d
JOIN calls_directionversion v ON v.id = d.published_id
JOIN calls_track t ON t.id = d.track_id
"""


class Migration(migrations.Migration):
    dependencies = [("calls", "0008_taken_from")]

    operations = [
        migrations.CreateModel(
            name="DirectionSearch",
            fields=[
                (
                    "direction",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="searched",
                        serialize=False,
                        to="calls.direction",
                    ),
                ),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="calls.call"
                    ),
                ),
                (
                    "track",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="calls.track"
                    ),
                ),
                ("place", models.PositiveIntegerField()),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, null=True)),
                (
                    "grams",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=8), size=None),
                ),
                ("text", models.TextField()),
            ],
        ),
        migrations.RunSQL(_STORED, migrations.RunSQL.noop),
        migrations.RunSQL(_FILL, migrations.RunSQL.noop),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED", migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="directionsearch",
            index=django.contrib.postgres.indexes.GinIndex(fields=["grams"], fastupdate=False, name="direction_grams"),
        ),
        migrations.RemoveIndex(model_name="directionversion", name="direction_search"),
        migrations.RemoveField(model_name="directionversion", name="search_grams"),
    ]
