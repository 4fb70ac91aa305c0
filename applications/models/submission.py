from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Submission(models.Model):
    """The frozen receipt of one version: number, time of arrival, canonical JSON (RFC 8785, decimals as strings)
    with the organisation's data, the pre-check's results and the files' digests, and its SHA-256.

    ``idempotency_key`` comes with the page: sending it again gives this row back.
    """

    append_only = True

    version = models.OneToOneField("applications.ApplicationVersion", models.PROTECT, related_name="submission")
    application = models.ForeignKey("applications.Application", models.PROTECT, related_name="submissions")
    number = models.CharField(_("申报编号"), max_length=40, unique=True)
    idempotency_key = models.UUIDField(unique=True)
    arrived_at = models.DateTimeField(_("到达时间"))
    submitted_at = models.DateTimeField(_("提交时间"), default=timezone.now, editable=False)
    submitted_by = models.ForeignKey("accounts.Membership", models.PROTECT, related_name="+")
    canonical = models.TextField()
    sha256 = models.CharField(_("摘要（SHA-256）"), max_length=64)
    precheck = models.JSONField()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("提交回执")
