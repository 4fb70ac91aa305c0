from django.db import models
from django.utils.translation import gettext_lazy as _


class Evidence(models.Model):
    """证明材料: one uploaded file of one kind (the kinds are the form's evidence section's items)."""

    version = models.ForeignKey("applications.ApplicationVersion", models.CASCADE, related_name="evidence")
    kind = models.CharField(_("类别"), max_length=40)
    order = models.PositiveSmallIntegerField()
    file = models.ForeignKey("documents.FileLink", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["kind", "order"]
        constraints = [models.UniqueConstraint(fields=["version", "kind", "order"], name="evidence_order_once")]
