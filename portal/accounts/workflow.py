"""The life of an organisation's registration: 待激活 → 已激活 | 未通过, 已停用 and back."""

from django.utils.translation import gettext_lazy as _

from portal.accounts import rules
from portal.accounts.models import Organisation
from portal.accounts.models.organisation import OrganisationState as S
from portal.accounts.selectors.organisations import issuer_over
from portal.workflow import Table, Transition, register_table

TABLE = Table(
    "accounts.organisation",
    (
        Transition("activate", frozenset({S.PENDING, S.REFUSED, S.SUSPENDED}), S.ACTIVE, _("激活"), rules.can_activate),
        Transition("refuse", frozenset({S.PENDING}), S.REFUSED, _("退回注册"), rules.can_activate, needs_comment=True),
        Transition("suspend", frozenset({S.ACTIVE}), S.SUSPENDED, _("停用"), rules.can_activate, needs_comment=True),
        Transition("resubmit", frozenset({S.REFUSED}), S.PENDING, _("重新提交注册"), rules.can_manage_colleagues),
    ),
    issuer=issuer_over,
)

register_table(Organisation, TABLE)
