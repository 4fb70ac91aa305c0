from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.accounts.roles import FREE_ROLES, Role


class Membership(models.Model):
    """单位账号: one person's role in one organisation. Experts and administrators act for none."""

    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="memberships", verbose_name=_("用户"))
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, null=True, blank=True, related_name="memberships"
    )
    role = models.CharField(_("角色"), max_length=20, choices=Role)
    created_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(_("终止时间"), null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("单位账号")
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=True, role__in=sorted(FREE_ROLES))
                | (Q(organisation__isnull=False) & ~Q(role__in=sorted(FREE_ROLES))),
                name="membership_role_fits_organisation",
            ),
            models.UniqueConstraint(
                fields=["user", "organisation", "role"],
                condition=Q(ended_at__isnull=True),
                nulls_distinct=False,
                name="membership_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} · {self.get_role_display()}" if self.organisation_id else self.get_role_display()

    @property
    def is_current(self) -> bool:
        return self.ended_at is None
