from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class TransitionLog(models.Model):
    """Every move of a state, written by the gate (`portal.workflow.advance`) and by nothing else."""

    append_only = True

    at = models.DateTimeField(_("时间"), default=timezone.now, editable=False)
    object_type = models.CharField(max_length=60)
    object_id = models.CharField(max_length=40)
    action = models.CharField(max_length=40)
    from_state = models.CharField(max_length=20)
    to_state = models.CharField(max_length=20)
    user = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    membership = models.ForeignKey("accounts.Membership", models.PROTECT, null=True, related_name="+")
    comment = models.TextField(_("意见"), blank=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["object_type", "object_id"], name="transition_object")]
