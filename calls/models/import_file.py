from django.db import models
from django.utils.translation import gettext_lazy as _


class CallImportFile(models.Model):
    """One file of a notice that was handed to the reader, as uploaded."""

    call_import = models.ForeignKey("calls.CallImport", models.CASCADE, related_name="files")
    order = models.PositiveSmallIntegerField()
    link = models.ForeignKey("documents.FileLink", models.PROTECT, related_name="+", verbose_name=_("文件"))

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["call_import", "order"], name="import_file_order_once")]
