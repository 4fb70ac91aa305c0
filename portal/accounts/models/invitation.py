import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.accounts.roles import FREE_ROLES, Role


class Invitation(models.Model):
    """A link that lets a colleague join an organisation once, until it expires. Only its digest is kept.

    An officer's is sent by mail to ``email``, and works for the person with that address alone.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="invitations")
    role = models.CharField(_("角色"), max_length=20, choices=[(r.value, r.label) for r in Role if r not in FREE_ROLES])
    email = models.EmailField(_("邮箱"), blank=True)
    name = models.CharField(_("姓名"), max_length=60, blank=True)
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey("accounts.Membership", models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(_("有效期至"))
    accepted_by = models.ForeignKey("accounts.Membership", models.PROTECT, null=True, blank=True, related_name="+")
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("邀请")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(accepted_by__isnull=True, accepted_at__isnull=True)
                | models.Q(accepted_by__isnull=False, accepted_at__isnull=False),
                name="invitation_accepted_by_and_at",
            ),
        ]
