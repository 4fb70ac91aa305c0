"""A notice may come in several files: each import's document becomes the first of its files."""

import django.db.models.deletion
from django.db import migrations, models


def files_of_imports(apps, schema_editor):
    links = apps.get_model("documents", "FileLink")._base_manager
    files = apps.get_model("calls", "CallImportFile")
    for row in apps.get_model("calls", "CallImport")._base_manager.order_by("pk"):
        kept = links.filter(blob_id=row.blob_id, purpose="call_import", owner_id=row.issuer_id)
        files.objects.create(call_import=row, order=1, link=kept.order_by("pk").first())


class Migration(migrations.Migration):
    dependencies = [("calls", "0003_names"), ("documents", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="CallImportFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("order", models.PositiveSmallIntegerField()),
                (
                    "call_import",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="files", to="calls.callimport"
                    ),
                ),
                (
                    "link",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.filelink",
                        verbose_name="文件",
                    ),
                ),
            ],
            options={"ordering": ["order"]},
        ),
        migrations.AddConstraint(
            model_name="callimportfile",
            constraint=models.UniqueConstraint(fields=("call_import", "order"), name="import_file_order_once"),
        ),
        migrations.RunPython(files_of_imports, migrations.RunPython.noop),
        migrations.RemoveField(model_name="callimport", name="blob"),
        migrations.AddField(
            model_name="callimport",
            name="progress",
            field=models.CharField(blank=True, max_length=120, verbose_name="进度"),
        ),
    ]
